import type { EventDraft } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { ok, type Result, unexpected } from '../domain/failure.ts'
import type { Plan, Task, TaskId } from '../domain/plan.ts'
import type { PlanOutcome, PlanRevision } from '../ports/desk.ts'
import { blockedTasks, isSettled, startNow } from '../schedule/schedule.ts'
import { type DeskFor, startTasks } from './agents.ts'
import { type Desk, planTasks, SLOTS } from './desk.ts'
import { pauseFor } from './ending.ts'
import { type Life, OVER } from './life.ts'
import { statPatiently } from './lost-folder.ts'
import { undelivered } from './messages.ts'
import { prepareTasks } from './prepare.ts'

/** The lead that waits for news of its plan, by the call that asked. */
interface Waiter {
  life: Life
  call: string
  news: Promise<Result<PlanOutcome>>
  tell(outcome: Result<PlanOutcome>): void
}

/** The lead's plan: proposed, carried out by helpers, revised; and when the lead hears of it. */
export function createPlanRun(desk: Desk, deskFor: DeskFor) {
  let pumping = false
  let again = false
  let waiter: Waiter | null = null

  /** Starts what may start. Calls while it is at work are remembered, so that no change is missed and no task starts twice. */
  const pump = () => {
    if (pumping) {
      again = true
      return
    }
    pumping = true
    void pumpOnce()
      .catch((error: unknown) => pauseFor(desk, unexpected(error, 'starting the next tasks')))
      .then(() => {
        pumping = false
        if (!again) return
        again = false
        pump()
      })
  }

  const pumpOnce = async () => {
    const { state } = desk
    if (state.status.kind === 'running' && state.plan && desk.setups && !desk.fenced) {
      await startTasks(desk, deskFor, startNow(planTasks(state), SLOTS))
      warmForNext()
    }
    tellLead()
  }

  /** A new place takes longer to make than a task should have to wait for it. */
  const warmForNext = () => {
    const toCome = planTasks(desk.state).filter(state => state.approved && state.status === 'planned').length
    if (desk.setups && !desk.fenced) desk.crew.warm(Math.min(SLOTS, toCome), desk.setups.helper)
  }

  const tellLead = () => {
    if (!waiter?.life.alive) return
    const { state } = desk
    const answer = (status: PlanOutcome['status'], problems: string[] = []) => {
      waiter?.tell(ok(outcomeOf(status, problems)))
      waiter = null
    }
    if (state.plan?.status === 'refused') return answer('refused')
    if (undelivered(desk, LEAD).length > 0) return answer('needs-you')
    const refused = state.plan?.refusedRevision
    if (refused && refused.call === waiter.call)
      return answer('needs-you', [`The person did not want this change of the plan. ${refused.why}`])
    if (state.status.kind === 'running' && isSettled(planTasks(state))) answer('done')
  }

  const outcomeOf = (status: PlanOutcome['status'], problems: string[] = []): PlanOutcome => {
    const tasks = planTasks(desk.state)
    const blocked = new Set(blockedTasks(tasks).map(state => state.task.id))
    return {
      status,
      problems,
      messages: undelivered(desk, LEAD).length,
      tasks: tasks.map(state => ({
        id: shortId(state.task.id),
        title: state.task.title,
        status: blocked.has(state.task.id) ? 'blocked' : state.status,
        report: state.report ?? '',
        failed: [
          ...state.checks.filter(check => !check.ok).map(check => check.evidence),
          ...(state.failure && state.checks.every(check => check.ok) ? [state.failure.message] : []),
        ],
      })),
    }
  }

  /** One lead waits at a time; the same call asked again joins. */
  const waitForPlan = (life: Life, call: string): Promise<Result<PlanOutcome>> => {
    if (!life.alive) return Promise.resolve(OVER)
    if (waiter?.call !== call || !waiter.life.alive) {
      let tell: Waiter['tell'] = () => undefined
      const news = new Promise<Result<PlanOutcome>>(resolve => {
        tell = resolve
      })
      waiter = { life, call, news, tell }
    }
    const { news } = waiter
    pump()
    return news
  }

  const sentBack = async (problems: string[]): Promise<Result<PlanOutcome>> => {
    const told = await desk.record([
      { type: 'plan.sentBack', by: 'desk', problems: problems.slice(0, 10).map(text => text.slice(0, 300)) },
    ])
    return told.ok ? ok(outcomeOf('sent-back', problems)) : told
  }

  return {
    pump,

    async submit(life: Life, call: string, plan: Plan): Promise<Result<PlanOutcome>> {
      const { state } = desk
      if (state.plan?.id === call) return waitForPlan(life, call)
      if (state.plan?.run === life.run && state.plan.status === 'approved')
        return sentBack([
          'This run has a plan already. Change it with revise_plan: add tasks, change them, or skip them.',
        ])
      const number = state.plans + 1
      const prepared = await prepareTasks(desk, statPatiently(desk, LEAD), plan.tasks)
      if (!life.alive) return OVER
      if (!prepared.ok) return prepared
      if (prepared.value.problems.length > 0) return sentBack(prepared.value.problems)
      const tasks = prepared.value.tasks.map(task => numbered(task, number))
      const told = await desk.record(
        [
          {
            type: 'plan.proposed',
            by: LEAD,
            plan: call,
            goal: plan.goal,
            assumptions: plan.assumptions,
            tasks: tasks.map(task => task.id),
          },
          ...tasks.map((spec): EventDraft => ({ type: 'task.planned', by: LEAD, plan: call, spec })),
        ],
        'strict',
      )
      if (!told.ok) return told
      if (desk.setups) desk.crew.warm(Math.min(SLOTS, tasks.length), desk.setups.helper)
      return waitForPlan(life, call)
    },

    async revise(life: Life, call: string, revision: PlanRevision): Promise<Result<PlanOutcome>> {
      const { plan } = desk.state
      if (!plan || plan.run !== life.run)
        return sentBack(['There is no plan in this run to revise. Submit one with submit_plan.'])
      if (plan.revisions.includes(call)) return waitForPlan(life, call)
      const number = planNumber(plan.tasks)
      const states = planTasks(desk.state)
      const problems = revisionProblems(revision, number)
      const prepared = await prepareTasks(
        desk,
        statPatiently(desk, LEAD),
        [...revision.add, ...revision.change],
        states.map(state => ({
          ...state.task,
          id: shortId(state.task.id),
          dependsOn: state.task.dependsOn.map(shortId),
        })),
      )
      if (!life.alive) return OVER
      if (!prepared.ok) return prepared
      // Tasks may have started while the files were looked at.
      problems.push(
        ...prepared.value.problems,
        ...revisionProblems(revision, number).filter(text => !problems.includes(text)),
      )
      if (problems.length > 0) return sentBack(problems)
      const tasks = prepared.value.tasks.map(task => numbered(task, number))
      const told = await desk.record(
        [
          { type: 'plan.revised', by: LEAD, plan: plan.id, call, why: revision.why, waits: tasks.length > 0 },
          ...tasks.map((spec): EventDraft => ({ type: 'task.planned', by: LEAD, plan: plan.id, spec })),
          ...revision.skip.map(
            (id): EventDraft => ({ type: 'task.ended', by: LEAD, task: numberedId(id, number), outcome: 'skipped' }),
          ),
        ],
        'strict',
      )
      return told.ok ? waitForPlan(life, call) : told
    },
  }

  function revisionProblems(revision: PlanRevision, number: number): string[] {
    const stateOf = (id: TaskId) => desk.state.tasks[numberedId(id, number)]
    return [
      ...revision.add
        .filter(task => stateOf(task.id))
        .map(task => `There is a task "${task.id}" already: use "change" or another id.`),
      ...revision.change.flatMap(task => {
        const state = stateOf(task.id)
        if (!state) return [`There is no task "${task.id}" to change.`]
        if (['running', 'checking', 'done'].includes(state.status))
          return [`Task "${state.task.title}" is ${state.status} and cannot be changed.`]
        return []
      }),
      ...revision.skip.flatMap(id => {
        const state = stateOf(id)
        if (!state) return [`There is no task "${id}" to skip.`]
        return ['running', 'checking', 'done'].includes(state.status)
          ? [`Task "${state.task.title}" is ${state.status} and cannot be skipped.`]
          : []
      }),
    ]
  }
}

/** Ids of a session's second plan and later get its number, so that they never meet those of an earlier plan. */
const numberedId = (id: TaskId, number: number) => (number === 1 ? id : `${number}.${id}`)
const numbered = (task: Task, number: number): Task => ({
  ...task,
  id: numberedId(task.id, number),
  dependsOn: task.dependsOn.map(id => numberedId(id, number)),
})
const shortId = (id: TaskId) => id.replace(/^\d+\./, '')
const planNumber = (ids: readonly TaskId[]) => Number(/^(\d+)\./.exec(ids[0] ?? '')?.[1] ?? 1)
