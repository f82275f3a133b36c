import { z } from 'zod'
import { failedOutput, jsonLines, nameOnly, placeOf, show, type Tool } from './tool.ts'

const schema = z.strictObject({ path: z.string().default('.').describe('Folder to look into; "." is the home folder') })

export const list: Tool<z.infer<typeof schema>> = {
  name: 'list',
  description: 'Names, kinds, sizes and dates of what is directly in a folder.',
  schema,
  readOnly: true,
  for: ['lead', 'helper'],
  summary: ({ path }) => `Look into ${path === '.' ? 'the folder' : path}`,
  async run({ path }, context) {
    const place = placeOf(path, context)
    if (!place.ok) return failedOutput(place.failure)
    const found = await context.reads.list(place.value)
    if (!found.ok) return failedOutput(found.failure)
    const rows = found.value.map(file => ({
      name: nameOnly(file.place),
      kind: file.kind,
      ...(file.kind === 'file' ? { size: file.size, modified: file.mtime } : {}),
    }))
    return {
      header: { ok: true, path: show(place.value, context), entries: rows.length },
      body: jsonLines(rows),
      summary: rows.length === 1 ? '1 entry' : `${rows.length} entries`,
    }
  },
}
