import { z } from 'zod'
import { failedOutput, type Tool } from './tool.ts'

const schema = z.strictObject({
  questions: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(40),
        text: z.string().min(1).max(600),
        choices: z.array(z.string().max(200)).max(8).optional(),
        suggested: z.string().max(2000).optional().describe('What you would take if the person just confirms'),
        long: z.boolean().optional().describe('An answer of several lines'),
      }),
    )
    .min(1)
    .max(6),
})

export const ask: Tool<z.infer<typeof schema>> = {
  name: 'ask',
  description:
    'Asks the person, all questions at once, and waits. Only for what cannot be found in the folder and would change the result.',
  schema,
  readOnly: false,
  for: ['lead'],
  summary: ({ questions }) => (questions.length === 1 ? 'Ask you a question' : `Ask you ${questions.length} questions`),
  async run({ questions }, context) {
    const asked = questions.map(({ id, text, choices, suggested, long }) => ({
      id,
      text,
      ...(choices ? { choices } : {}),
      ...(suggested !== undefined ? { suggested } : {}),
      ...(long ? { long } : {}),
    }))
    const reply = await context.desk.ask(context.call, asked)
    if (!reply.ok) return failedOutput(reply.failure)
    const { answers, declined } = reply.value
    return {
      header: { ok: true, declined, answers },
      summary: declined ? 'You declined to answer' : 'You answered',
    }
  },
}
