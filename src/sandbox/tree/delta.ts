import type { FileNode, LinkNode, TreeNode } from './node.ts'
import { parentOf } from './node.ts'
import type { Tree } from './tree.ts'

/** What one place of a tree became; null when nothing is there any more. Crosses workers. */
export interface DeltaRow {
  path: string
  node: FileNode | LinkNode | { kind: 'folder'; mode: number; mtime: number } | null
}

/** The present state of the places, so that another tree can be made the same. Empties `paths`. */
export function takeDelta(tree: Tree, paths: Set<string>): DeltaRow[] {
  const rows = [...paths].sort().map(path => ({ path, node: sent(tree.find(path, false)) }))
  paths.clear()
  return rows
}

/** All of a tree, for one that is empty. */
export const wholeDelta = (tree: Tree): DeltaRow[] =>
  [...tree.below('/', true)].filter(([path]) => path !== '/').map(([path, node]) => ({ path, node: sent(node) }))

function sent(node: TreeNode | undefined): DeltaRow['node'] {
  if (!node) return null
  if (node.kind === 'link') return node
  if (node.kind === 'folder') return { kind: 'folder', mode: node.mode, mtime: node.mtime }
  const { content, size } = node
  if (content instanceof Blob) return { ...node }
  // A part of an array would be sent with the whole array behind it.
  const isWhole = content.length === size && content.byteLength === content.buffer.byteLength
  return isWhole ? { ...node } : { ...node, content: content.slice(0, size) }
}

/** Makes the places as the rows say. Rows come sorted, so a folder is there before what is in it. */
export function applyDelta(tree: Tree, rows: readonly DeltaRow[]): void {
  for (const { path, node } of rows) {
    const known = tree.find(path, false)
    if (node === null) {
      if (known) tree.remove(path, true)
      continue
    }
    if (node.kind === 'folder') {
      if (known?.kind === 'folder') continue
      if (known) tree.remove(path)
      tree.mkdirs(path)
      continue
    }
    if (known?.kind === 'folder') tree.remove(path, true)
    tree.mkdirs(parentOf(path))
    tree.put(path, node)
  }
}
