import { expect, test } from 'vitest'
import { applyDelta, takeDelta, wholeDelta } from './delta.ts'
import { Given } from './given.ts'
import { Tree } from './tree.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (tree: Tree, path: string) => new TextDecoder().decode(tree.read(path))

/** Files that count how often they are read. */
function world(files: Record<string, string>) {
  const reads: string[] = []
  const named = new Map<Blob, string>()
  let time = 0
  const tree = new Tree(
    blob => {
      const path = named.get(blob)!
      reads.push(path)
      return bytes(files[path]!)
    },
    () => ++time,
  )
  const given = new Given(tree)
  const rows = Object.entries(files).map(([name, content]) => {
    const file = new Blob([content])
    named.set(file, name)
    return { path: `/work/${name}`, file, mtime: 1 }
  })
  given.refresh(['/work'], rows, [])
  const changes = () =>
    given
      .changes()
      .changes.map(change => ('to' in change ? [change.op, change.path, change.to] : [change.op, change.path]))
  return { tree, given, rows, reads, changes }
}

test('a file is read from disk when its bytes are wanted, and once', () => {
  const { tree, reads } = world({ 'a.txt': 'one', 'b.txt': 'two' })
  expect(tree.need('/work/a.txt')).toMatchObject({ size: 3 })
  expect(reads).toEqual([])
  expect(text(tree, '/work/a.txt')).toBe('one')
  expect(text(tree, '/work/../work/./a.txt')).toBe('one')
  expect(reads).toEqual(['a.txt'])
})

test('changes name what was made, changed, renamed and removed, and nothing else', () => {
  const { tree, changes } = world({ 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'three', 'd.txt': 'four' })
  tree.append('/work/a.txt', bytes('!'))
  tree.mkdirs('/work/sub')
  tree.rename('/work/b.txt', '/work/sub/b2.txt')
  tree.remove('/work/c.txt')
  tree.write('/work/new.txt', bytes('new'))
  tree.write('/tmp.txt', bytes('not in the folder'))
  tree.read('/work/d.txt')
  expect(changes()).toEqual([
    ['modify', '/work/a.txt'],
    ['create', '/work/new.txt'],
    ['rename', '/work/b.txt', '/work/sub/b2.txt'],
    ['delete', '/work/c.txt'],
  ])
})

test('a file that was moved and then written is one removed and one made', () => {
  const { tree, changes } = world({ 'a.txt': 'one' })
  tree.rename('/work/a.txt', '/work/b.txt')
  tree.append('/work/b.txt', bytes('!'))
  expect(changes()).toEqual([
    ['create', '/work/b.txt'],
    ['delete', '/work/a.txt'],
  ])
})

test('a refresh takes back what commands did and keeps what lies elsewhere', () => {
  const { tree, given, changes } = world({ 'a.txt': 'one', 'b.txt': 'two' })
  tree.append('/work/a.txt', bytes('!'))
  tree.remove('/work/b.txt')
  tree.mkdirs('/work/empty/deep')
  tree.write('/work/new.txt', bytes('new'))
  tree.mkdirs('/tmp')
  tree.write('/tmp/kept.txt', bytes('kept'))
  given.refresh(['/work'], [], [])
  expect(changes()).toEqual([])
  expect([...tree.below('/', true)].map(([path]) => path).sort()).toEqual([
    '/',
    '/tmp',
    '/tmp/kept.txt',
    '/work',
    '/work/a.txt',
    '/work/b.txt',
  ])
  expect(text(tree, '/work/a.txt')).toBe('one')
})

test('a file that was changed on disk says so when it is read', () => {
  const tree = new Tree(
    () => {
      throw new DOMException('gone', 'NotReadableError')
    },
    () => 0,
  )
  new Given(tree).refresh(['/work'], [{ path: '/work/a.txt', file: new Blob(['x']), mtime: 1 }], [])
  expect(() => tree.read('/work/a.txt')).toThrow('EIO: the file was changed on disk')
})

test('a copy that follows the tree becomes the same', () => {
  const { tree } = world({ 'a.txt': 'one', 'sub/b.txt': 'two' })
  const copy = new Tree(
    () => bytes('one'),
    () => 0,
  )
  const paths = tree.follow()
  applyDelta(copy, structuredClone(wholeDelta(tree)))
  tree.rename('/work/sub', '/work/moved')
  tree.write('/work/new.txt', bytes('new'))
  tree.remove('/work/a.txt')
  tree.symlink('new.txt', '/work/link')
  applyDelta(copy, structuredClone(takeDelta(tree, paths)))
  const names = (each: Tree) => [...each.below('/', true)].map(([path]) => path).sort()
  expect(names(copy)).toEqual(names(tree))
  expect(text(copy, '/work/link')).toBe('new')
})

test('links in a circle end, and a path never leaves the tree', () => {
  const { tree } = world({ 'a.txt': 'one' })
  tree.symlink('/work/two', '/work/one')
  tree.symlink('/work/one', '/work/two')
  expect(() => tree.read('/work/one')).toThrow('ELOOP')
  tree.write('/../../up.txt', bytes('x'))
  expect(text(tree, '/up.txt')).toBe('x')
})

test('what commands make may not grow without end', () => {
  const { tree } = world({})
  const large = new Uint8Array(200_000_000)
  tree.write('/work/1', large)
  tree.write('/work/2', large)
  expect(() => tree.write('/work/3', large)).toThrow('ENOSPC')
  tree.remove('/work/1')
  tree.write('/work/3', large)

  tree.mkdirs('/tmp')
  const make = () => {
    for (let name = 0; name < 200_000; name++) tree.write(`/tmp/${name}`, large.subarray(0, 1))
  }
  expect(make).toThrow('ENOSPC: no space left: files made by commands may take 512 MB and 200,000 names')
  tree.remove('/tmp', true)
  tree.write('/work/4', bytes('x'))
})
