import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** Everything in a folder: each path with a hash of its bytes. Folders end in `/`, so that empty ones count too. */
export type Tree = ReadonlyMap<string, string>

export interface TreeDifference {
  added: string[]
  removed: string[]
  changed: string[]
}

/** Reads a folder on disk past the browser, so that a test sees what the person would see. */
export function readTree(folder: string): Tree {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry): [string, string] => {
    const full = join(entry.parentPath, entry.name)
    const path = relative(folder, full).split(sep).join('/')
    if (entry.isDirectory()) return [`${path}/`, 'folder']
    if (entry.isSymbolicLink()) return [path, `link to ${readlinkSync(full)}`]
    return [path, hashOf(readFileSync(full))]
  })
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What became of a folder between two readings, each list sorted. */
export function compareTrees(before: Tree, after: Tree): TreeDifference {
  return {
    added: [...after.keys()].filter(path => !before.has(path)),
    removed: [...before.keys()].filter(path => !after.has(path)),
    changed: [...before.keys()].filter(path => after.has(path) && after.get(path) !== before.get(path)),
  }
}

/** The same kind of hash as in a tree, for saying which bytes a test expects. */
export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
