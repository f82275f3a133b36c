import { wrap } from 'comlink'
import { expect, it } from 'vitest'
import type { Vault } from '../../src/ports/vault.ts'
import { hashOf } from '../../src/store/hash.ts'
import { vaultContract } from '../contracts/vault.contract.ts'

const worker = new Worker(new URL('./vault.worker.ts', import.meta.url), { type: 'module' })
const opener = wrap<{ open(): Vault }>(worker)
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

it('leaves the unfinished image of another desk alone', async () => {
  const folder = await vaultFolder()
  await folder.getFileHandle('put-just-now', { create: true })
  await open()
  expect((await folder.getFileHandle('put-just-now')).kind).toBe('file')
  await folder.removeEntry('put-just-now')
})
