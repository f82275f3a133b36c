import { filesSlot, outputIn } from '../../figures/selection.ts'
import type { FileInfo, Slot } from '../../job.ts'

export const TABLE_FORMATS = ['csv', 'tsv', 'json']

/** The restated job. */
export const slots = (request: string, files: FileInfo[]): Slot[] => [
  { name: 'Files', value: filesSlot(request, withoutTarget(request, files), formatsIn(request), null) },
  { name: 'Write to', value: outputIn(request, 'csv', 'merged.csv') },
  { name: 'Source column', value: 'source' },
]

/** A file that the request names as the place to write to is not one to read. */
const withoutTarget = (request: string, files: FileInfo[]) =>
  files.filter(file => file.path !== outputIn(request, 'csv', 'merged.csv'))

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
