import { wrap } from 'comlink'
import { expect, it } from 'vitest'
import type { Vault } from '../../src/ports/vault.ts'
import { hashOf } from '../../src/store/hash.ts'
import { createSessions } from '../../src/store/sessions.ts'
import { removeSession, storageUse } from '../../src/store/storage-use.ts'
import { vaultContract } from '../contracts/vault.contract.ts'

const worker = new Worker(new URL('./vault.worker.ts', import.meta.url), { type: 'module' })
const opener = wrap<{ open(session?: string): Vault }>(worker)
const open = async (): Promise<Vault> => await opener.open()

vaultContract("the vault in the browser's own storage", open)

const vaultFolder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('vault', { create: true })

it('does not give out an image whose bytes were damaged', async () => {
  const vault = await open()
  const bytes = crypto.getRandomValues(new Uint8Array(50))
  const hash = await hashOf(bytes)
  await vault.put(bytes, hash)
  const writable = await (await (await vaultFolder()).getFileHandle(hash.replace(':', '-'))).createWritable()
  await writable.write('something else')
  await writable.close()
  expect(await vault.get(hash)).toMatchObject({ ok: false, failure: { kind: 'storage' } })
})

it('leaves the unfinished image of another desk alone, and sweeps away what nobody writes any more', async () => {
  const folder = await vaultFolder()
  await folder.getFileHandle('put-being-written', { create: true })
  await folder.getFileHandle('put-left-by-a-crash', { create: true })
  await navigator.locks.request('deskhand:vault:put-being-written', async () => void (await open()))
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  expect(names).toContain('put-being-written')
  expect(names).not.toContain('put-left-by-a-crash')
  await folder.removeEntry('put-being-written')
})

it('goes with its session, but for the images that another session needs', async () => {
  const sessions = createSessions()
  const [one, two] = [crypto.randomUUID(), crypto.randomUUID()]
  for (const id of [one, two]) await sessions.create(id, '')
  const [mine, ours] = [crypto.getRandomValues(new Uint8Array(70)), crypto.getRandomValues(new Uint8Array(50))]
  const [myHash, ourHash] = [await hashOf(mine), await hashOf(ours)]
  const vault = await opener.open(one)
  const other = await opener.open(two)
  await vault.put(mine, myHash)
  await vault.put(ours, ourHash)
  await other.put(ours, ourHash)
  const use = await storageUse()
  expect(use.ok && [use.value.images[one], use.value.images[two]]).toEqual([120, 50])
  expect(await removeSession(one)).toEqual({ ok: true, value: { images: 1, bytes: 70 } })
  expect(await other.has(myHash)).toBe(false)
  expect(await other.get(ourHash)).toMatchObject({ ok: true })
  expect(await navigator.locks.request(`deskhand:session:${two}`, () => removeSession(two))).toMatchObject({
    failure: { kind: 'fenced' },
  })
  expect(await removeSession(two)).toMatchObject({ ok: true })
  expect(await other.has(ourHash)).toBe(false)
  const after = await storageUse()
  expect(use.ok && after.ok && use.value.vault - after.value.vault).toBe(120)
  expect(after.ok && [one in after.value.images, two in after.value.images]).toEqual([false, false])
})
