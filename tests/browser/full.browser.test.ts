import { wrap } from 'comlink'
import { afterEach, expect, it } from 'vitest'
import { cdp } from 'vitest/browser'
import { createHandleFolder } from '../../src/folder/handle-folder.ts'
import type { Vault } from '../../src/ports/vault.ts'
import { hashOf } from '../../src/store/hash.ts'

const MEGABYTE = 1024 * 1024

/** Random, because what can be packed takes no room. */
function noise(length: number) {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return bytes
}

const devtools = cdp() as unknown as { send(method: string, parameters: unknown): Promise<unknown> }
async function leaveRoom(bytes?: number) {
  const { usage = 0 } = await navigator.storage.estimate()
  const quota = bytes === undefined ? {} : { quotaSize: usage + bytes }
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: location.origin, ...quota })
}
afterEach(() => leaveRoom())

it('a file that does not fit leaves the old one as it was, and no trace', async () => {
  const storage = await navigator.storage.getDirectory()
  const folder = createHandleFolder(await storage.getDirectoryHandle(crypto.randomUUID(), { create: true }))
  await folder.write('old.txt', new TextEncoder().encode('old'), async () => null)
  await leaveRoom(MEGABYTE)
  for (const path of ['old.txt', 'new.txt'])
    expect(await folder.write(path, noise(20 * MEGABYTE), async () => null)).toMatchObject({
      failure: { kind: 'disk-full' },
    })
  const list = await folder.list('')
  expect(list.ok && list.value.map(entry => entry.name)).toEqual(['old.txt'])
  expect(await folder.stat('old.txt')).toMatchObject({ value: { size: 3 } })
})

it('a copy that does not fit into the vault is a clear failure, leaves nothing behind, and fits once there is room', async () => {
  const worker = new Worker(new URL('./vault.worker.ts', import.meta.url), { type: 'module' })
  const vault = await wrap<{ open(session: string): Vault }>(worker).open(crypto.randomUUID())
  const bytes = noise(20 * MEGABYTE)
  const hash = await hashOf(bytes)
  await leaveRoom(MEGABYTE)
  expect(await vault.put(bytes, hash)).toMatchObject({
    failure: { kind: 'storage', message: expect.stringMatching(/storage for Deskhand is full.*remove old sessions/) },
  })
  expect(await vault.has(hash)).toBe(false)
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('vault')
  for await (const name of folder.keys()) expect(name).not.toMatch(/^put-/)
  await leaveRoom()
  expect(await vault.put(bytes, hash)).toEqual({ ok: true, value: undefined })
  expect(await vault.has(hash)).toBe(true)
  worker.terminate()
})
