import { extensionOf } from '../../../../domain/place.ts'
import { readAll } from '../../figures/reading.ts'
import { chosenFiles } from '../../figures/selection.ts'
import type { FileInfo } from '../../job.ts'
import type { Steps } from '../../steps.ts'
import { needsDocument, plainLines, sheetsIn } from './content.ts'
import { SOURCES, TARGETS, type Target } from './slots.ts'

/** What each file holds, so that the plan can say how the result is proved. */
export interface Looked {
  files: { path: string; words: string; sheets: { name: string; columns: string[]; rows: number }[] }[]
  unreadable: { path: string; why: string }[]
}

export const targetOf = (slots: Record<string, string>): Target | null => {
  const said = (slots.To ?? '').trim().toLowerCase().replace(/^\./, '')
  return TARGETS.find(target => target === said) ?? null
}

export const sourceFiles = (slots: Record<string, string>, files: FileInfo[]) => {
  const target = targetOf(slots)
  return chosenFiles(files, slots.Files ?? '', []).filter(
    ({ path }) => SOURCES.includes(extensionOf(path)) && extensionOf(path) !== target,
  )
}

export function* look(slots: Record<string, string>, files: FileInfo[]): Steps<Looked> {
  const looked: Looked = { files: [], unreadable: [] }
  if (targetOf(slots) === null) return looked
  for (const file of yield* readAll(
    sourceFiles(slots, files).map(one => one.path),
    true,
    needsDocument,
  )) {
    if ('unreadable' in file) looked.unreadable.push({ path: file.path, why: file.unreadable })
    else
      looked.files.push({
        path: file.path,
        words: wordsOf(plainLines(file.path, file.text)),
        sheets: sheetsIn(file.path, file.text).map(({ name, rows }) => ({
          name,
          columns: rows[0]!.map(cell => cell.trim()).filter(cell => cell !== ''),
          rows: rows.slice(1).filter(row => row.some(cell => cell.trim() !== '')).length,
        })),
      })
  }
  return looked
}

/** A few words that stand beside each other and must be in the result. */
const wordsOf = (lines: readonly string[]) => {
  const runs = lines.flatMap(
    line => line.match(/(?<![\p{L}\d._-])[\p{L}\d]+(?: [\p{L}\d]+){0,2}(?![\p{L}\d_-])/gu) ?? [],
  )
  return (
    runs.find(run => run.includes(' ') && /\p{L}{3}/u.test(run)) ??
    runs.find(run => /\p{L}{2}/u.test(run)) ??
    runs[0] ??
    ''
  )
}
