import type { Page } from '@playwright/test'
import { type Hits, startHits } from '../servers/hits.ts'
import { builtName } from '../support/built-name.ts'
import { test as base, expect } from '../support/folder.ts'
import { probeScript, WAYS_IN, WAYS_OUT } from './sandbox-ways-out.ts'

const test = base.extend<{ hits: Hits }>({
  hits: async ({}, use) => {
    const hits = await startHits()
    await use(hits)
    await hits.close()
  },
})

/** Runs the script in a worker of an opaque frame of the app's own host frame, with all that a browser gives a worker. */
const inSandbox = (page: Page, script: string, wait = 90_000) =>
  page.evaluate(
    async ({ script, wait, page }) => {
      const host = document.createElement('iframe')
      host.src = new URL(`sandbox/${page}`, document.baseURI).href
      const ready = new Promise<void>(resolve =>
        addEventListener('message', event => {
          if (event.source === host.contentWindow && event.data === 'ready') resolve()
        }),
      )
      document.body.append(host)
      await ready
      const control = new MessageChannel()
      host.contentWindow!.postMessage({ kind: 'open', frame: 1 }, location.origin, [control.port2])
      const answers = new MessageChannel()
      const assets = new MessageChannel()
      const answer = new Promise<unknown>((resolve, reject) => {
        answers.port1.onmessage = ({ data }) => resolve(data)
        control.port1.onmessage = ({ data }) => data.kind === 'broken' && reject(new Error(data.text))
        setTimeout(() => reject(new Error('The probe did not answer.')), wait)
      })
      const source = new Blob([script], { type: 'text/javascript' })
      control.port1.postMessage({ kind: 'start', engine: 1, source, port: answers.port2, assets: assets.port2 }, [
        answers.port2,
        assets.port2,
      ])
      return answer
    },
    { script, wait, page: builtName('host.html') },
  )

const answering = (script: string) =>
  `${script};onmessage=async({ports})=>ports[0].postMessage({open:await probe(),origin:self.origin,isolated:self.crossOriginIsolated})`

test('more than forty ways out of a worker of the sandbox are shut, and the same ways are open elsewhere', async ({
  page,
  context,
  app,
  hits,
}) => {
  test.setTimeout(240_000)
  await page.goto(app)
  const script = probeScript(WAYS_OUT, hits.http, hits.udpPort, app)
  expect(Object.keys(WAYS_OUT).length).toBeGreaterThan(40)
  const found = await inSandbox(page, answering(script))
  expect(found).toEqual({ open: [], origin: 'null', isolated: true })
  await page.waitForTimeout(500)
  expect(hits.seen).toEqual([])

  const elsewhere = await context.newPage()
  await elsewhere.goto(hits.http)
  const open = await elsewhere.evaluate(
    code =>
      new Promise<string[]>(resolve => {
        const worker = new Worker(URL.createObjectURL(new Blob([`${code};probe().then(postMessage)`])))
        worker.onmessage = ({ data }) => resolve(data)
      }),
    script,
  )
  console.log(`control arm: ${open.length} ways were open, ${new Set(hits.seen).size} addresses were hit`)
  expect(open.length).toBeGreaterThan(20)
  expect(new Set(hits.seen).size).toBeGreaterThan(20)
})

test('nothing that the app keeps can be reached from the sandbox', async ({ page, app, hits }) => {
  test.setTimeout(120_000)
  await page.goto(app)
  const found = await inSandbox(page, answering(probeScript(WAYS_IN, hits.http, hits.udpPort, app)))
  expect(found).toMatchObject({ open: [] })
})

test('a sandbox hears nothing of the app nor of another sandbox, and they hear nothing of it', async ({
  page,
  app,
}) => {
  await page.goto(app)
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(globalThis, { heard })
    new BroadcastChannel('x').onmessage = ({ data }) => heard.push(data)
  })
  const shout = (word: string) =>
    `onmessage=({ports})=>{const c=new BroadcastChannel('x');const heard=[];c.onmessage=e=>heard.push(e.data);const t=setInterval(()=>c.postMessage('${word}'),50);setTimeout(()=>{clearInterval(t);ports[0].postMessage(heard)},1500)}`
  const [one, two] = await Promise.all([inSandbox(page, shout('one')), inSandbox(page, shout('two'))])
  expect([one, two]).toEqual([[], []])
  expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([])
})

test('a folder handle cannot be handed into the sandbox', async ({ page, app }) => {
  await page.goto(app)
  const got = await page.evaluate(async page => {
    const host = document.createElement('iframe')
    host.src = new URL(`sandbox/${page}`, document.baseURI).href
    await new Promise<void>(resolve => {
      addEventListener('message', event => event.source === host.contentWindow && event.data === 'ready' && resolve())
      document.body.append(host)
    })
    const control = new MessageChannel()
    host.contentWindow!.postMessage({ kind: 'open', frame: 1 }, location.origin, [control.port2])
    const answers = new MessageChannel()
    const assets = new MessageChannel()
    const source = new Blob([
      `onmessage=({ports})=>{ports[0].onmessage=()=>ports[0].postMessage('got it');ports[0].onmessageerror=()=>ports[0].postMessage('refused');ports[0].postMessage('up')}`,
    ])
    const said: unknown[] = []
    const over = new Promise(resolve => {
      answers.port1.onmessage = async ({ data }) => {
        said.push(data)
        if (data === 'up') answers.port1.postMessage(await navigator.storage.getDirectory())
        else resolve(null)
      }
    })
    control.port1.postMessage({ kind: 'start', engine: 1, source, port: answers.port2, assets: assets.port2 }, [
      answers.port2,
      assets.port2,
    ])
    await Promise.race([over, new Promise(resolve => setTimeout(resolve, 5000))])
    return said
  }, builtName('host.html'))
  expect(got).toEqual(['up', 'refused'])
})
