import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folderContract, kindOf } from '../../tests/contracts/folder.contract.ts'
import { createMemoryFolder, type MemoryFolder } from '../../tests/doubles/memory-folder.ts'
import type { Folder } from '../ports/folder.ts'
import { hashOf } from '../store/hash.ts'
import { keptMarks, type Marks } from './marks.ts'
import { createOverlayFolder } from './overlay.ts'
import { triedChanges } from './tried.ts'
import { walk } from './walk.ts'

async function over(base: MemoryFolder) {
  const [upper, kept] = [createMemoryFolder(), createMemoryFolder()]
  const marks = async (): Promise<Marks> => {
    const read = await keptMarks(kept, hashOf, async () => undefined)
    if (!read.ok) throw new Error(read.failure.message)
    return read.value
  }
  const first = await marks()
  const overlay = createOverlayFolder(base, upper, first, hashOf)
  return {
    overlay,
    changes: () => triedChanges('work', { base, overlay, marks: first }, hashOf),
    /** As after a reload: everything is read from what was kept. */
    again: async () => createOverlayFolder(base, upper, await marks(), hashOf),
  }
}

folderContract('an overlay', async () => (await over(createMemoryFolder())).overlay)

const fine = async () => null
const bytes = (text: string) => new TextEncoder().encode(text)

async function filesOf(folder: Folder): Promise<Record<string, string>> {
  const walked = await walk(folder, '', () => true)
  const files: Record<string, string> = {}
  for (const path of walked.ok ? walked.value.paths : []) {
    const file = await folder.open(path)
    const content = file.ok ? await file.value.slice(0, file.value.size) : file
    files[path] = content.ok ? new TextDecoder().decode(content.value) : content.failure.kind
  }
  return files
}

const START = { 'a.txt': 'a', 'in/b.txt': 'b', 'in/deep/c.txt': 'c', 'd.txt': 'd' }
const path = fc.constantFrom('a.txt', 'in/b.txt', 'in/deep/c.txt', 'd.txt', 'new.txt', 'in/e.txt', 'other/f.txt')
const place = fc.constantFrom('in', 'in/deep', 'other', 'a.txt')
const step = fc.oneof(
  fc.record({ do: fc.constant('write' as const), path, text: fc.constantFrom('a', 'b', 'x') }),
  fc.record({ do: fc.constant('move' as const), path, to: path }).filter(({ path, to }) => path !== to),
  fc.record({ do: fc.constant('removeFile' as const), path }),
  fc.record({ do: fc.constant('makeFolder' as const), path: place }),
  fc.record({ do: fc.constant('removeEmptyFolder' as const), path: place }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function take(folder: Folder, each: Step): Promise<string> {
  switch (each.do) {
    case 'write':
      return kindOf(await folder.write(each.path, bytes(each.text), fine))
    case 'move':
      return kindOf(await folder.move(each.path, each.to))
    case 'removeFile':
      return kindOf(await folder.removeFile(each.path, fine))
    default:
      return kindOf(await folder[each.do](each.path))
  }
}

test('whatever is done in it, it looks as the folder itself would, and the folder itself stays as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async steps => {
      const [base, plain] = [createMemoryFolder(START), createMemoryFolder(START)]
      const { overlay, again, changes } = await over(base)
      for (const each of steps) expect(await take(overlay, each), JSON.stringify(each)).toBe(await take(plain, each))
      expect(await filesOf(overlay)).toEqual(plain.files())
      expect(await filesOf(await again())).toEqual(plain.files())
      expect(base.files()).toEqual(START)

      // Done to the folder itself, what it comes to is what it looks like.
      const tried = await changes()
      if (!tried.ok) throw new Error(tried.failure.message)
      for (const { op, place, to, content } of tried.value) {
        if (op === 'move') base.edit(to!, base.text(place.path)!)
        if (op === 'move' || op === 'trash') base.edit(place.path, null)
        if (content) base.edit(place.path, await content.text())
      }
      expect(base.files()).toEqual(plain.files())
      expect(await changes()).toEqual({ ok: true, value: [] })
    }),
    { numRuns: 150 },
  )
})

test('what others change in the folder shows through, and a file that is only moved is not copied', async () => {
  const base = createMemoryFolder(START)
  const { overlay, changes } = await over(base)
  await overlay.makeFolder('other')
  await overlay.move('a.txt', 'other/a.txt')
  await overlay.write('d.txt', bytes('ours'), fine)
  base.edit('d.txt', 'theirs')
  base.edit('in/b.txt', 'newer')
  expect(await filesOf(overlay)).toMatchObject({ 'other/a.txt': 'a', 'd.txt': 'ours', 'in/b.txt': 'newer' })
  expect(await changes()).toMatchObject({
    value: [
      { op: 'move', place: { path: 'a.txt' }, to: 'other/a.txt' },
      { op: 'overwrite', place: { path: 'd.txt' }, seen: { hash: await hashOf(bytes('d')) } },
    ],
  })
})
