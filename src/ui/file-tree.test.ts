import { expect, test } from 'vitest'
import { treeOf } from './file-tree.ts'

const file = (path: string) => ({ place: { root: 'home', path }, kind: 'file' as const, size: 1, mtime: 0 })

test('files become the folders they lie in, sorted as people sort, with how many each holds', () => {
  const tree = treeOf(['b.txt', 'in/deep/10.txt', 'in/deep/9.txt', 'in/a.txt', '收据/一.txt'].map(file))
  expect(tree.count).toBe(5)
  expect(tree.files.map(each => each.name)).toEqual(['b.txt'])
  const inside = tree.folders.find(folder => folder.name === 'in')!
  expect([inside.count, inside.files.map(each => each.path)]).toEqual([3, ['in/a.txt']])
  expect(inside.folders[0]?.files.map(each => each.name)).toEqual(['9.txt', '10.txt'])
  expect(tree.folders.map(folder => folder.name)).toContain('收据')
})
