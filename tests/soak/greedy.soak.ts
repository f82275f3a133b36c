import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rendererMegabytes } from '../../bench/processes.ts'
import { ask, connect, openFolder } from '../journeys/steps.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import { makeProfile } from '../support/folder.ts'
import { startBrowser } from './browser.ts'
import { statusOf } from './kills/go-on.ts'
import type { Soak } from './soak.ts'

const GREEDY = [
  {
    what: 'arrays',
    command: 'node -e "const all = []; for (;;) all.push(new Array(1e7).fill(1))"',
    says: /had taken all the memory/,
  },
  {
    what: 'objects',
    command: `node -e "const all = []; for (;;) all.push({ text: 'x' + all.length, more: [1, 2, 3] })"`,
    says: /had taken all the memory/,
  },
  {
    what: 'buffers',
    command: 'node -e "const all = []; for (;;) all.push(new Uint8Array(2e8).fill(1))"',
    says: /Out of memory/,
  },
  { what: 'Python', command: "python3 -c 'a = []\nwhile True: a.append(bytes(10**8))'", says: /MemoryError/ },
]
const LATEST_MS = 400_000

/**
 * Programs that take memory until there is none: each is ended with a sentence, the next command works, and the page lives. Nobody
 * watches the page meanwhile, since to a tool for developers a frame that breaks down is a page that broke down.
 */
export const soak: Soak = async ({ app, say }) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-soak-'))
  const api = await startMessagesApi()
  const runs = [
    { command: 'echo 0 > 0.txt' },
    ...GREEDY.flatMap(({ command }, index) => [
      { command, seconds: 120 },
      { command: `echo ${index + 1} > ${index + 1}.txt; node -p 1+1; python3 -c "print(3)"` },
    ]),
  ]
  const told: string[] = []
  let nobodyWatches: () => void = () => undefined
  const unwatched = new Promise<void>(resolve => {
    nobodyWatches = resolve
  })
  let over = false
  api.script(async body => {
    const turn = body.messages.filter(message => message.role === 'assistant').length
    if (turn > 0) told[turn - 1] = JSON.stringify(body.messages.at(-1))
    if (turn === 1) await unwatched
    const next = runs[turn]
    if (next) return use(call('run', next))
    over = true
    return use(call('report', { summary: 'All was tried.' }))
  })
  const profile = makeProfile()
  const browser = await startBrowser(profile)
  try {
    const page = (await browser.connect()).pages()[0]!
    await openFolder(page, app, folder)
    await connect(page, api.origin)
    await ask(page, 'Take all there is')
    await page.getByTestId('permission-allow-session').click()
    while (told.length < 1) await sleep(100)
    await page.evaluate(() => {
      const pauses = { longest: 0 }
      let last = performance.now()
      setInterval(() => {
        pauses.longest = Math.max(pauses.longest, performance.now() - last - 50)
        last = performance.now()
      }, 50)
      Object.assign(globalThis, { pauses })
    })
    await browser.disconnect()
    nobodyWatches()
    let most = 0
    for (const from = Date.now(); !over && Date.now() - from < LATEST_MS; ) {
      await sleep(250)
      most = Math.max(most, ...rendererMegabytes().values())
    }
    await sleep(2_000)

    const back = (await browser.connect()).pages().find(each => each.url().startsWith(app))!
    const status = await statusOf(back)
    const longest = await back.evaluate(() => (globalThis as unknown as { pauses: { longest: number } }).pauses.longest)
    const seconds = (at: number) => Number(/seconds\\*":([\d.]+)/.exec(told[at] ?? '')?.[1] ?? Number.NaN)
    const wrong: string[] = []
    for (const [index, { what, says }] of GREEDY.entries()) {
      const at = 1 + index * 2
      say(`${what}: ended after ${seconds(at).toFixed(1)} s, the next command took ${seconds(at + 1).toFixed(1)} s`)
      if (!says.test(told[at] ?? '')) wrong.push(`${what}: ${told[at]}`)
      if (!/2\\n3\\n/.test(told[at + 1] ?? '') || !existsSync(join(folder, `${index + 1}.txt`)))
        wrong.push(`after ${what}: ${told[at + 1]}`)
    }
    for (const text of wrong) say(text)
    return {
      ok: status === 'done' && wrong.length === 0,
      line: `greedy: ${GREEDY.length - wrong.length} of ${GREEDY.length} greedy programs ended well, ${most.toFixed(0)} MB at most, ended ${status}; the page's longest pause ${longest.toFixed(0)} ms`,
    }
  } finally {
    await browser.close()
    await api.close()
    for (const path of [folder, profile]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
}
