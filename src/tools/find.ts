import { z } from 'zod'
import type { FoundFile } from '../ports/reads.ts'
import { failedOutput, globOf, jsonLines, show, type Tool, type ToolContext } from './tool.ts'

const schema = z.strictObject({
  glob: z.string().min(1).describe('Like "**/*.csv" or "receipts/*.txt"; "scratch:**/*" looks in the scratch folder'),
  limit: z.number().int().min(1).max(20_000).default(2000),
  hashes: z
    .boolean()
    .default(false)
    .describe('Also tell the hash of files whose size another file shares, to find duplicates'),
})

export const find: Tool<z.infer<typeof schema>> = {
  name: 'find',
  description: 'Files anywhere in a folder whose path matches a glob, with size and date, sorted by path.',
  schema,
  readOnly: true,
  for: ['lead', 'helper'],
  summary: ({ glob }) => `Find ${glob}`,
  async run({ glob, limit, hashes }, context) {
    const where = globOf(glob, context)
    const found = await context.reads.find(where.root, where.glob, limit)
    if (!found.ok) return failedOutput(found.failure)
    const { files, more } = found.value
    const hashOf = hashes ? await sharedHashes(files, context) : new Map<FoundFile, string>()
    const rows = files.map(file => ({
      path: show(file.place, context),
      size: file.size,
      modified: file.mtime,
      ...(hashOf.has(file) ? { hash: hashOf.get(file) } : {}),
    }))
    return {
      header: { ok: true, files: rows.length, more },
      body: jsonLines(rows),
      summary: `${rows.length} files${more ? ', and more' : ''}`,
    }
  },
}

/** Hashes only where the size leaves a doubt: reading is the costly part. Files that cannot be read get none. */
async function sharedHashes(files: FoundFile[], context: ToolContext): Promise<Map<FoundFile, string>> {
  const bySize = new Map<number, number>()
  for (const { size } of files) bySize.set(size, (bySize.get(size) ?? 0) + 1)
  const shared = files.filter(file => bySize.get(file.size)! > 1)
  const hashes = new Map<FoundFile, string>()
  for (let i = 0; i < shared.length; i += 16)
    await Promise.all(
      shared.slice(i, i + 16).map(async file => {
        const version = await context.reads.version(file.place)
        if (version.ok && version.value) hashes.set(file, version.value.hash)
      }),
    )
  return hashes
}
