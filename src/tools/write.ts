import { z } from 'zod'
import { keepFile } from './keep-file.ts'
import { failedOutput, placeOf, type Tool } from './tool.ts'

const schema = z.strictObject({ path: z.string(), content: z.string() })

export const write: Tool<z.infer<typeof schema>> = {
  name: 'write',
  description:
    'Writes a whole text file. Folders on the way are made. An existing file must have been read first, and is kept as it was for undo.',
  schema,
  readOnly: false,
  for: ['lead', 'helper'],
  summary: ({ path }) => `Write ${path}`,
  async run({ path, content }, context) {
    const place = placeOf(path, context)
    if (!place.ok) return failedOutput(place.failure)
    return keepFile(place.value, new TextEncoder().encode(content), context)
  },
}
