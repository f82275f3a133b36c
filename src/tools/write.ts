import { z } from 'zod'
import { failedOutput, placeOf, remember, seenOrAsk, show, type Tool } from './tool.ts'

const schema = z.strictObject({ path: z.string(), content: z.string() })

export const write: Tool<z.infer<typeof schema>> = {
  name: 'write',
  description:
    'Writes a whole text file. Folders on the way are made. An existing file must have been read first, and is kept as it was for undo.',
  schema,
  readOnly: false,
  resumable: false,
  for: ['lead', 'helper'],
  summary: ({ path }) => `Write ${path}`,
  async run({ path, content }, context) {
    const place = placeOf(path, context)
    if (!place.ok) return failedOutput(place.failure)
    const seen = await seenOrAsk(place.value, context)
    const bytes = new TextEncoder().encode(content)
    const done = await context.desk.apply(context.call, { kind: 'write', place: place.value, bytes, seen })
    if (!done.ok) return failedOutput(done.failure)
    remember(place.value, done.value.version, context)
    const { changed, version } = done.value
    return {
      header: {
        ok: true,
        path: show(place.value, context),
        size: version.size,
        hash: version.hash,
        modified: version.mtime,
        created: seen === 'absent',
        changed,
      },
      summary: changed ? `${version.size} bytes, checked` : 'It had this content already',
    }
  },
}
