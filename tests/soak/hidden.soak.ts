import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { seeded } from '../../bench/random.ts'
import { ask, connect, openFolder, putFiles, readLog } from '../journeys/steps.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import { makeProfile } from '../support/folder.ts'
import { startBrowser } from './browser.ts'
import { checkEnd } from './kills/check-disk.ts'
import { goOn, statusOf } from './kills/go-on.ts'
import { scriptOf } from './kills/model.ts'
import { seenByBrowser } from './kills/seen-by-browser.ts'
import { makeWork } from './kills/work.ts'
import { startScreen } from './screen.ts'
import type { Soak } from './soak.ts'

const ROUNDS = 15
/** About so many answers does the work of one helper take: its calls go two at a time, a reading alone. */
const ANSWERS = 4.1 * ROUNDS
const MINUTE = 60_000
/** What the page's own timer asks for. Of a hidden window the browser lets it run once a second, and later once a minute. */
const TICK_MS = 100

/**
 * A run of four helpers whose model takes so long over each answer that it lasts for minutes, in a tab that is behind another one all
 * the while, of a window that is really there.
 */
export const soak: Soak = async ({ app, number, say }) => {
  const minutes = number('minutes', { alone: 30, amongAll: 2 })
  const work = makeWork(ROUNDS, seeded(7))
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-soak-'))
  putFiles(folder, work.files)
  const api = await startMessagesApi()
  let think = 0
  let leadAsked = 0
  const script = scriptOf(
    work,
    () => think,
    () => undefined,
    // Nobody is there to be asked.
    true,
  )
  api.script((body, n) => {
    if (JSON.stringify(body.tools).includes('"submit_plan"')) leadAsked++
    return script(body, n)
  })
  const profile = makeProfile()
  const screen = await startScreen()
  const browser = await startBrowser(profile, screen.display)
  try {
    const context = await browser.connect()
    const page = context.pages()[0]!
    await openFolder(page, app, folder)
    await connect(page, api.origin)
    await ask(page, 'Put all parts in order')
    await page.getByTestId('plan-approve').waitFor()
    think = (minutes * MINUTE) / ANSWERS
    await page.getByTestId('plan-approve').click()
    await goOn(page, status => status !== 'running')
    await watchItself(page)
    await (await context.newPage()).bringToFront()
    // While a tool for developers watches it, a page counts as visible.
    await browser.disconnect()
    const from = Date.now()

    const latest = from + (1.5 * minutes + 3) * MINUTE
    for (let told = 0; leadAsked < 2 && Date.now() < latest; ) {
      await sleep(1_000)
      const gone = Math.floor((Date.now() - from) / MINUTE)
      if (gone >= told + 5) {
        told = gone
        say(`${gone} minutes, ${api.requests.length} requests`)
      }
    }
    // Its last answer, and what the desk does with it.
    await sleep(10_000)

    const again = await browser.connect()
    const back = again.pages().find(each => each.url().startsWith(app))!
    // The screen of a hidden tab may be a minute behind.
    await back.waitForTimeout(1_000)
    const status = await statusOf(back)
    const watched = await back.evaluate(() => (globalThis as unknown as { watched: Watched }).watched)
    const events = await readLog(back)
    const ended = events.findLast(event => event.type === 'run.ended')?.at ?? Number.POSITIVE_INFINITY
    const hidden = watched.hiddenAt !== null && (watched.shownAt === null || watched.shownAt > ended)
    const lasted = (ended - (watched.hiddenAt ?? from)) / MINUTE
    const found = checkEnd(folder, new Set((await seenByBrowser(back)).kept), work.wanted)
    const wrong = [...found.lost, ...found.doubled, ...(api.requests.find(request => request.refused)?.refused ?? [])]
    for (const text of wrong) say(text)
    const perMinute = watched.ticks / ((Date.now() - from) / MINUTE)
    const ok = status === 'done' && hidden && wrong.length === 0 && api.mostAtOnce() === work.helpers.length
    return {
      ok,
      line:
        `hidden: ${lasted.toFixed(1)} minutes ${hidden ? 'in' : 'NOT ALL in'} a hidden tab, ${api.mostAtOnce()} agents at once, ` +
        `${api.requests.length} requests, ended ${status}, lost: ${found.lost.length}, doubled: ${found.doubled.length}; ` +
        `the page's timer ran ${perMinute.toFixed(0)} of ${MINUTE / TICK_MS} times a minute`,
    }
  } finally {
    await browser.close()
    screen.close()
    await api.close()
    for (const path of [folder, profile]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Watched {
  hiddenAt: number | null
  /** When it was seen again after that. */
  shownAt: number | null
  /** How often a timer ran while it was hidden. */
  ticks: number
}

const watchItself = (page: Page) =>
  page.evaluate(every => {
    const watched: Watched = { hiddenAt: null, shownAt: null, ticks: 0 }
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) watched.hiddenAt ??= Date.now()
      else if (watched.hiddenAt !== null) watched.shownAt ??= Date.now()
    })
    setInterval(() => {
      if (document.hidden) watched.ticks++
    }, every)
    Object.assign(globalThis, { watched })
  }, TICK_MS)
