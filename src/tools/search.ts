import { z } from 'zod'
import type { Place } from '../domain/place.ts'
import type { SearchMatch } from '../ports/reads.ts'
import { bytesOf, failedOutput, jsonLines, placeOf, seenKey, show, type Tool, type ToolOutput } from './tool.ts'

const schema = z.strictObject({
  pattern: z.string().min(1).max(1000),
  regex: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
  path: z.string().default('.').describe('Folder to search in'),
  glob: z.string().optional().describe('Only files that match, like "*.md"'),
  context: z.number().int().min(0).max(10).default(0).describe('Lines before and after each match'),
  limit: z.number().int().min(1).max(1000).default(100),
})

export const search: Tool<z.infer<typeof schema>> = {
  name: 'search',
  description: 'Lines of text files that contain a text or match a regular expression.',
  schema,
  readOnly: true,
  for: ['lead', 'helper'],
  summary: ({ pattern }) => `Search for "${pattern}"`,
  async run({ path, glob, ...query }, context) {
    const place = placeOf(path, context)
    if (!place.ok) return failedOutput(place.failure)
    const { root, path: start } = place.value
    const found = await context.reads.search({ ...query, root, path: start, ...(glob ? { glob } : {}) })
    if (!found.ok) return failedOutput(found.failure)
    const { matches, filesLooked, left, more } = found.value
    return {
      header: {
        ok: true,
        matches: matches.length,
        filesLooked,
        left: left.slice(0, 20).map(row => ({ path: show(row.place, context), why: row.why })),
        more,
      },
      body: jsonLines(
        matches.map(({ place: at, line, text, before, after }) => ({
          path: show(at, context),
          line,
          text,
          before,
          after,
        })),
      ),
      files: shownOf(matches),
      summary: `${matches.length} matches in ${filesLooked} files`,
    }
  },
}

function shownOf(matches: readonly SearchMatch[]): NonNullable<ToolOutput['files']> {
  const files = new Map<string, { place: Place; bytes: number }>()
  for (const { place, text, before, after } of matches) {
    const known = files.get(seenKey(place)) ?? { place, bytes: 0 }
    known.bytes += bytesOf([...before, text, ...after].join('\n'))
    files.set(seenKey(place), known)
  }
  return [...files.values()]
}
