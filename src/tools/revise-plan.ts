import type { z } from 'zod'
import { plainTask, revisionSchema } from './plan-schema.ts'
import { outcomeOutput } from './submit-plan.ts'
import type { Tool } from './tool.ts'

export const revisePlan: Tool<z.infer<typeof revisionSchema>> = {
  name: 'revise_plan',
  description:
    'Changes the running plan: adds tasks, changes tasks that have not started or have failed, skips tasks; or changes nothing and waits on. New changes to files are approved by the person first. Returns like submit_plan.',
  schema: revisionSchema,
  readOnly: false,
  for: ['lead'],
  summary: ({ why }) => `Revise the plan: ${why}`,
  async run({ add, change, skip, why }, context) {
    const revision = { add: add.map(plainTask), change: change.map(plainTask), skip, why }
    return outcomeOutput(await context.desk.revisePlan(context.call, revision))
  },
}
