import { z } from 'zod'
import { failed } from '../domain/failure.ts'
import { BESIDE, failedOutput, placeOf, rememberWrite, show, type Tool } from './tool.ts'

const MAX_BYTES = 8 * 1024 * 1024

const schema = z.strictObject({
  path: z.string(),
  old: z.string().min(1).describe('Exact text to replace; it must stand in the file exactly once'),
  new: z.string(),
})

export const edit: Tool<z.infer<typeof schema>> = {
  name: 'edit',
  description: 'Replaces one exact piece of a text file and leaves every other byte as it is.',
  schema,
  readOnly: false,
  for: ['lead', 'helper'],
  summary: ({ path }) => `Edit ${path}`,
  async run(input, context) {
    const place = placeOf(input.path, context)
    if (!place.ok) return failedOutput(place.failure)
    const file = await context.reads.read(place.value, MAX_BYTES)
    if (!file.ok) return failedOutput(file.failure)
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.value.bytes)
    if (text.includes('\ufffd'))
      return failedOutput(
        failed('binary', `"${input.path}" is not plain UTF-8 text, so it cannot be edited in place.`).failure,
      )
    const at = text.indexOf(input.old)
    if (at < 0)
      return failedOutput(
        failed('invalid', `The text to replace is not in "${input.path}". Read the file and copy it exactly.`).failure,
      )
    if (text.indexOf(input.old, at + 1) >= 0)
      return failedOutput(
        failed(
          'invalid',
          `The text to replace stands in "${input.path}" more than once. Give more of the text around it.`,
        ).failure,
      )
    const bytes = new TextEncoder().encode(text.slice(0, at) + input.new + text.slice(at + input.old.length))
    const done = await context.desk.apply(context.call, {
      kind: 'write',
      place: place.value,
      bytes,
      seen: file.value.version,
    })
    if (!done.ok) return failedOutput(done.failure)
    const landed = rememberWrite(place.value, done.value, context)
    return {
      header: {
        ok: true,
        path: show(landed, context),
        size: done.value.version.size,
        changed: done.value.changed,
        ...(done.value.to ? { note: BESIDE } : {}),
      },
      summary: 'Replaced once, checked',
    }
  },
}
