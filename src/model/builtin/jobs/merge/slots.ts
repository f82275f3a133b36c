import { filesSlot, outputIn } from '../../figures/selection.ts'
import type { FileInfo, Slot } from '../../job.ts'

export const TABLE_FORMATS = ['csv', 'tsv', 'json', 'xlsx', 'xls', 'ods']

/** The restated job. */
export const slots = (request: string, files: FileInfo[]): Slot[] => {
  const target = targetIn(request, files)
  // A file that the request names as the place to write to is not one to read.
  const others = files.filter(file => file.path !== target)
  return [
    { name: 'Files', value: filesSlot(request, others, formatsIn(request), null) },
    { name: 'Write to', value: target },
    { name: 'Source column', value: 'source' },
  ]
}

/** "Append b.csv to a.csv" names a table to read: writing there would lose its own rows. */
function targetIn(request: string, files: FileInfo[]): string {
  const named = outputIn(request, 'csv', 'merged.csv')
  const appended = /\b(?:append|add|attach)/i.test(request) && files.some(file => file.path === named)
  return appended ? 'merged.csv' : named
}

function formatsIn(request: string): string[] {
  const named = TABLE_FORMATS.filter(format =>
    new RegExp(`\\b${format}s?\\b`, 'i').test(request.replace(outputIn(request, 'csv', ''), '')),
  )
  return named.length > 0 ? named : TABLE_FORMATS
}

export const targetOf = (slots: Record<string, string>) => {
  const name = slots['Write to']?.trim() || 'merged.csv'
  return /\.csv$/i.test(name) ? name : `${name}.csv`
}
