import type { HiddenPlace, OutsideChange, SessionEvent } from './event.ts'
import { LEAD } from './event.ts'
import { unreachable } from './failure.ts'
import { type Place, type RootId, showPlace } from './place.ts'
import { applyAgentEvent } from './project-agents.ts'
import { applyFileEvent } from './project-files.ts'
import { applyPlanEvent } from './project-plan.ts'
import type { Item, SessionState } from './state.ts'
import { emptyState, homeOf } from './state.ts'

/**
 * The one reducer: changes `state` so that it knows of `event`. Deterministic and total; it reads no clock. The same function
 * folds a plain object (resume, export, tests) and a Solid draft (screen).
 */
export function applyEvent(state: SessionState, event: SessionEvent): void {
  state.lastSeq = event.seq
  state.lastAt = event.at
  switch (event.type) {
    case 'session.started':
      state.title = event.title
      state.model = event.model
      return
    case 'session.renamed':
      state.title = event.title
      return
    case 'model.chosen':
      state.model = event.model
      return
    case 'root.added':
      state.roots = [...state.roots.filter(root => root.id !== event.root.id), event.root]
      state.lostRoots = state.lostRoots.filter(id => id !== event.root.id)
      return
    case 'root.lost':
      if (!state.lostRoots.includes(event.root)) state.lostRoots.push(event.root)
      notice(state, event, 'error', event.failure.message)
      return
    case 'root.reconnected':
      state.lostRoots = state.lostRoots.filter(id => id !== event.root)
      return
    case 'run.started':
      state.run = event.run
      state.status = { kind: 'running' }
      state.items.push({ kind: 'request', seq: event.seq, at: event.at, text: event.text })
      return
    case 'run.paused':
      // Written down while the end of the run was on its way.
      if (isOver(state)) return
      state.status = { kind: 'paused', why: event.why, ...(event.failure ? { failure: event.failure } : {}) }
      if (event.failure && !justSaid(state, event.failure.message)) notice(state, event, 'warn', event.failure.message)
      return
    case 'hidden.found': {
      const text = sayHidden(event.file, event.found, event.total, homeOf(state.roots))
      // Several helpers may read one file; to the person it is said once.
      if (state.hiddenSaid.includes(text)) return
      state.hiddenSaid.push(text)
      notice(state, event, 'warn', text)
      return
    }
    case 'files.shown':
    case 'engine.given':
      // Kept for the list of what left this machine (`ledger.ts`), which is a fold of its own.
      return
    case 'engine.fellBack':
      state.items.push({
        kind: 'notice',
        seq: event.seq,
        at: event.at,
        tone: 'warn',
        text: `${event.failure.message} The built-in engine runs the command instead.`,
        agent: event.agent,
      })
      return
    case 'run.resumed':
      if (isOver(state)) return
      state.status = { kind: 'running' }
      return
    case 'run.reported':
      state.items.push({
        kind: 'report',
        seq: event.seq,
        at: event.at,
        text: event.text,
        open: event.open,
        body: event.body,
      })
      return
    case 'run.ended':
      state.status =
        event.outcome === 'failed'
          ? { kind: 'failed', ...(event.failure ? { failure: event.failure } : {}) }
          : { kind: event.outcome }
      if (event.failure && !justSaid(state, event.failure.message)) notice(state, event, 'error', event.failure.message)
      // What a plan or an answer allowed, it allowed for this run.
      state.grants = state.grants.filter(grant => grant.from === 'session')
      if (event.outcome === 'stopped') notice(state, event, 'info', 'Stopped. Nothing more will be changed.')
      return
    case 'files.changedOutside':
      notice(state, event, 'info', sayOutside(event.files, event.more))
      return
    case 'copy.chosen':
      state.copyIn = event.root
      return
    case 'session.broughtBack':
      broughtBack(state, event)
      return
    case 'session.forked':
      layToRest(state)
      // A fork of a try-out works on the folder itself, unless it is one too.
      delete state.trialOf
      if (event.trial) state.trialOf = { session: event.from.session, title: event.from.title }
      notice(state, event, 'info', event.trial ? TRIAL : sayFork(event))
      return
    case 'trial.applied':
      notice(state, event, event.left > 0 ? 'warn' : 'info', sayApplied(event))
      return
    case 'trouble':
      notice(state, event, 'warn', event.failure.message)
      return
    case 'question.asked':
      state.questions[event.id] = {
        id: event.id,
        run: state.run,
        agent: event.agent,
        questions: event.questions,
        ...(event.conflict ? { conflict: event.conflict } : {}),
        status: 'pending',
        answers: {},
      }
      state.items.push({ kind: 'question', seq: event.seq, at: event.at, id: event.id })
      return
    case 'question.ended': {
      const question = state.questions[event.id]
      if (question) Object.assign(question, { status: event.outcome, answers: event.answers })
      return
    }
    case 'permission.asked':
      state.permissions[event.id] = {
        id: event.id,
        agent: event.agent,
        op: event.op,
        bytes: event.bytes,
        status: 'pending',
      }
      state.items.push({ kind: 'permission', seq: event.seq, at: event.at, id: event.id })
      return
    case 'permission.ended': {
      const permission = state.permissions[event.id]
      if (permission) permission.status = event.outcome
      return
    }
    case 'grant.given':
      state.grants.push(event.grant)
      return
    case 'grant.revoked':
      state.grants = state.grants.filter(grant => grant.id !== event.grant)
      return
    case 'budget.set':
      if (event.tokens === null) delete state.budget
      else state.budget = event.tokens
      return
    case 'steer.sent':
      state.items.push({
        kind: 'steer',
        seq: event.seq,
        at: event.at,
        id: event.id,
        to: event.to,
        text: event.text,
        delivered: false,
      })
      return
    case 'steer.delivered': {
      const item = state.items.findLast(row => row.kind === 'steer' && row.id === event.id)
      if (item?.kind === 'steer') item.delivered = true
      return
    }
    case 'agent.started':
    case 'agent.ended':
    case 'turn.given':
    case 'message.finished':
    case 'context.trimmed':
    case 'tool.started':
    case 'tool.finished':
    case 'request.sent':
    case 'request.ended':
    case 'web.asked':
    case 'request.waiting':
    case 'guard.tripped':
      applyAgentEvent(state, event)
      return
    case 'plan.proposed':
    case 'plan.sentBack':
    case 'plan.revised':
    case 'plan.revisionRefused':
    case 'plan.approved':
    case 'plan.refused':
    case 'task.planned':
    case 'task.started':
    case 'task.reported':
    case 'task.checked':
    case 'task.ended':
      applyPlanEvent(state, event)
      return
    case 'file.willChange':
    case 'file.changed':
    case 'file.changeFailed':
    case 'file.changeUnknown':
    case 'file.conflict':
    case 'kept.willRemove':
    case 'kept.removed':
    case 'undo.started':
    case 'file.willRestore':
    case 'file.restored':
    case 'file.restoreRefused':
    case 'undo.ended':
    case 'redo.started':
    case 'file.willRedo':
    case 'file.redone':
    case 'file.redoRefused':
    case 'redo.ended':
      applyFileEvent(state, event)
      return
    default:
      unreachable(event)
  }
}

const isOver = ({ status }: SessionState) =>
  status.kind === 'done' || status.kind === 'stopped' || status.kind === 'failed'

/** Folds a whole log, or its rest after a snapshot. */
export function project(id: string, events: Iterable<SessionEvent>, from: SessionState = emptyState(id)): SessionState {
  for (const event of events) applyEvent(from, event)
  return from
}

function sayOutside(files: readonly OutsideChange[], more: number): string {
  const count = files.length + more
  const first = files[0]
  if (count === 1 && first)
    return `"${first.path}" was ${first.what === 'gone' ? 'removed or moved' : first.what} outside of Deskhand.`
  const names = files.slice(0, 3).map(({ path }) => `"${path}"`)
  return `${count} files were changed outside of Deskhand: ${names.join(', ')}${count > 3 ? ' and others' : ''}.`
}

const TRIAL =
  'This is a try-out. Agents work on a copy of the folder; the folder itself stays as it is until you apply what you like.'

function sayApplied({ tryOut, applied, left }: Extract<SessionEvent, { type: 'trial.applied' }>): string {
  const count = (number: number) => (number === 1 ? 'One change' : `${number} changes`)
  const rest = left > 0 ? ` ${count(left)} could not be made, because a file was not as the try-out saw it.` : ''
  return `${count(applied)} of the try-out “${tryOut}” made in the folder. They can be undone.${rest}`
}

function sayFork({ from, later }: Extract<SessionEvent, { type: 'session.forked' }>): string {
  const title = from.title || 'a session without a name'
  const since = later === 1 ? 'one change' : `${later} changes`
  return [
    `Forked from “${title}”, as it was after step ${from.seq}. Nothing in the folder was undone: its files are as they are now.`,
    later > 0 ? `That session made ${since} after this point, which can be undone there.` : '',
    'Nothing that was allowed before is allowed now.',
  ]
    .filter(Boolean)
    .join(' ')
}

/** What was under way is over, and what was allowed no longer is: of a log that goes on elsewhere, or went on. */
function layToRest(state: SessionState): void {
  if (state.status.kind === 'running' || state.status.kind === 'paused') state.status = { kind: 'stopped' }
  for (const agent of Object.values(state.agents))
    if (agent.status === 'working' || agent.status === 'waiting') agent.status = 'interrupted'
  for (const task of Object.values(state.tasks))
    if (task.status === 'running' || task.status === 'checking') task.status = 'interrupted'
  for (const question of Object.values(state.questions))
    if (question.status === 'pending') question.status = 'superseded'
  for (const permission of Object.values(state.permissions))
    if (permission.status === 'pending') permission.status = 'refused'
  if (state.plan?.status === 'proposed') state.plan.status = 'refused'
  state.grants = []
}

function broughtBack(state: SessionState, event: Extract<SessionEvent, { type: 'session.broughtBack' }>): void {
  layToRest(state)
  const source = event.from === 'folder' ? 'the copy in its folder' : 'a file'
  notice(
    state,
    event,
    'info',
    `This session was brought back from ${source}. Nothing that was allowed before is allowed now.`,
  )
}

/** The agent whose failure ends or pauses a run has said why already. */
function justSaid(state: SessionState, text: string): boolean {
  const last = state.items.findLast(item => item.kind === 'notice' || item.kind === 'request')
  return last?.kind === 'notice' && last.text === text
}

export function notice(
  state: SessionState,
  event: SessionEvent,
  tone: Extract<Item, { kind: 'notice' }>['tone'],
  text: string,
  agent?: string,
): void {
  state.items.push({
    kind: 'notice',
    seq: event.seq,
    at: event.at,
    tone,
    text,
    ...(agent && agent !== LEAD ? { agent } : {}),
  })
}

function sayHidden(file: Place, found: readonly HiddenPlace[], total: number, home: RootId | undefined): string {
  const named = found.map(({ at, why }) => `${at} (${why})`).join(', ')
  const more = total > found.length ? ` and ${total - found.length} more places` : ''
  return `"${showPlace(file, home)}" has text that nobody sees who opens it: ${named}${more}. It is kept apart, and marked as hidden for whoever works with it.`
}
