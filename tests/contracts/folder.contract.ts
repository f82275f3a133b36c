import { beforeEach, describe, expect, it } from 'vitest'
import { failed, type Result } from '../../src/domain/failure.ts'
import { versionOf } from '../../src/folder/version.ts'
import type { Folder } from '../../src/ports/folder.ts'
import { hashOf } from '../../src/store/hash.ts'

const text = (content: string) => new TextEncoder().encode(content)
const fine = async () => null
export const kindOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.failure.kind)

/** What everything that calls itself a folder must do. `make` gives an empty one. */
export function folderContract(name: string, make: () => Promise<Folder>) {
  describe(`${name} keeps the folder contract`, () => {
    let folder: Folder
    beforeEach(async () => {
      folder = await make()
    })

    const put = async (path: string, content: string | Uint8Array) =>
      expect(await folder.write(path, typeof content === 'string' ? text(content) : content, fine)).toEqual({
        ok: true,
        value: undefined,
      })
    const bytesOf = async (path: string) => {
      const file = await folder.open(path)
      if (!file.ok) return file.failure.kind
      const bytes = await file.value.slice(0, file.value.size)
      return bytes.ok ? bytes.value : bytes.failure.kind
    }
    const textOf = async (path: string) => {
      const bytes = await bytesOf(path)
      return typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)
    }
    const listed = async (path: string) => {
      const entries = await folder.list(path)
      return entries.ok ? entries.value.map(entry => `${entry.kind} ${entry.name}`).sort() : entries.failure.kind
    }

    it('is empty at first', async () => {
      expect(await listed('')).toEqual([])
      expect(await folder.stat('')).toEqual({ ok: true, value: { kind: 'folder', size: 0, mtime: 0 } })
    })

    it('gives back what was written, byte for byte', async () => {
      const everyByte = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
      await put('all.bin', everyByte)
      expect(await bytesOf('all.bin')).toEqual(everyByte)
      await put('all.bin', 'short')
      expect(await textOf('all.bin')).toBe('short')
    })

    it('keeps empty files', async () => {
      await put('empty.txt', '')
      expect(await textOf('empty.txt')).toBe('')
      const stat = await folder.stat('empty.txt')
      expect(stat.ok && stat.value).toMatchObject({ kind: 'file', size: 0 })
    })

    it('tells files, folders and nothing apart', async () => {
      await put('a.txt', 'abc')
      await folder.makeFolder('sub')
      expect(await folder.stat('a.txt')).toMatchObject({ ok: true, value: { kind: 'file', size: 3 } })
      expect(await folder.stat('sub')).toEqual({ ok: true, value: { kind: 'folder', size: 0, mtime: 0 } })
      for (const path of ['none', 'none/at/all', 'a.txt/below'])
        expect(await folder.stat(path)).toEqual({ ok: true, value: null })
      expect(await listed('')).toEqual(['file a.txt', 'folder sub'])
    })

    it('fails by kind where the path is wrong', async () => {
      await put('a.txt', 'abc')
      await folder.makeFolder('sub')
      expect(kindOf(await folder.open('none.txt'))).toBe('missing')
      expect(kindOf(await folder.open('sub'))).toBe('invalid')
      expect(kindOf(await folder.list('none'))).toBe('missing')
      expect(kindOf(await folder.list('a.txt'))).toBe('invalid')
      expect(kindOf(await folder.write('none/b.txt', text('b'), fine))).toBe('missing')
      expect(kindOf(await folder.write('a.txt/b.txt', text('b'), fine))).toBe('invalid')
      expect(kindOf(await folder.write('sub', text('b'), fine))).toBe('invalid')
      expect(kindOf(await folder.makeFolder('none/deep'))).toBe('missing')
      expect(kindOf(await folder.makeFolder('a.txt'))).toBe('exists')
      expect(await listed('')).toEqual(['file a.txt', 'folder sub'])
    })

    it('keeps twins of case and of Unicode form apart, and odd names as they are', async () => {
      const names = [
        'Read.txt',
        'read.txt',
        '\u00e9.txt',
        'e\u0301.txt',
        '🧾 märz “final” (2).txt',
        "it's 100%; #1.txt",
      ]
      for (const each of names) await put(each, each)
      for (const each of names) expect(await textOf(each)).toBe(each)
      expect(await listed('')).toEqual(names.map(each => `file ${each}`).sort())
    })

    it('takes names of up to 248 bytes and refuses what browsers refuse', async () => {
      await put('ü'.repeat(124), 'long')
      for (const name of ['x'.repeat(249), 'a:b', 'trail.', '~x', 'x.lnk', 'CON.txt', 'a\nb'])
        expect(kindOf(await folder.write(name, text('x'), fine))).toBe('invalid')
      expect(kindOf(await folder.makeFolder('what?'))).toBe('invalid')
      expect(await listed('')).toEqual([`file ${'ü'.repeat(124)}`])
    })

    it('shows others the old bytes, or nothing, until a write is done', async () => {
      await put('old.txt', 'old')
      const seen: unknown[] = []
      await folder.write('old.txt', text('new'), async () => {
        seen.push(await textOf('old.txt'))
        return null
      })
      await folder.write('fresh.txt', text('new'), async () => {
        seen.push(await folder.stat('fresh.txt'), await listed(''))
        return null
      })
      expect(seen).toEqual(['old', { ok: true, value: null }, ['file old.txt']])
      expect([await textOf('old.txt'), await textOf('fresh.txt')]).toEqual(['new', 'new'])
    })

    it('abandons a write without a trace when the last look says so', async () => {
      await put('old.txt', 'old')
      const no = async () => failed('conflict', 'It is not what it was.').failure
      expect(kindOf(await folder.write('old.txt', text('new'), no))).toBe('conflict')
      expect(kindOf(await folder.write('fresh.txt', text('new'), no))).toBe('conflict')
      expect(await listed('')).toEqual(['file old.txt'])
      expect(await textOf('old.txt')).toBe('old')
    })

    it('does not write a new file over one that appeared meanwhile', async () => {
      const meddle = async () => {
        await put('fresh.txt', 'theirs')
        return null
      }
      expect(kindOf(await folder.write('fresh.txt', text('ours'), meddle))).toBe('exists')
      expect(await textOf('fresh.txt')).toBe('theirs')
      expect(await listed('')).toEqual(['file fresh.txt'])
    })

    it('notices a file that changes or goes while it is read', async () => {
      await put('a.txt', 'first')
      await put('b.txt', 'first')
      const [a, b] = [await folder.open('a.txt'), await folder.open('b.txt')]
      await put('a.txt', 'second one')
      await folder.removeFile('b.txt', fine)
      if (!a.ok || !b.ok) throw new Error('both were there')
      expect(kindOf(await a.value.slice(0, 5))).toBe('changed-while-reading')
      expect(['changed-while-reading', 'missing']).toContain(kindOf(await b.value.slice(0, 5)))
    })

    it('reads slices', async () => {
      await put('a.txt', '0123456789')
      const file = await folder.open('a.txt')
      if (!file.ok) throw new Error('it is there')
      const slices = await Promise.all([file.value.slice(0, 3), file.value.slice(8, 100), file.value.slice(10, 20)])
      expect(slices.map(slice => slice.ok && new TextDecoder().decode(slice.value))).toEqual(['012', '89', ''])
    })

    it('moves files with their time, also across its folders and to a name that differs by case only', async () => {
      await put('a.txt', 'abc')
      await folder.makeFolder('sub')
      const before = await folder.stat('a.txt')
      expect(kindOf(await folder.move('a.txt', 'sub/b.txt'))).toBe('ok')
      expect(await folder.stat('sub/b.txt')).toEqual(before)
      expect(kindOf(await folder.move('sub/b.txt', 'sub/B.txt'))).toBe('ok')
      expect([await listed(''), await listed('sub')]).toEqual([['folder sub'], ['file B.txt']])
    })

    it('never moves over something', async () => {
      await put('a.txt', 'a')
      await put('b.txt', 'b')
      await folder.makeFolder('sub')
      expect(kindOf(await folder.move('a.txt', 'b.txt'))).toBe('exists')
      expect(kindOf(await folder.move('a.txt', 'sub'))).toBe('exists')
      expect(kindOf(await folder.move('a.txt', 'none/a.txt'))).toBe('missing')
      expect(kindOf(await folder.move('none.txt', 'c.txt'))).toBe('missing')
      expect(kindOf(await folder.move('sub', 'other'))).toBe('invalid')
      expect(kindOf(await folder.move('a.txt', 'bad?.txt'))).toBe('invalid')
      expect([await textOf('a.txt'), await textOf('b.txt')]).toEqual(['a', 'b'])
    })

    it('makes a folder once, and twice is fine', async () => {
      expect(kindOf(await folder.makeFolder('sub'))).toBe('ok')
      await put('sub/a.txt', 'a')
      expect(kindOf(await folder.makeFolder('sub'))).toBe('ok')
      expect(await listed('sub')).toEqual(['file a.txt'])
    })

    it('removes a file, and a folder only when it is empty', async () => {
      await folder.makeFolder('sub')
      await put('sub/a.txt', 'a')
      expect(kindOf(await folder.removeEmptyFolder('sub'))).toBe('exists')
      expect(kindOf(await folder.removeFile('sub', fine))).toBe('invalid')
      expect(kindOf(await folder.removeEmptyFolder('sub/a.txt'))).toBe('invalid')
      expect(kindOf(await folder.removeFile('sub/a.txt', fine))).toBe('ok')
      expect(kindOf(await folder.removeFile('sub/a.txt', fine))).toBe('missing')
      expect(kindOf(await folder.removeEmptyFolder('sub'))).toBe('ok')
      expect(kindOf(await folder.removeEmptyFolder('sub'))).toBe('missing')
      expect(await listed('')).toEqual([])
    })

    it('leaves a file that the last look does not let go', async () => {
      await put('a.txt', 'a')
      const { failure } = failed('conflict', 'It was edited.')
      expect(await folder.removeFile('a.txt', async () => failure)).toEqual({ ok: false, failure })
      expect(await textOf('a.txt')).toBe('a')
    })

    it('hides swap files', async () => {
      await put('a.txt.crswap', 'left behind')
      expect(await listed('')).toEqual([])
    })

    it('gives versions: size, time and hash; null for nothing', async () => {
      await put('a.txt', 'abc')
      await folder.makeFolder('sub')
      expect(await versionOf(folder, 'a.txt', hashOf)).toMatchObject({
        ok: true,
        value: { size: 3, hash: 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
      })
      expect(await versionOf(folder, 'none.txt', hashOf)).toEqual({ ok: true, value: null })
      expect(kindOf(await versionOf(folder, 'sub', hashOf))).toBe('invalid')
    })
  })
}
