import type { GivenFile, TreeChange, TreeChanges } from '../../ports/sandbox.ts'
import { type FileNode, parentOf, type TreeNode } from './node.ts'
import { FILE_MODE, type Tree } from './tree.ts'

/** The files that were put before the commands, and what became of them. */
export class Given {
  private readonly tree: Tree
  private readonly files = new Map<string, GivenFile>()
  private under: readonly string[] = []

  constructor(tree: Tree) {
    this.tree = tree
  }

  /** Takes back what was changed below `under`, then takes and drops files as told. */
  refresh(under: readonly string[], put: readonly GivenFile[], drop: readonly string[]): void {
    for (const path of drop) this.files.delete(path)
    for (const file of put) this.files.set(file.path, file)
    const stale = new Set(put.map(file => file.path))
    for (const path of new Set([...this.under, ...under])) {
      for (const [at, node] of [...this.tree.below(path)])
        if (stale.has(at) || !(this.files.has(at) && isGiven(node, at))) this.tree.remove(at)
    }
    for (const path of under) this.tree.mkdirs(path)
    for (const file of this.files.values()) if (!this.tree.find(file.path, false)) this.place(file)
    for (const path of under) this.dropEmptyFolders(path)
    this.under = under
  }

  changes(): TreeChanges {
    const changes: TreeChange[] = []
    const left: TreeChanges['left'] = []
    const kept = new Set<string>()
    const moved = new Map<string, string>()
    const news: [string, FileNode][] = []
    for (const under of this.under)
      for (const [path, node] of this.tree.below(under)) {
        if (node.kind === 'link') left.push({ path, why: 'a link cannot be kept in the folder' })
        if (node.kind !== 'file') continue
        if (isGiven(node, path)) kept.add(path)
        else news.push([path, node])
      }
    const isGone = (path: string) => this.tree.find(path, false) === undefined
    for (const [path, node] of news) {
      const from = node.given
      const isMove = from !== undefined && !this.files.has(path) && isGone(from) && ![...moved.values()].includes(from)
      if (isMove) moved.set(path, from)
      else this.made(path, node, changes, left)
    }
    for (const [to, path] of moved) changes.push({ op: 'rename', path, to })
    const renamed = new Set(moved.values())
    for (const path of this.files.keys())
      if (!kept.has(path) && isGone(path) && !renamed.has(path)) changes.push({ op: 'delete', path })
    return { changes, left }
  }

  private made(path: string, node: FileNode, changes: TreeChange[], left: TreeChanges['left']): void {
    try {
      const bytes = this.tree.bytes(node, path).slice()
      changes.push({ op: this.files.has(path) ? 'modify' : 'create', path, bytes })
    } catch (error) {
      left.push({ path, why: error instanceof Error ? error.message : String(error) })
    }
  }

  private place({ path, file, mtime }: GivenFile): void {
    this.tree.mkdirs(parentOf(path))
    this.tree.put(path, { kind: 'file', content: file, size: file.size, mode: FILE_MODE, mtime, given: path })
  }

  private dropEmptyFolders(path: string): void {
    for (const [at, node] of [...this.tree.below(path, true)].reverse())
      if (at !== path && node.kind === 'folder' && node.entries.size === 0) this.tree.remove(at)
  }
}

const isGiven = (node: TreeNode, path: string) => node.kind === 'file' && node.given === path
