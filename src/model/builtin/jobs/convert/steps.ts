import { readAll } from '../../figures/reading.ts'
import { counted } from '../../figures/words.ts'
import { writeAll } from '../../figures/writing.ts'
import type { FileInfo } from '../../job.ts'
import { rowsOf } from '../../say.ts'
import type { Steps } from '../../steps.ts'
import { convertedFiles, needsDocument } from './content.ts'
import type { Target } from './slots.ts'

export interface ConvertInput {
  to: Target
  files: { path: string; outputs: string[] }[]
}

/** Reads each file and writes it in the other format. */
export function* write(input: ConvertInput): Steps<{ summary: string; open: string[] }> {
  const texts = yield* readAll(
    input.files.map(file => file.path),
    true,
    needsDocument,
  )
  const pictured = texts.some(
    file => 'text' in file && /\.(?:md|markdown)$/i.test(file.path) && file.text.includes(']('),
  )
  const [found] = pictured
    ? yield { calls: [{ tool: 'find', input: { glob: '**/*.{png,jpg,jpeg,gif}', limit: 20_000 } }] }
    : []
  const there = new Set(found?.ok ? rowsOf<FileInfo>(found).map(file => file.path) : [])
  const open: string[] = []
  const files = texts.flatMap((file, index) => {
    if ('text' in file) return convertedFiles(file.path, file.text, input.to, input.files[index]!.outputs, there)
    open.push(`${file.path} could not be read: ${file.unreadable}.`)
    return []
  })
  open.push(...(yield* writeAll(files)))
  return { summary: `Wrote ${counted(files.length, 'file')} as ${input.to}.`, open }
}
