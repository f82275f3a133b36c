import { sha256, type Wanted } from './check-disk.ts'

const KINDS = ['txt', 'pdf', 'png', 'csv', 'mp3', 'zip']
const FILES = 150

/** A folder in disorder, and the request that has the built-in planner order it. Where a file then lies is the planner's to say. */
export function builtinWork(random: () => number): {
  files: { path: string; bytes: string }[]
  request: string
  wanted: Wanted
} {
  const files = Array.from({ length: FILES }, (_, index) => ({
    path: `thing ${index + 1}.${KINDS[index % KINDS.length]}`,
    bytes: `${index} ${Array.from({ length: 40 }, () => random().toString(36)).join(' ')}\n`,
  }))
  const originals = files.map(({ path, bytes }) => ({ path, hash: sha256(bytes) }))
  return {
    files,
    request: 'Organise this folder by type',
    wanted: { originals, journals: [], written: [], moved: [], trashed: [] },
  }
}
