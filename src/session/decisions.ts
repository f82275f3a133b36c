import type { EventDraft } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { Criterion, Need, Task, TaskId } from '../domain/plan.ts'
import type { NewTask } from '../ports/desk.ts'
import { type Desk, planTasks } from './desk.ts'
import { endNow } from './ending.ts'
import { statNow } from './lost-folder.ts'
import { prepareTasks } from './prepare.ts'

/** What the person decides about questions and the plan. Each decision is written down before anyone hears of it. */

export async function answer(desk: Desk, id: string, answers: Record<string, string> | null): Promise<Result<void>> {
  if (desk.state.questions[id]?.status !== 'pending') return failed('invalid', 'This question is no longer open.')
  const declined = answers === null
  const given = answers ?? {}
  const told = await desk.record(
    [{ type: 'question.ended', by: 'person', id, outcome: declined ? 'declined' : 'answered', answers: given }],
    'strict',
  )
  if (!told.ok) return told
  desk.waits.settle(id, ok({ answers: given, declined }))
  return ok(undefined)
}

/** Looks once more whether everything is there, then lets the plan start under one grant for all it needs. */
export async function approvePlan(desk: Desk, id: string): Promise<Result<void>> {
  const { plan } = desk.state
  if (plan?.id !== id || plan.status !== 'proposed') return failed('invalid', 'This plan no longer waits for approval.')
  const waiting = planTasks(desk.state).filter(state => !state.approved && state.status === 'planned')
  const known = planTasks(desk.state).map(state => state.task)
  const prepared = await prepareTasks(
    desk,
    statNow(desk),
    waiting.map(state => state.task),
    known,
  )
  if (!prepared.ok) return prepared
  if (prepared.value.problems.length > 0)
    return failed('invalid', `The plan cannot start, and nothing was changed: ${prepared.value.problems.join(' ')}`)
  const needs = prepared.value.tasks.flatMap(task => task.needs)
  if (desk.state.plan?.status !== 'proposed') return failed('invalid', 'This plan no longer waits for approval.')
  const grants = grantsFor(desk, needs)
  const told = await desk.record([...grants, { type: 'plan.approved', by: 'person', plan: id }], 'strict')
  if (!told.ok) return told
  desk.pump()
  return ok(undefined)
}

/** Longer lists of needs become several grants: an event of the log stays small. */
const GRANT_CHARACTERS = 3000

function grantsFor(desk: Desk, needs: readonly Need[]): EventDraft[] {
  const lists: Need[][] = []
  let room = 0
  for (const need of needs) {
    const size = JSON.stringify(need).length
    if (size > room) {
      lists.push([])
      room = GRANT_CHARACTERS
    }
    lists.at(-1)?.push(need)
    room -= size
  }
  return lists.map(list => ({
    type: 'grant.given',
    by: 'person',
    grant: { id: `grant-${desk.host.newId()}`, needs: list, from: 'plan' },
  }))
}

export async function refusePlan(desk: Desk, id: string, why: string): Promise<Result<void>> {
  const { plan } = desk.state
  if (plan?.id !== id || plan.status !== 'proposed') return failed('invalid', 'This plan no longer waits for approval.')
  // Refusing the change of a plan that runs leaves the rest of it as it was approved.
  const type =
    plan.revisions.length > 0 && planTasks(desk.state).some(state => state.approved)
      ? 'plan.revisionRefused'
      : 'plan.refused'
  const told = await desk.record([{ type, by: 'person', plan: id, why: why.slice(0, 600) }], 'strict')
  if (!told.ok) return told
  desk.pump()
  return ok(undefined)
}

/** The person's own change of a task that has not started. After approval what it newly needs is granted with the edit itself. */
export async function editTask(desk: Desk, task: Task): Promise<Result<void>> {
  const known = desk.state.tasks[task.id]
  const { plan } = desk.state
  if (!known || !plan?.tasks.includes(task.id)) return failed('invalid', 'There is no such task in the plan.')
  if (known.status !== 'planned' && known.status !== 'failed')
    return failed('invalid', 'This task has started and can no longer be changed.')
  const others = planTasks(desk.state).flatMap(state => (state.task.id === task.id ? [] : [state.task]))
  const prepared = await prepareTasks(desk, statNow(desk), [task], others)
  if (!prepared.ok) return prepared
  if (prepared.value.problems.length > 0) return failed('invalid', prepared.value.problems.join(' '))
  if (desk.state.tasks[task.id]?.status !== known.status)
    return failed('invalid', 'This task has started meanwhile and can no longer be changed.')
  const spec = prepared.value.tasks[0]!
  const grants = known.approved ? grantsFor(desk, spec.needs) : []
  const told = await desk.record([{ type: 'task.planned', by: 'person', plan: plan.id, spec }, ...grants], 'strict')
  if (!told.ok) return told
  desk.pump()
  return ok(undefined)
}

/** A task of the person's own. It is checked as a plan is; in a plan that runs it starts as soon as what it comes after is done. */
export async function addTask(desk: Desk, wanted: NewTask): Promise<Result<void>> {
  const { plan, run, status } = desk.state
  const known = planTasks(desk.state)
  if (!plan || plan.run !== run || plan.status === 'refused' || known.length === 0)
    return failed('invalid', 'There is no plan at work that a task could be added to.')
  if (status.kind !== 'running' && status.kind !== 'paused')
    return failed('invalid', 'The work has ended. Send it as a new request.')
  if (wanted.title.trim() === '' || wanted.brief.trim() === '')
    return failed('invalid', 'A task needs a title, and a brief that says what is to be done.')
  const { outputs } = wanted
  const vague = outputs.find(path => NEEDS_WORDS.test(path))
  if (vague && wanted.mustHave.length === 0)
    return failed('invalid', `Say what "${vague}" must have: the names of its columns, or words that stand in it.`)
  const task: Task = {
    id: freeId(
      plan.tasks,
      known.map(state => state.task.id),
    ),
    title: wanted.title.trim(),
    brief: wanted.brief.trim(),
    inputs: wanted.inputs,
    outputs,
    needs: [],
    criteria:
      outputs.length > 0
        ? outputs.map(path => ownCriterion(path, wanted.mustHave))
        : [{ kind: 'report', minLength: 1 }],
    dependsOn: wanted.dependsOn,
  }
  const prepared = await prepareTasks(
    desk,
    statNow(desk),
    [task],
    known.map(state => state.task),
  )
  if (!prepared.ok) return prepared
  if (prepared.value.problems.length > 0) return failed('invalid', prepared.value.problems.join(' '))
  const spec = prepared.value.tasks[0]!
  const grants = plan.status === 'approved' ? grantsFor(desk, spec.needs) : []
  const told = await desk.record([...grants, { type: 'task.planned', by: 'person', plan: plan.id, spec }], 'strict')
  if (!told.ok) return told
  desk.pump()
  return ok(undefined)
}

const TABLE = /\.(csv|tsv)$/i
const SHEET = /\.(xlsx|ods)$/i
const NEEDS_WORDS = /\.(csv|tsv|xlsx|ods|docx|pptx|pdf)$/i

/** What a file of the person's own task is held against. */
function ownCriterion(path: string, mustHave: string[]): Criterion {
  if (TABLE.test(path)) return { kind: 'table', path, columns: mustHave, minRows: 1 }
  if (SHEET.test(path)) return { kind: 'document', path, columns: mustHave, minRows: 1 }
  if (NEEDS_WORDS.test(path)) return { kind: 'document', path, contains: mustHave }
  return { kind: 'text', path, ...(mustHave[0] ? { contains: mustHave[0] } : { matches: '\\S' }) }
}

/** `own1`, and so on; in a session's second plan `2.own1`. */
function freeId(tasks: readonly TaskId[], taken: readonly TaskId[]): TaskId {
  const plan = /^\d+\./.exec(tasks[0] ?? '')?.[0] ?? ''
  let number = 1
  while (taken.includes(`${plan}own${number}`)) number++
  return `${plan}own${number}`
}

export async function skipTask(desk: Desk, id: TaskId): Promise<Result<void>> {
  const state = desk.state.tasks[id]
  if (!state || !['planned', 'failed', 'interrupted'].includes(state.status))
    return failed('invalid', 'Only a task that has not started can be skipped.')
  const told = await desk.record([{ type: 'task.ended', by: 'person', task: id, outcome: 'skipped' }], 'strict')
  if (!told.ok) return told
  // It may have been started in this very moment.
  const working = [...desk.live].flatMap(([agent, { life }]) => (life.task === id ? [agent] : []))
  if (working.length > 0) {
    const ended = await desk.record(endNow(desk, working, 'stopped'))
    if (!ended.ok) return ended
  }
  desk.pump()
  return ok(undefined)
}
