import { z } from 'zod'
import { folderMove } from './move-folder.ts'
import { failedOutput, placeOf, seenKey, seenOrAsk, show, type Tool } from './tool.ts'

const schema = z.strictObject({
  path: z.string(),
  to: z.string().describe('New path of the file or folder, with its name'),
})

export const move: Tool<z.infer<typeof schema>> = {
  name: 'move',
  description:
    'Moves or renames one file, or a folder file by file. Never overwrites: something at the target is an error. Folders on the way are made.',
  schema,
  readOnly: false,
  for: ['lead', 'helper'],
  summary: ({ path, to }) => `Move ${path} to ${to}`,
  async run({ path, to }, context) {
    const place = placeOf(path, context)
    if (!place.ok) return failedOutput(place.failure)
    const target = placeOf(to, context)
    if (!target.ok) return failedOutput(target.failure)
    const files = await folderMove(place.value, target.value, context)
    if (files) return files
    const seen = await seenOrAsk(place.value, context)
    const done = await context.desk.apply(context.call, { kind: 'move', place: place.value, to: target.value, seen })
    if (!done.ok) return failedOutput(done.failure)
    context.seen.set(seenKey(place.value), 'absent')
    context.seen.set(seenKey(target.value), done.value.version)
    return { header: { ok: true, path, to: show(target.value, context) }, summary: 'Moved, checked' }
  },
}
