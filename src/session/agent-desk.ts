import type { EventDraft, Question } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { Changed, ChangeRequest } from '../ports/changes.ts'
import type { AgentDesk } from '../ports/desk.ts'
import { closeConflicts } from './conflicts.ts'
import type { Desk } from './desk.ts'
import { isEngineQuestion } from './engine-consent.ts'
import { type Life, OVER } from './life.ts'
import { folderLost, patiently } from './lost-folder.ts'
import { takeMessages } from './messages.ts'
import type { createPlanRun } from './plan-run.ts'
import { reportRun, reportTask } from './reports.ts'

/**
 * What one agent may ask of its desk during one life. Each call can be asked again after a reload and is never done twice; once the
 * agent was ended nothing more is done for it, also not what it had asked for before.
 */
export function createAgentDesk(desk: Desk, life: Life, plans: ReturnType<typeof createPlanRun>): AgentDesk {
  const whileAlive =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<Result<T>>) =>
    (...args: Args): Promise<Result<T>> =>
      life.alive ? work(...args) : Promise.resolve(OVER)
  return {
    apply: whileAlive((call: string, request: ChangeRequest) =>
      patiently(desk, life.agent, request.place.root, () => applyOnce(desk, life, call, request)),
    ),
    ask: whileAlive((call: string, questions: Question[]) => ask(desk, life, call, questions)),
    submitPlan: whileAlive((call, plan) => plans.submit(life, call, plan)),
    revisePlan: whileAlive((call, revision) => plans.revise(life, call, revision)),
    report: whileAlive((call, report) =>
      life.agent === LEAD ? reportRun(desk, life, call, report) : reportTask(desk, life, call, report),
    ),
    run: whileAlive((call, request) => desk.commands.run(life, call, request)),
    takeMessages: whileAlive(() => takeMessages(desk, life)),
    folderLost: whileAlive((root, failure) => folderLost(desk, life.agent, root, failure)),
  }
}

/** A call that took effect before a reload gives its result again; one that failed may be tried anew under a new number. */
async function applyOnce(desk: Desk, life: Life, call: string, request: ChangeRequest): Promise<Result<Changed>> {
  const base = `${life.agent}.${call}`
  const isKnown = (effect: string) => effect === base || effect.startsWith(`${base}#`)
  if (desk.state.changes.some(change => change.status === 'open' && isKnown(change.effect))) {
    const settled = await desk.settle()
    if (!settled.ok) return settled
  }
  const known = desk.state.changes.filter(change => isKnown(change.effect))
  const last = known.at(-1)
  if (last?.status === 'done' && last.version) {
    const end = 'to' in last.change ? last.change.to : last.change.path
    // Beside its own place where the person kept both versions.
    const to = end === request.place.path ? {} : { to: { root: last.change.root, path: end } }
    return ok({ effect: last.effect, version: last.version, changed: true, ...to })
  }
  if (last?.status === 'undone')
    return failed('conflict', 'The person has undone this change. Ask before doing it again.')
  if (last?.status === 'unknown' || last?.status === 'open')
    return failed(
      'conflict',
      'It is not known whether this change happened before the interruption. Look at the folder first.',
    )
  if (life.task && !['running', 'checking'].includes(desk.state.tasks[life.task]?.status ?? ''))
    return failed('not-allowed', 'This task is over: nothing more can be changed for it.')
  const effect = known.length === 0 ? base : `${base}#${known.length + 1}`
  const done = await desk.changes.apply(request, {
    agent: life.agent,
    effect,
    isAlive: () => life.alive,
    ...(life.task ? { task: life.task } : {}),
  })
  await closeConflicts(desk, effect)
  return done
}

type Reply = Result<{ answers: Record<string, string>; declined: boolean }>

/** One batch of questions a run: whoever keeps asking keeps the person from their own work. */
async function ask(desk: Desk, life: Life, call: string, questions: Question[]): Promise<Reply> {
  const id = `${life.agent}.${call}`
  const known = desk.state.questions[id]
  if (known && known.status !== 'pending') return ok({ answers: known.answers, declined: known.status !== 'answered' })
  if (!known) {
    const asked = Object.values(desk.state.questions).some(
      one => one.run === desk.state.run && one.status === 'answered' && !one.conflict && !isEngineQuestion(one.id),
    )
    if (asked)
      return failed(
        'limit',
        'The person has answered your questions once. Decide the rest yourself, and say in your report what you assumed.',
      )
    const event: EventDraft = { type: 'question.asked', by: life.agent, id, agent: life.agent, questions }
    const told = await desk.record([event], 'strict')
    if (!told.ok) return told
    if (!life.alive) {
      await desk.record([{ type: 'question.ended', by: 'desk', id, outcome: 'superseded', answers: {} }])
      return OVER
    }
  }
  return desk.waits.wait<Reply>(id)
}
