import { z } from 'zod'
import { failedOutput, type Tool } from './tool.ts'

const schema = z.strictObject({
  summary: z
    .string()
    .min(1)
    .max(20_000)
    .describe('What was done and found, in Markdown. A helper says what the lead needs to know.'),
  open: z
    .array(z.string().max(500))
    .max(100)
    .default([])
    .describe('What was not done or is uncertain, one sentence each'),
})

export const report: Tool<z.infer<typeof schema>> = {
  name: 'report',
  description:
    'Says that the work is finished. A helper’s success criteria are then checked by code; if one fails, you are told which, mend it and report again.',
  schema,
  readOnly: false,
  for: ['lead', 'helper'],
  summary: () => 'Report',
  async run(input, context) {
    const verdict = await context.desk.report(context.call, input)
    if (!verdict.ok) return failedOutput(verdict.failure)
    if (verdict.value.accepted)
      return { header: { ok: true, accepted: true, problems: [] }, summary: 'Accepted', ends: true }
    return {
      header: { ok: true, accepted: false, problems: verdict.value.problems },
      summary: `Not accepted: ${verdict.value.problems.join(' ')}`,
    }
  },
}
