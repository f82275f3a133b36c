import { afterAll, describe, expect, it } from 'vitest'
import { createHandles } from '../../src/store/handles.ts'
import { createHost } from '../../src/store/host.ts'
import { forgetKey, getKey, putKey } from '../../src/store/key.ts'
import { createSessions } from '../../src/store/sessions.ts'
import { getSetting, putSetting } from '../../src/store/settings.ts'

const ENDPOINT = 'https://example.test'
afterAll(() => forgetKey(ENDPOINT))

/** Everything under `store`, past our own code. */
const raw = (store: string) =>
  new Promise<unknown[]>((done, failed) => {
    const opening = indexedDB.open('deskhand')
    opening.onerror = () => failed(opening.error)
    opening.onsuccess = () => {
      const all = opening.result.transaction(store).objectStore(store).getAll()
      all.onsuccess = () => done(all.result)
      opening.result.close()
    }
  })

describe('the key of an endpoint', () => {
  it('comes back for its own endpoint until it is forgotten', async () => {
    expect(await getKey(ENDPOINT)).toEqual({ ok: true, value: null })
    await putKey(ENDPOINT, 'first-key')
    await putKey(ENDPOINT, 'second-key')
    expect(await getKey(ENDPOINT)).toEqual({ ok: true, value: 'second-key' })
    expect(await getKey('https://other.test')).toEqual({ ok: true, value: null })
    await forgetKey(ENDPOINT)
    expect(await getKey(ENDPOINT)).toEqual({ ok: true, value: null })
  })

  it('lies encrypted under a key that cannot be read out', async () => {
    await putKey(ENDPOINT, 'a-secret-text')
    const [kept] = (await raw('keys')) as { key: CryptoKey; secret: ArrayBuffer }[]
    expect(kept!.key.extractable).toBe(false)
    expect(new TextDecoder().decode(kept!.secret)).not.toContain('secret')
    await expect(crypto.subtle.exportKey('raw', kept!.key)).rejects.toThrow()
  })
})

describe('settings', () => {
  const isTheme = (value: unknown): value is string => value === 'light' || value === 'dark'
  const isNumber = (value: unknown): value is number => typeof value === 'number'
  const theme = { name: 'test-theme', is: isTheme }

  it('come back as they were put, and count as absent when they have another shape', async () => {
    expect(await getSetting({ name: 'test-never', is: isTheme })).toEqual({ ok: true, value: null })
    await putSetting(theme, 'dark')
    expect(await getSetting(theme)).toEqual({ ok: true, value: 'dark' })
    expect(await getSetting({ name: 'test-theme', is: isNumber })).toEqual({ ok: true, value: null })
  })
})

describe('handles of folders', () => {
  it('are kept by session and root, and go with the session', async () => {
    const sessions = createSessions()
    const handles = createHandles()
    const storage = await navigator.storage.getDirectory()
    const handle = await storage.getDirectoryHandle('kept-folder', { create: true })
    const [one, two] = [crypto.randomUUID(), crypto.randomUUID()]
    for (const id of [one, two]) {
      await sessions.create(id, '')
      await handles.put(id, 'home', handle)
    }
    await handles.put(one, 'other', storage)
    const list = await handles.list(one)
    expect(list.ok && list.value.map(kept => kept.root)).toEqual(['home', 'other'])
    const back = await handles.get(one, 'home')
    expect(back.ok && (await back.value.isSameEntry(handle))).toBe(true)
    await sessions.remove(one)
    expect(await handles.get(one, 'home')).toMatchObject({ failure: { kind: 'missing' } })
    expect(await handles.get(two, 'home')).toMatchObject({ ok: true })
    await sessions.remove(two)
  })
})

describe('a newer Deskhand in another tab', () => {
  it('is not held up by this one, which then says to reload', async () => {
    const opening = indexedDB.open('deskhand', 99)
    const opened = await new Promise<IDBDatabase>((done, failed) => {
      opening.onsuccess = () => done(opening.result)
      opening.onerror = () => failed(opening.error)
      opening.onblocked = () => failed(new Error('blocked'))
    })
    const list = await createSessions().list()
    expect(list).toMatchObject({ failure: { kind: 'storage', message: expect.stringContaining('Reload') } })
    opened.close()
    await new Promise(done => {
      indexedDB.deleteDatabase('deskhand').onsuccess = done
    })
  })
})

describe('the host', () => {
  const host = createHost()

  it('sleeps for a while, or until it is told not to', async () => {
    const started = host.clock.now()
    await host.timers.sleep(20)
    expect(host.clock.now() - started).toBeGreaterThanOrEqual(18)
    const stop = new AbortController()
    const long = host.timers.sleep(60_000, stop.signal)
    stop.abort()
    await long
    await host.timers.sleep(60_000, stop.signal)
    expect(host.clock.now() - started).toBeLessThan(5000)
  })

  it('lets one in at a time, and the next also after one that fails', async () => {
    const order: string[] = []
    const first = host.withLock('test', async () => {
      await host.timers.sleep(20)
      order.push('first')
      throw new Error('on purpose')
    })
    const second = host.withLock('test', async () => order.push('second'))
    await expect(first).rejects.toThrow('on purpose')
    await second
    expect(order).toEqual(['first', 'second'])
  })

  it('gives ids that differ', () => expect(host.newId()).not.toBe(host.newId()))
})
