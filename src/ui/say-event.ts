import { LEAD, type SessionEvent } from '../domain/event.ts'
import { showPlace } from '../domain/place.ts'
import { homeOf, type SessionState } from '../domain/state.ts'
import { bytes, count, sayChange, sayPlanner } from './say.ts'

/** Words that are shown in one line, where the marks of Markdown would only be in the way. */
const plain = (text: string) => text.replace(/\*\*|`/g, '')

/** One event of the log as the rest of a sentence that begins with who caused it: "You" paused. */
export function sayEvent(event: SessionEvent, state: SessionState): string {
  const home = homeOf(state.roots)
  const title = (id: string) => `"${state.tasks[id]?.task.title ?? id}"`
  const agent = (id: string) => (id === LEAD ? 'the lead' : title(state.agents[id]?.task ?? id))
  const op = (effect: string) => {
    const change = state.changes.find(row => row.effect === effect)
    return change ? sayChange(change.change, home) : effect
  }
  /** The rest of a sentence whose first word may be "You". */
  const is = event.by === 'person' ? 'are' : 'is'
  const folder = (id: string) => `"${state.roots.find(root => root.id === id)?.name ?? id}"`

  switch (event.type) {
    case 'session.started':
      return `opened the session. ${sayPlanner(event.model)}.`
    case 'session.renamed':
      return `named the session "${event.title}".`
    case 'model.chosen':
      return `chose: ${sayPlanner(event.model)}.`
    case 'root.added':
      return `added the folder "${event.root.name}", ${event.root.access === 'read' ? 'read only' : 'to read and write'}.`
    case 'root.lost':
      return `lost access to ${folder(event.root)}. ${event.failure.message}`
    case 'root.reconnected':
      return `reconnected ${folder(event.root)}.`
    case 'run.started':
      return `asked: ${event.text}`
    case 'run.paused':
      return event.failure ? `paused. ${event.failure.message}` : 'paused.'
    case 'run.resumed':
      return 'resumed.'
    case 'run.reported':
      return `reported: ${plain(event.text)}`
    case 'run.ended':
      return { done: 'finished.', stopped: 'stopped.', failed: `gave up. ${event.failure?.message ?? ''}` }[
        event.outcome
      ]
    case 'steer.sent':
      return `told ${agent(event.to)}: ${event.text}`
    case 'steer.delivered':
      return 'took in your message.'
    case 'agent.started':
      return `began, with ${event.model}.`
    case 'agent.ended':
      return event.failure ? `ended: ${event.outcome}. ${event.failure.message}` : `ended: ${event.outcome}.`
    case 'turn.given':
      return {
        request: 'was given the request.',
        brief: 'was given its brief.',
        steer: 'was given a message.',
        nudge: 'was reminded.',
      }[event.kind]
    case 'message.finished':
      return event.text ? `said: ${plain(event.text)}` : 'decided what to do next.'
    case 'context.trimmed':
      return 'put older results aside to make room.'
    case 'tool.started':
      return `began: ${event.summary}.`
    case 'tool.finished':
      return event.failure ? `could not: ${event.failure.message}` : `got: ${event.summary}`
    case 'files.shown':
      return `was shown the contents of ${count(event.files.length, 'file')}.`
    case 'hidden.found':
      return `found hidden text in ${showPlace(event.file, home)}: ${event.found.map(({ at, why }) => `${at} (${why})`).join(', ')}.`
    case 'engine.given':
      return `gave copies of ${count(event.files.length, 'file')} to WebContainer, from ${event.origin}.`
    case 'engine.fellBack':
      return `went on in the built-in engine. ${event.failure.message}`
    case 'request.sent':
      return `sent ${bytes(event.bytes)} to ${event.origin}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}.`
    case 'request.ended':
      return event.failure
        ? `got no whole answer (${bytes(event.bytes)}). ${event.failure.message}`
        : `received ${bytes(event.bytes)}.`
    case 'web.asked':
      return event.kind === 'search' ? `searched the web: ${event.what}` : `read a page of the web: ${event.what}`
    case 'request.waiting':
      return `waits. ${event.why.message}`
    case 'guard.tripped':
      return event.text
    case 'plan.proposed':
      return `proposed a plan of ${count(event.tasks.length, 'task')}: ${event.goal}`
    case 'plan.sentBack':
      return `sent the plan back. ${event.problems.join(' ')}`
    case 'plan.revised':
      return `changed the plan: ${event.why}`
    case 'plan.approved':
      return 'approved the plan.'
    case 'plan.revisionRefused':
    case 'plan.refused':
      return event.why ? `refused the plan: ${event.why}` : 'refused the plan.'
    case 'task.planned':
      return `planned the task "${event.spec.title}".`
    case 'task.started':
      return `started ${title(event.task)}${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}.`
    case 'task.reported':
      return `reported on ${title(event.task)}: ${plain(event.summary)}`
    case 'task.checked': {
      const passed = event.checks.filter(check => check.ok).length
      return `checked ${title(event.task)}: ${passed} of ${event.checks.length} passed.`
    }
    case 'task.ended':
      return `ended ${title(event.task)}: ${event.outcome}.${event.failure ? ` ${event.failure.message}` : ''}`
    case 'question.asked':
      return `asked: ${event.questions.map(question => question.text).join(' ')}`
    case 'question.ended':
      return { answered: 'answered', declined: 'declined to answer', superseded: 'was no longer asked' }[
        event.outcome
      ].concat(event.outcome === 'answered' ? `: ${Object.values(event.answers).join('; ')}` : '.')
    case 'permission.asked':
      return `asked for permission; it would have ${sayChange(event.op, home)}.`
    case 'permission.ended':
      return { allowed: 'allowed it.', 'allowed-for-session': 'allowed it for this session.', refused: 'refused it.' }[
        event.outcome
      ]
    case 'grant.given':
      return `allowed ${count(event.grant.needs.length, 'kind')} of change.`
    case 'grant.revoked':
      return 'took a permission back.'
    case 'budget.set':
      return event.tokens === null
        ? 'took the limit of tokens away.'
        : `set a limit of ${count(event.tokens, 'token')} for each task.`
    case 'file.willChange':
      return `${is} about to change a file; it will have ${sayChange(event.change, home)}.`
    case 'file.changed':
      return `${op(event.effect)}, read back and compared.`
    case 'file.changeFailed':
      return `could not change a file. ${event.failure.message}`
    case 'file.changeUnknown':
      return event.failure.message
    case 'file.conflict':
      return `left a file alone. ${event.failure.message}`
    case 'kept.willRemove':
      return `${is} about to remove ${count(event.files, 'kept file')} in ${folder(event.root)} for good.`
    case 'kept.removed':
      return `removed ${count(event.files, 'kept file')} (${bytes(event.bytes)}) in ${folder(event.root)} for good.`
    case 'undo.started':
      return `began to undo ${count(event.effects, 'change')}.`
    case 'file.willRestore':
      return `${is} about to undo a change; it had ${op(event.effect)}.`
    case 'file.restored':
      return `undid a change; it had ${op(event.effect)}.`
    case 'file.restoreRefused':
      return `did not undo a change. ${event.failure.message}`
    case 'undo.ended':
      return `undid ${count(event.restored, 'change')}; ${event.verified} read back and the same as before.`
    case 'redo.started':
      return `began to do ${count(event.effects, 'undone change')} again.`
    case 'file.willRedo':
      return `${is} about to do a change again; it had ${op(event.effect)}.`
    case 'file.redone':
      return `did a change again; it has ${op(event.effect)}.`
    case 'file.redoRefused':
      return `did not do a change again. ${event.failure.message}`
    case 'redo.ended':
      return `did ${count(event.redone, 'change')} again; ${event.verified} read back and the same as before the undo.`
    case 'files.changedOutside':
      return `saw ${count(event.files.length + event.more, 'file')} change that nobody here changed: ${event.files.map(file => `"${file.path}" (${file.what})`).join(', ')}${event.more > 0 ? ' and others' : ''}.`
    case 'copy.chosen':
      return event.root
        ? `asked for a copy of this session to be kept in ${folder(event.root)}.`
        : 'asked for no copy of this session in a folder any more.'
    case 'session.broughtBack':
      return `brought the session back from ${event.from === 'folder' ? 'the copy in its folder' : 'a file'}.`
    case 'session.forked':
      if (event.trial) return `began a try-out of “${event.from.title}”.`
      return `forked the session off “${event.from.title}”, after its step ${event.from.seq}.`
    case 'trial.applied':
      return `applied ${count(event.applied, 'change')} of the try-out “${event.tryOut}”${event.left > 0 ? `; ${event.left} could not be made` : ''}.`
    case 'trouble':
      return event.failure.message
  }
}
