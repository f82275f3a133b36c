import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'
import { ask, connect, openFolder, putFiles } from '../journeys/steps.ts'
import { type Script, startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import type { ApiBody } from '../servers/rules.ts'
import { makeProfile, openContext } from '../support/folder.ts'
import { goOn } from './kills/go-on.ts'
import type { Soak } from './soak.ts'

const MINUTE = 60_000
const EVENTS_A_SECOND = 20
const HELPERS = ['north', 'east', 'south', 'west']
const ROUNDS = 25
/** When the memory is looked at: at five, thirty and sixty minutes of an hour. */
const LOOKS = [1 / 12, 1 / 2, 1]

/**
 * One session in which four helpers read and talk without end, at 20 events a second. What the page holds after forced collection must
 * not grow but by what a longer session is on the screen, nor must its desk once it holds as many rows as it ever does; and a new session
 * must find the page as light as it was at first.
 */
export const soak: Soak = async ({ app, number, say }) => {
  const minutes = number('minutes', { alone: 60, amongAll: 2 })
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-soak-'))
  putFiles(
    folder,
    HELPERS.flatMap(helper =>
      Array.from({ length: ROUNDS }, (_, n) => ({ path: `${helper}/${n}.txt`, bytes: `${helper} ${n}. `.repeat(100) })),
    ),
  )
  const api = await startMessagesApi()
  let thinkMs = (1000 * HELPERS.length * 6) / EVENTS_A_SECOND
  api.script(scriptOf(() => thinkMs))
  const profile = makeProfile()
  const context = await openContext(profile)
  try {
    const page = context.pages()[0]!
    await openFolder(page, app, folder)
    await connect(page, api.origin)
    const empty = await held(page)
    say(`before: ${sayHeld(empty)}`)
    const looks: (Held & { events: number })[] = []
    const from = Date.now()
    let events = 0
    for (let run = 1; looks.length < LOOKS.length; run++) {
      const [began, before] = [Date.now(), events]
      await ask(page, `Round ${run}: look through the folders`)
      // The status of the run before may stand for a moment more.
      await page.getByTestId('plan-approve').waitFor()
      await goOn(page, status => status !== 'done')
      events = await newestEvent(page)
      const rate = (events - before) / ((Date.now() - began) / 1000)
      thinkMs *= rate / EVENTS_A_SECOND
      // The server keeps all it was sent, and would be the one that grows.
      api.requests.length = 0
      if (Date.now() - from < LOOKS[looks.length]! * minutes * MINUTE) continue
      looks.push({ ...(await held(page)), events })
      const gone = (Date.now() - from) / MINUTE
      say(`${gone.toFixed(1)} minutes, ${events} events, ${rate.toFixed(1)} a second: ${sayHeld(looks.at(-1)!)}`)
    }
    const lasted = (Date.now() - from) / 1000
    await page.getByTestId('new-session').click()
    await page.getByTestId('pick-folder').waitFor()
    const after = await held(page)
    say(`a new session in the same page: ${sayHeld(after)}`)
    const [first, second, last] = looks
    const grown = last!.heap / first!.heap
    const deskGrown = last!.desk / second!.desk
    return {
      ok: grown <= 1.1 && deskGrown <= 1.25 && after.heap <= first!.heap,
      line:
        `hour: ${(lasted / 60).toFixed(1)} minutes, ${events} events, ${(events / lasted).toFixed(1)} a second; heap of the page after ` +
        `collection ${looks.map(look => look.heap.toFixed(1)).join(', ')} MB (${grown.toFixed(2)} times), of its desk ` +
        `${looks.map(look => look.desk.toFixed(1)).join(', ')} MB (${deskGrown.toFixed(2)} times since the second look), ` +
        `elements ${looks.map(look => look.nodes).join(', ')}, with all workers ${looks.map(look => look.all.toFixed(0)).join(', ')} MB`,
    }
  } finally {
    await context.close()
    await api.close()
    for (const path of [folder, profile]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
}

const WORDS = 'There are **twelve** names in it, and `one` of them is new. '

function scriptOf(thinkMs: () => number): Script {
  return body => ({ ...answer(body), firstMs: thinkMs() / 2, usage: { input_tokens: 1000, output_tokens: 50 } })
  function answer(body: ApiBody) {
    const helper = HELPERS.find(each => JSON.stringify(body.messages[0]).includes(`Task: Folder ${each} `))
    if (!helper) return lead(body)
    const round = body.messages.filter(message => message.role === 'assistant').length
    if (round >= ROUNDS) return use(call('report', { summary: `${helper} is looked through.` }))
    const words = { type: 'text' as const, text: `## ${helper} ${round}\n\n${WORDS.repeat(8)}\n\n- one\n- two\n` }
    // The words come as slowly as a model says them.
    return { ...use(words, call('read', { path: `${helper}/${round}.txt` })), everyMs: thinkMs() / 2 / 60, delta: 12 }
  }
}

function lead(body: ApiBody) {
  const last = body.messages.findLast(message => message.role === 'assistant')
  if (JSON.stringify(last ?? '').includes('"submit_plan"'))
    return use(call('report', { summary: 'All is looked through.' }))
  const [, round] = [...JSON.stringify(body.messages).matchAll(/Round (\d+)/g)].at(-1)!
  return use(
    call('submit_plan', {
      goal: `All folders are looked through, round ${round}`,
      assumptions: [],
      tasks: HELPERS.map(helper => ({
        id: `${helper}-${round}`,
        title: `Folder ${helper} once more`,
        brief: `Read every file of ${helper}.`,
        needs: [],
        criteria: [{ kind: 'count', glob: `${helper}/*`, equals: ROUNDS }],
      })),
    }),
  )
}

interface Held {
  /** Megabytes of the page's own heap, of its desk's, and of the page with all its workers. */
  heap: number
  desk: number
  all: number
  nodes: number
}

const sayHeld = ({ heap, desk, all, nodes }: Held) =>
  `heap ${heap.toFixed(1)} MB, the desk's ${desk.toFixed(1)} MB, with all workers ${all.toFixed(0)} MB, ${nodes} elements`

async function held(page: Page): Promise<Held> {
  await page.waitForTimeout(1_000)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const desk = await deskHeap(devtools)
  await devtools.detach()
  const all = await page.evaluate(async () => {
    const measuring = performance as Performance & { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }
    return (await measuring.measureUserAgentSpecificMemory()).bytes
  })
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
  return { heap: usedSize / 1e6, desk: desk / 1e6, all: all / 1e6, nodes }
}

/** Bytes of the desk worker's own heap after collection; 0 where no session is open. */
async function deskHeap(devtools: CDPSession): Promise<number> {
  const workers: { sessionId: string; title: string; url: string }[] = []
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo: { title, url } }) =>
    workers.push({ sessionId, title, url }),
  )
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  const desk = workers.find(({ url }) => url.includes('/desk.worker'))
  if (!desk) return 0
  const ask = (id: number, method: string) =>
    new Promise<{ usedSize: number }>(resolve => {
      devtools.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
        const answer = JSON.parse(message)
        if (sessionId === desk.sessionId && answer.id === id) resolve(answer.result)
      })
      const message = JSON.stringify({ id, method })
      void devtools.send('Target.sendMessageToTarget', { sessionId: desk.sessionId, message })
    })
  await ask(1, 'HeapProfiler.collectGarbage')
  const { usedSize } = await ask(2, 'Runtime.getHeapUsage')
  return usedSize
}

/** The number of the newest event, read past the app. */
const newestEvent = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('deskhand')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('sessions').objectStore('sessions').getAll()
          reading.onerror = () => reject(reading.error)
          reading.onsuccess = () => {
            opening.result.close()
            resolve(Math.max(0, ...(reading.result as { seq: number }[]).map(row => row.seq)))
          }
        }
      }),
  )
