import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { answerPicker } from '../tests/support/folder.ts'
import { BLANK, inFreshBrowser } from './app.ts'
import { type Figure, median, quantile } from './figure.ts'
import { loadWorker, onWorker } from './log/in-worker.ts'
import { opening } from './log/usable.ts'

const SMALL = 100
const LARGE = 100_000
const PAIRS = 5

/** A very long session on the screen, beside a short one: how soon it is usable, and how much the page holds of it. */
export async function benchSession(app: string, remark: (text: string) => void): Promise<Figure[]> {
  // The worker that fills the log asks for a folder first.
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-'))
  const figures = await inFreshBrowser(async page => {
    await answerPicker(page, folder)
    await page.goto(app + BLANK)
    await loadWorker(page, app)
    const small = await onWorker(page, 'session', { count: SMALL })
    const large = await onWorker(page, 'session', { count: LARGE })
    const times: Record<string, number[]> = { [small]: [], [large]: [] }
    // The first time each is opened the app itself is new to the browser.
    for (const session of [small, large]) await opening(page, app, session)
    for (let pair = 0; pair < PAIRS; pair++)
      for (const session of pair % 2 === 0 ? [small, large] : [large, small])
        times[session]!.push((await opening(page, app, session)).usable)
    const ratios = times[large]!.map((ms, pair) => ms / times[small]![pair]!)
    remark(
      `usable after ${median(times[large]!).toFixed(0)} ms, the short one after ${median(times[small]!).toFixed(0)} ms`,
    )
    remark(`ratios from ${quantile(ratios, 0.1).toFixed(2)} (p10) to ${quantile(ratios, 0.9).toFixed(2)} (p90)`)
    await opening(page, app, small)
    const floor = await held(page)
    await opening(page, app, large)
    const { nodes, heap } = await held(page)
    return [
      { name: `session of ${LARGE} events usable ÷ one of ${SMALL}`, value: median(ratios), floor: 1, atMost: 1.5 },
      { name: 'elements on the page', value: nodes, floor: floor.nodes, atMost: 5000, unit: '' },
      { name: "the page's heap", value: heap, floor: floor.heap, atMost: 150, unit: 'MB' },
    ]
  })
  rmSync(folder, { recursive: true, force: true })
  return figures
}

/** Elements and text nodes, and megabytes of the page's own heap after collection. */
async function held(page: Page): Promise<{ nodes: number; heap: number }> {
  await page.waitForTimeout(2000)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const nodes = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body)
    let count = 0
    while (walker.nextNode()) count++
    return count
  })
  await devtools.detach()
  return { nodes, heap: usedSize / 1e6 }
}
