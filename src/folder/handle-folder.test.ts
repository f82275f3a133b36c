import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHandleFolder } from './handle-folder.ts'

// Node has no locks; these tests are about what the handles say.
beforeEach(() => {
  vi.stubGlobal('navigator', { locks: { request: (_name: string, work: () => unknown) => work() } })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const gone = () => Promise.reject(new DOMException('No.', 'NotFoundError'))

/** A folder on a disk that ignores case, as on Windows and macOS; `keepsSource` is what a protected file does. */
function caselessFolder(names: string[], keepsSource = false) {
  const find = (name: string) => names.find(each => each.toLowerCase() === name.toLowerCase())
  const root = {
    async *keys() {
      yield* names
    },
    getDirectoryHandle: gone,
    getFileHandle(name: string) {
      const found = find(name)
      if (found === undefined) return gone()
      return Promise.resolve({
        async move(_folder: unknown, to: string) {
          if (!keepsSource) names.splice(names.indexOf(found), 1)
          names.push(to)
        },
      })
    },
  }
  return createHandleFolder(root as unknown as FileSystemDirectoryHandle)
}

describe('moving on a disk that ignores case', () => {
  it('renames to a name that differs by case only', async () => {
    const names = ['read.txt', 'other.txt']
    expect(await caselessFolder(names).move('read.txt', 'Read.txt')).toEqual({ ok: true, value: undefined })
    expect(names).toEqual(['other.txt', 'Read.txt'])
  })

  it('takes another file of that name in other letters for what it is', async () => {
    const names = ['read.txt', 'Other.txt']
    expect(await caselessFolder(names).move('read.txt', 'OTHER.txt')).toMatchObject({ failure: { kind: 'exists' } })
    expect(names).toEqual(['read.txt', 'Other.txt'])
  })
})

it('does not call it moved when the file was only copied', async () => {
  const moved = await caselessFolder(['a.txt'], true).move('a.txt', 'b.txt')
  expect(moved).toMatchObject({ failure: { kind: 'read-only', message: expect.stringContaining('copied') } })
})

it('says in every call that the browser no longer lets us in', async () => {
  const lost = () => Promise.reject(new DOMException('No.', 'NotAllowedError'))
  const root = {
    getDirectoryHandle: lost,
    getFileHandle: lost,
    values: () => ({ next: lost, [Symbol.asyncIterator]: () => ({ next: lost }) }),
    keys: () => ({ next: lost }),
  }
  const folder = createHandleFolder(root as unknown as FileSystemDirectoryHandle)
  const results = [
    await folder.list(''),
    await folder.list('sub'),
    await folder.stat(''),
    await folder.stat('a.txt'),
    await folder.stat('sub/a.txt'),
    await folder.open('a.txt'),
    await folder.write('a.txt', new Uint8Array(), async () => null),
    await folder.write('sub/a.txt', new Uint8Array(), async () => null),
    await folder.move('a.txt', 'b.txt'),
    await folder.makeFolder('sub'),
    await folder.removeFile('a.txt', async () => null),
    await folder.removeEmptyFolder('sub'),
  ]
  expect(results.map(result => (result.ok ? 'ok' : result.failure.kind))).toEqual(results.map(() => 'permission-lost'))
})

it('does not call a file missing when the whole folder was moved away', async () => {
  const root = {
    getDirectoryHandle: gone,
    getFileHandle: gone,
    values: () => ({ next: gone, [Symbol.asyncIterator]: () => ({ next: gone }) }),
    keys: () => ({ next: gone }),
  }
  const folder = createHandleFolder(root as unknown as FileSystemDirectoryHandle)
  const results = [
    await folder.list(''),
    await folder.list('sub'),
    await folder.stat(''),
    await folder.open('a.txt'),
    await folder.write('a.txt', new Uint8Array(), async () => null),
    await folder.move('a.txt', 'b.txt'),
    await folder.makeFolder('sub'),
    await folder.removeFile('a.txt', async () => null),
  ]
  for (const result of results)
    expect(result).toMatchObject({
      failure: { kind: 'permission-lost', message: expect.stringContaining('no longer where it was') },
    })
})
