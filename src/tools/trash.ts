import { z } from 'zod'
import { failedOutput, placeOf, seenKey, seenOrAsk, show, type Tool } from './tool.ts'

const schema = z.strictObject({ path: z.string(), why: z.string().min(1).describe('One sentence for the person') })

export const trash: Tool<z.infer<typeof schema>> = {
  name: 'trash',
  description:
    'Puts one file into the trash inside the folder, from where the person can take it back. There is no delete.',
  schema,
  readOnly: false,
  for: ['lead', 'helper'],
  summary: ({ path }) => `Put ${path} into the trash`,
  async run({ path, why }, context) {
    const place = placeOf(path, context)
    if (!place.ok) return failedOutput(place.failure)
    const seen = await seenOrAsk(place.value, context)
    const done = await context.desk.apply(context.call, { kind: 'trash', place: place.value, why, seen })
    if (!done.ok) return failedOutput(done.failure)
    context.seen.set(seenKey(place.value), 'absent')
    const inTrash = done.value.to ? show(done.value.to, context) : ''
    return { header: { ok: true, path, inTrash }, summary: `In the trash: ${inTrash}` }
  },
}
