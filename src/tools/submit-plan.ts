import type { z } from 'zod'
import type { Result } from '../domain/failure.ts'
import type { PlanOutcome } from '../ports/desk.ts'
import { plainTask, planSchema } from './plan-schema.ts'
import { failedOutput, type Tool, type ToolOutput } from './tool.ts'

export const submitPlan: Tool<z.infer<typeof planSchema>> = {
  name: 'submit_plan',
  description:
    'Hands a plan to the person for approval and, once approved, has helpers carry it out, independent tasks at once. Returns when all tasks ended, or earlier when you are needed: then decide with revise_plan. Criteria must prove what a task promises.',
  schema: planSchema,
  readOnly: false,
  for: ['lead'],
  summary: ({ tasks }) => `Propose a plan of ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`,
  async run({ goal, assumptions, tasks }, context) {
    return outcomeOutput(
      await context.desk.submitPlan(context.call, { goal, assumptions, tasks: tasks.map(plainTask) }),
    )
  },
}

export function outcomeOutput(outcome: Result<PlanOutcome>): ToolOutput {
  if (!outcome.ok) return failedOutput(outcome.failure)
  const { status, tasks } = outcome.value
  const done = tasks.filter(task => task.status === 'done').length
  const summary = {
    done: `${done} of ${tasks.length} tasks done`,
    'needs-you': `Back at the lead: ${done} of ${tasks.length} tasks done`,
    refused: 'The plan was refused',
    'sent-back': 'The plan was sent back',
  }[status]
  return { header: { ok: true, ...outcome.value }, summary }
}
