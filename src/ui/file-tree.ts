import type { FoundFile } from '../ports/reads.ts'

export interface TreeFile {
  name: string
  path: string
  size: number
}
export interface TreeFolder {
  name: string
  path: string
  folders: TreeFolder[]
  files: TreeFile[]
  /** Files in it, at any depth. */
  count: number
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, undefined, { numeric: true })

/** A list of files as the tree of folders they lie in, each sorted as people sort. */
export function treeOf(files: readonly FoundFile[]): TreeFolder {
  const root: TreeFolder = { name: '', path: '', folders: [], files: [], count: 0 }
  const known = new Map([['', root]])
  const folderAt = (path: string): TreeFolder => {
    const there = known.get(path)
    if (there) return there
    const cut = path.lastIndexOf('/')
    const folder: TreeFolder = { name: path.slice(cut + 1), path, folders: [], files: [], count: 0 }
    known.set(path, folder)
    folderAt(path.slice(0, Math.max(0, cut))).folders.push(folder)
    return folder
  }
  for (const { place, size, kind } of files) {
    if (kind !== 'file') continue
    const cut = place.path.lastIndexOf('/')
    const folder = folderAt(place.path.slice(0, Math.max(0, cut)))
    folder.files.push({ name: place.path.slice(cut + 1), path: place.path, size })
    for (let path = folder.path; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
      known.get(path)!.count++
      if (path === '') break
    }
  }
  for (const folder of known.values()) {
    folder.folders.sort(byName)
    folder.files.sort(byName)
  }
  return root
}
