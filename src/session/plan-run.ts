import type { EventDraft } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import type { Plan, Task, TaskId } from '../domain/plan.ts'
import type { PlanOutcome, PlanRevision } from '../ports/desk.ts'
import { blockedTasks, isSettled, startNow } from '../schedule/schedule.ts'
import { type DeskFor, startTasks } from './agents.ts'
import { type Desk, planTasks, SLOTS } from './desk.ts'
import { prepareTasks } from './prepare.ts'

const PLAN_WAIT = 'plan'

/** The lead's plan: proposed, carried out by helpers, revised; and when the lead hears of it. */
export function createPlanRun(desk: Desk, deskFor: DeskFor) {
  let pumping = false
  let again = false

  /** Starts what may start. Calls while it is at work are remembered, so that no change is missed and no task starts twice. */
  const pump = () => {
    if (pumping) {
      again = true
      return
    }
    pumping = true
    void pumpOnce().then(() => {
      pumping = false
      if (!again) return
      again = false
      pump()
    })
  }

  const pumpOnce = async () => {
    const { state } = desk
    if (state.status.kind === 'running' && state.plan && desk.setups && !desk.fenced)
      await startTasks(desk, deskFor, startNow(planTasks(state), SLOTS))
    tellLead()
  }

  const tellLead = () => {
    if (!desk.waits.isWaiting(PLAN_WAIT)) return
    const { state } = desk
    if (state.plan?.status === 'refused') return answerLead('refused')
    const messages = undelivered()
    if (messages.length > 0 && state.plan?.status === 'approved') return answerLead('needs-you', messages)
    if (state.status.kind === 'running' && isSettled(planTasks(state))) answerLead('done')
  }

  const undelivered = () =>
    desk.state.items.filter(item => item.kind === 'steer').filter(item => item.to === LEAD && !item.delivered)

  const answerLead = (status: PlanOutcome['status'], messages: { id: string; text: string }[] = []) => {
    const outcome = outcomeOf(
      status,
      messages.map(message => message.text),
    )
    if (messages.length > 0)
      void desk.record(messages.map(({ id }): EventDraft => ({ type: 'steer.delivered', by: LEAD, id })))
    desk.waits.settle(PLAN_WAIT, ok(outcome))
  }

  const outcomeOf = (status: PlanOutcome['status'], messages: string[], problems: string[] = []): PlanOutcome => {
    const tasks = planTasks(desk.state)
    const blocked = new Set(blockedTasks(tasks).map(state => state.task.id))
    return {
      status,
      problems,
      messages,
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

  const waitForPlan = async (): Promise<Result<PlanOutcome>> => {
    const answer = desk.waits.wait<Result<PlanOutcome>>(PLAN_WAIT)
    pump()
    return answer
  }

  const sentBack = async (problems: string[]): Promise<Result<PlanOutcome>> => {
    const told = await desk.record([
      { type: 'plan.sentBack', by: 'desk', problems: problems.slice(0, 12).map(text => text.slice(0, 300)) },
    ])
    return told.ok ? ok(outcomeOf('sent-back', [], problems)) : told
  }

  return {
    pump,

    async submit(call: string, plan: Plan): Promise<Result<PlanOutcome>> {
      if (desk.state.plan?.id === call) return waitForPlan()
      const number = desk.state.items.filter(item => item.kind === 'plan').length + 1
      const prepared = await prepareTasks(desk, plan.tasks)
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
      desk.crew.warm(Math.min(SLOTS, tasks.length), desk.setups!.helper)
      return waitForPlan()
    },

    async revise(call: string, revision: PlanRevision): Promise<Result<PlanOutcome>> {
      const { plan } = desk.state
      if (!plan) return ok(outcomeOf('sent-back', [], ['There is no plan to revise. Submit one with submit_plan.']))
      if (plan.revisions.includes(call)) return waitForPlan()
      const number = planNumber(plan.tasks)
      const states = planTasks(desk.state)
      const problems = revisionProblems(revision, number)
      const prepared = await prepareTasks(
        desk,
        [...revision.add, ...revision.change],
        states.map(state => ({
          ...state.task,
          id: shortId(state.task.id),
          dependsOn: state.task.dependsOn.map(shortId),
        })),
      )
      if (!prepared.ok) return prepared
      problems.push(...prepared.value.problems)
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
      return told.ok ? waitForPlan() : told
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
