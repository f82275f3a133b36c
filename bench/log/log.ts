import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { answerPicker } from '../../tests/support/folder.ts'
import { BLANK, inFreshBrowser } from '../app.ts'
import { type Figure, median, quantile } from '../figure.ts'
import { loadWorker, onWorker } from './in-worker.ts'
import { type Opening, opening } from './usable.ts'

const PAIRS = 6
const EVENTS = 20_000
const BATCH = 100
const UNDER_WAY = 8
const SMALL_SESSION = 1_000
const LARGE_SESSION = 100_000
const RELOADS = 6
const SMALL_FILE = 2_048
const LARGE_FILE = 1_048_576

const perSecond = (ms: number) => `${Math.round(EVENTS / ms)}k events a second`

/** The log and the vault on a real disk: how fast events are kept, how soon a long session is there, what a safe write costs. */
export async function benchLog(app: string, remark: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-'))
  try {
    return await inFreshBrowser(async page => {
      await answerPicker(page, folder)
      await page.goto(app + BLANK)
      await loadWorker(page, app)
      return [await appends(page, remark), ...(await writes(page, remark)), await reloads(page, app, remark)]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function appends(page: Page, remark: (text: string) => void): Promise<Figure> {
  const ours: number[] = []
  const floors: number[] = []
  const append = async () => ours.push(await onWorker(page, 'append', { count: EVENTS, size: BATCH, under: UNDER_WAY }))
  const floor = async () => floors.push(await onWorker(page, 'floor', { count: EVENTS, size: BATCH }))
  for (let pair = 0; pair < PAIRS; pair++)
    for (const arm of pair % 2 === 0 ? [append, floor] : [floor, append]) await arm()
  remark(`append, ${BATCH} at a time: ${perSecond(median(ours))}; into a bare file: ${perSecond(median(floors))}`)
  for (const size of [1, 10]) {
    const count = size * 400
    const ms = await onWorker(page, 'append', { count, size, under: 1 })
    remark(`append, ${size} at a time, each waited for: ${Math.round((count / ms) * 1000)} events a second`)
  }
  const ratios = ours.map((ms, pair) => floors[pair]! / ms)
  return { name: 'events appended per second ÷ a bare sync handle', value: median(ratios), floor: 1, atLeast: 0.5 }
}

async function writes(page: Page, remark: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, bytes, times, atMost] of [
    ['2 kB', SMALL_FILE, 60, 4],
    ['1 MB', LARGE_FILE, 30, 4],
  ] as const) {
    const pairs = await onWorker(page, 'writes', { bytes, times })
    const ratios = pairs.map(({ verified, bare }) => verified / bare)
    const middle = (of: (pair: (typeof pairs)[number]) => number) => `${median(pairs.map(of)).toFixed(1)} ms`
    remark(
      `${name}: verified ${middle(pair => pair.verified)}, bare ${middle(pair => pair.bare)}, ` +
        `ratios from ${quantile(ratios, 0.1).toFixed(1)} (p10) to ${quantile(ratios, 0.9).toFixed(1)} (p90)`,
    )
    figures.push({ name: `verified write ÷ bare write, ${name}`, value: median(ratios), floor: 1, atMost })
  }
  return figures
}

async function reloads(page: Page, app: string, remark: (text: string) => void): Promise<Figure> {
  const small = await onWorker(page, 'session', { count: SMALL_SESSION })
  const from = performance.now()
  const large = await onWorker(page, 'session', { count: LARGE_SESSION })
  remark(`${LARGE_SESSION} events were kept, and folded, in ${((performance.now() - from) / 1000).toFixed(1)} s`)
  const openings: Record<string, Opening[]> = { [small]: [], [large]: [] }
  // The first time each is opened the app itself is new to the browser.
  for (const session of [small, large]) await opening(page, app, session)
  for (let pair = 0; pair < RELOADS; pair++)
    for (const session of pair % 2 === 0 ? [small, large] : [large, small])
      openings[session]!.push(await opening(page, app, session))
  const ratios = openings[large]!.map(({ usable }, pair) => usable / openings[small]![pair]!.usable)
  for (const [name, session] of [
    ['large', large],
    ['small', small],
  ] as const) {
    const middle = (of: (one: Opening) => number) => `${median(openings[session]!.map(of)).toFixed(0)} ms`
    remark(
      `${name} session: opened by the desk after ${middle(one => one.opened)}, usable after ${middle(one => one.usable)}`,
    )
  }
  return {
    name: `session of ${LARGE_SESSION} events usable after reload ÷ one of ${SMALL_SESSION}`,
    value: median(ratios),
    floor: 1,
    atMost: 1.5,
  }
}
