import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { ok } from '../domain/failure.ts'
import type { OpenFile } from '../ports/folder.ts'
import { hashOf } from '../store/hash.ts'
import { hashOfFile, SLICE, versionOf } from './version.ts'

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/** A file of that size, of which only the slice in hand exists. */
const bigFile = (size: number, asked: [number, number][]): OpenFile => ({
  size,
  mtime: 1,
  async slice(from, to) {
    asked.push([from, to])
    return ok(new Uint8Array(to - from))
  },
})

describe('the version of a file', () => {
  it('has the plain SHA-256 up to 16 MB and one over slices above, the same whether read whole or by slices', async () => {
    for (const size of [0, 3, SLICE, SLICE + 1]) {
      const bytes = new Uint8Array(size).fill(7)
      const version = await versionOf(createMemoryFolder({ 'a.bin': bytes }), 'a.bin', hashOf)
      const slices = Buffer.concat([sha(bytes.subarray(0, SLICE)), sha(bytes.subarray(SLICE))])
      const hash = size <= SLICE ? `sha256:${sha(bytes).toString('hex')}` : `sha256t16:${sha(slices).toString('hex')}`
      expect(version).toMatchObject({ ok: true, value: { size, hash } })
      expect(await hashOf(bytes)).toBe(hash)
    }
  })

  it('asks for a file of 3 GB 16 MB at a time', async () => {
    const size = 3 * 1024 ** 3 + 5
    const asked: [number, number][] = []
    const hashes: number[] = []
    const hash = await hashOfFile(bigFile(size, asked), async bytes => {
      hashes.push(bytes.length)
      return `sha256:${'ab'.repeat(32)}`
    })
    expect(hash).toEqual({ ok: true, value: `sha256t16:${'ab'.repeat(32)}` })
    expect(asked.length).toBe(193)
    expect(asked.at(-1)).toEqual([size - 5, size])
    expect(Math.max(...asked.map(([from, to]) => to - from))).toBe(SLICE)
    // The last is the hash over the slices' 32 bytes each.
    expect(hashes.at(-1)).toBe(193 * 32)
  })

  it('is read again when the file changes meanwhile, and given up after three times', async () => {
    for (const [changes, kind] of [
      [2, 'steady'],
      [3, 'changed-while-reading'],
    ] as const) {
      let left = changes as number
      const folder = createMemoryFolder(
        { 'a.txt': 'first' },
        {
          before: method => {
            if (method === 'slice' && left-- > 0) folder.edit('a.txt', `edited ${left}`)
            return null
          },
        },
      )
      const version = await versionOf(folder, 'a.txt', hashOf)
      expect(version.ok ? 'steady' : version.failure.kind).toBe(kind)
      if (version.ok) expect(version.value?.hash).toBe(await hashOf(new TextEncoder().encode('edited 0')))
    }
  })

  it('is nothing where the file goes while it is read', async () => {
    const folder = createMemoryFolder(
      { 'a.txt': 'first' },
      {
        before: method => {
          if (method === 'slice') folder.edit('a.txt', null)
          return null
        },
      },
    )
    expect(await versionOf(folder, 'a.txt', hashOf)).toEqual({ ok: true, value: null })
  })
})
