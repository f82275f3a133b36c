import { fileURLToPath } from 'node:url'
import type { CDPSession, Page } from '@playwright/test'
import { oneFile } from '../../config/one-file.ts'
import { inFreshBrowser } from '../app.ts'
import { type Figure, median, quantile } from '../figure.ts'
import { markdownOf } from './text.ts'

type Arm = 'app' | 'floor'
interface Measured {
  /** Microseconds of the main thread for each token. */
  cost: number
  /** Share of frames that were not painted, in points. */
  dropped: number
}
interface Bench {
  start(arm: Arm, agents: number): void
  feed(text: string, agents: number, speed: number): Promise<{ frames: number; dropped: number }>
  fill(text: string): Promise<void>
}

const SPEED = 2000
const TOKENS = 8000
const PAIRS = 5
/** One of these says little: they lie between 0.9 and 1.3. */
const LONG_PAIRS = 15
const LONG = 200_000
const PART = 2000

/** What it costs to show words as they come, beside the bare words in boxes. */
export async function benchStream(_app: string, remark: (text: string) => void): Promise<Figure[]> {
  const parts = await oneFile(fileURLToPath(new URL('./page.tsx', import.meta.url)))
  const figures: Figure[] = []
  for (const agents of [1, 8]) {
    const runs: Record<Arm, Measured[]> = { app: [], floor: [] }
    await inFreshBrowser(async page => {
      const devtools = await prepare(page, parts)
      await measure(page, devtools, 'app', agents, markdownOf(2000, 99))
      await measure(page, devtools, 'floor', agents, markdownOf(2000, 99))
      for (let pair = 0; pair < PAIRS; pair++) {
        const order: Arm[] = pair % 2 === 0 ? ['app', 'floor'] : ['floor', 'app']
        for (const arm of order)
          runs[arm].push(await measure(page, devtools, arm, agents, markdownOf(TOKENS, pair + 1)))
      }
    })
    const ratios = runs.app.map(({ cost }, pair) => cost / runs.floor[pair]!.cost)
    const drops = runs.app.map(({ dropped }, pair) => dropped - runs.floor[pair]!.dropped)
    const micro = (arm: Arm) => `${median(runs[arm].map(run => run.cost)).toFixed(0)} µs a token`
    remark(`${agents} at once: app ${micro('app')}, bare words ${micro('floor')}`)
    remark(`ratios from ${quantile(ratios, 0.1).toFixed(2)} (p10) to ${quantile(ratios, 0.9).toFixed(2)} (p90)`)
    const name = `${agents} ${agents === 1 ? 'agent' : 'agents at once'}`
    figures.push(
      { name: `main thread for a token ÷ bare words, ${name}`, value: median(ratios), floor: 1, atMost: 1.2 },
      {
        name: `frames not painted less those of bare words, ${name}`,
        value: median(drops),
        floor: 0,
        atMost: 2,
        unit: 'points',
      },
    )
  }
  figures.push(await growth(parts, remark))
  return figures
}

/** The last tokens of a long answer beside its first; and how the bare words grow, which have no way around it. */
async function growth(parts: Parts, remark: (text: string) => void): Promise<Figure> {
  const ratios: Record<Arm, number[]> = { app: [], floor: [] }
  await inFreshBrowser(async page => {
    const devtools = await prepare(page, parts)
    await measure(page, devtools, 'app', 1, markdownOf(2000, 99))
    const round = async (arm: Arm, seed: number) => {
      // The same words at both ends: a table costs more than a paragraph, wherever it stands.
      const words = markdownOf(PART, seed)
      const early = await measure(page, devtools, arm, 1, words)
      await page.evaluate(middle => bench().fill(middle), `\n\n${markdownOf(LONG - 2 * PART, seed + 100)}\n\n`)
      await page.waitForTimeout(300)
      const late = await measure(page, devtools, null, 1, words)
      ratios[arm].push(late.cost / early.cost)
    }
    for (let pair = 0; pair < LONG_PAIRS; pair++) await round('app', pair + 1)
    remark(`${await page.evaluate(() => document.querySelectorAll('*').length)} elements at ${LONG} tokens`)
    await round('floor', 1)
  })
  const [app, floor] = [ratios.app, ratios.floor].map(each => each.map(ratio => ratio.toFixed(2)).join(', '))
  remark(`last ÷ first of ${LONG}: app ${app}; bare words ${floor}`)
  return { name: `last tokens of ${LONG} ÷ the first`, value: median(ratios.app), floor: 1, atMost: 1.1 }
}

declare const bench: () => Bench

async function measure(
  page: Page,
  devtools: CDPSession,
  arm: Arm | null,
  agents: number,
  text: string,
): Promise<Measured> {
  if (arm) await page.evaluate(([which, count]) => bench().start(which, count), [arm, agents] as const)
  await devtools.send('HeapProfiler.collectGarbage')
  const before = await threadTime(devtools)
  const fed = await page.evaluate(([all, count, speed]) => bench().feed(all, count, speed), [
    text,
    agents,
    SPEED,
  ] as const)
  const used = (await threadTime(devtools)) - before
  return {
    cost: (used / (text.length / 4)) * 1e6,
    dropped: (fed.dropped / (fed.frames + fed.dropped)) * 100,
  }
}

/** Seconds of processor that the page's main thread has used: unlike time on the wall, hardly more on a busy machine. */
async function threadTime(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find(metric => metric.name === 'ThreadTime')?.value ?? 0
}

interface Parts {
  script: string
  style: string
}

async function prepare(page: Page, { script, style }: Parts): Promise<CDPSession> {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.addStyleTag({ content: style })
  await page.addScriptTag({ content: script })
  await page.addScriptTag({ content: 'globalThis.bench = (b => () => b)(globalThis.bench)' })
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  return devtools
}
