import type { EventType, SessionEvent } from './event.ts'
import type { SessionState } from './state.ts'

type PlanEvent = Extract<
  SessionEvent,
  {
    type: Extract<
      EventType,
      | 'plan.proposed'
      | 'plan.sentBack'
      | 'plan.revised'
      | 'plan.revisionRefused'
      | 'plan.approved'
      | 'plan.refused'
      | 'task.planned'
      | 'task.started'
      | 'task.reported'
      | 'task.checked'
      | 'task.ended'
    >
  }
>

/** The part of the reducer that follows the plan and its tasks. */
export function applyPlanEvent(state: SessionState, event: PlanEvent): void {
  switch (event.type) {
    case 'plan.proposed':
      state.plan = {
        id: event.plan,
        run: state.run,
        goal: event.goal,
        assumptions: event.assumptions,
        tasks: event.tasks,
        status: 'proposed',
        revisions: [],
      }
      state.plans++
      state.items.push({ kind: 'plan', seq: event.seq, at: event.at, id: event.plan })
      return
    case 'plan.revised':
      if (state.plan?.id !== event.plan) return
      state.plan.revisions.push(event.call)
      if (!event.waits) return
      state.plan.status = 'proposed'
      state.items = state.items.filter(item => item.kind !== 'plan' || item.id !== event.plan)
      state.items.push({ kind: 'plan', seq: event.seq, at: event.at, id: event.plan })
      return
    case 'plan.sentBack':
      state.items.push({
        kind: 'notice',
        seq: event.seq,
        at: event.at,
        tone: 'info',
        text: `The plan was sent back: ${event.problems.join(' ')}`,
      })
      return
    case 'plan.revisionRefused':
      if (state.plan?.id !== event.plan) return
      state.plan.status = 'approved'
      state.plan.refusedRevision = { call: state.plan.revisions.at(-1) ?? '', why: event.why }
      for (const id of state.plan.tasks) {
        const task = state.tasks[id]
        if (task && !task.approved && task.status === 'planned') task.status = 'skipped'
      }
      return
    case 'plan.approved':
      if (state.plan?.id !== event.plan) return
      state.plan.status = 'approved'
      for (const id of state.plan.tasks) {
        const task = state.tasks[id]
        if (task) task.approved = true
      }
      return
    case 'plan.refused':
      if (state.plan?.id === event.plan) state.plan.status = 'refused'
      return
    case 'task.planned': {
      const known = state.tasks[event.spec.id]
      if (known) {
        known.task = event.spec
        known.approved = event.by === 'person' && known.approved
        if (known.status !== 'running' && known.status !== 'checking')
          Object.assign(known, { status: 'planned', checked: 0, checks: [] })
      } else
        state.tasks[event.spec.id] = {
          task: event.spec,
          status: 'planned',
          // What the person adds to a plan that runs needs nobody's approval.
          approved: event.by === 'person' && state.plan?.id === event.plan && state.plan.status === 'approved',
          attempt: 0,
          checked: 0,
          checks: [],
        }
      if (state.plan?.id === event.plan && !state.plan.tasks.includes(event.spec.id))
        state.plan.tasks.push(event.spec.id)
      return
    }
    case 'task.started': {
      const task = state.tasks[event.task]
      if (!task) return
      task.status = 'running'
      task.agent = event.agent
      task.attempt = event.attempt
      task.startedAt ??= event.at
      delete task.endedAt
      delete task.failure
      return
    }
    case 'task.reported': {
      const task = state.tasks[event.task]
      if (task) Object.assign(task, { status: 'checking', report: event.summary })
      return
    }
    case 'task.checked': {
      const task = state.tasks[event.task]
      if (task)
        Object.assign(task, { status: 'running', checks: event.checks, checked: event.attempt, checkedFor: event.call })
      return
    }
    case 'task.ended': {
      const task = state.tasks[event.task]
      if (!task) return
      task.status = event.outcome
      task.endedAt = event.at
      if (event.failure) task.failure = event.failure
    }
  }
}
