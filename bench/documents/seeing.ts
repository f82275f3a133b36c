import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sealedChanges } from '../../tests/doubles/changed-files.ts'
import { inFreshBrowser } from '../app.ts'
import type { Figure } from '../figure.ts'
import { writeInNode } from './in-node.ts'
import { SAMPLES } from './samples.ts'

const SCROLLS = 30

/** Looking at the large documents in the app: how long until they are seen, and whether the page can be used meanwhile. */
export async function benchSeeing(app: string, remark: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-'))
  const file = join(folder, 'seen.json')
  const files = await Promise.all(
    SAMPLES.filter(sample => sample.large).map(async ({ spec }) => ({
      path: `large.${spec.format}`,
      after: await writeInNode(spec),
    })),
  )
  writeFileSync(file, await sealedChanges(files))
  try {
    return await inFreshBrowser(async page => {
      await page.goto(app)
      await page.getByTestId('open-saved').setInputFiles(file)
      await page.getByTestId('tab-changes').click()
      const figures: Figure[] = []
      for (const [path, shown, box] of [
        ['large.xlsx', '[data-testid=grid] td', '[data-testid=grid]'],
        ['large.pdf', 'canvas[data-drawn=true]', '[data-testid=pages]'],
      ] as const) {
        const { seen, longest, scrolled } = await look(page, path, shown, box)
        remark(
          `${path}: seen after ${seen.toFixed(0)} ms, longest task ${longest.toFixed(0)} ms; ${scrolled.toFixed(0)} ms while scrolling`,
        )
        figures.push({
          name: `longest task while ${path} is opened and scrolled through`,
          value: Math.max(longest, scrolled),
          floor: 0,
          atMost: 50,
          unit: 'ms',
        })
      }
      return figures
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function look(page: Page, path: string, shown: string, box: string) {
  const row = page.locator('.change').filter({ has: page.locator('.path', { hasText: path }) })
  await page.evaluate(() => {
    const longTasks: number[] = []
    Object.assign(globalThis, { longTasks })
    new PerformanceObserver(list => longTasks.push(...list.getEntries().map(each => each.duration))).observe({
      type: 'longtask',
    })
  })
  const longest = () =>
    page.evaluate(() => {
      const { longTasks } = globalThis as unknown as { longTasks: number[] }
      return Math.max(0, ...longTasks.splice(0))
    })
  const from = performance.now()
  await row.locator('summary').first().click()
  await row.locator(shown).first().waitFor({ timeout: 60_000 })
  const seen = performance.now() - from
  const opening = await longest()
  for (let time = 1; time <= SCROLLS; time++)
    await row.locator(box).evaluate(
      (element, share) =>
        new Promise<void>(resolve => {
          element.scrollTop = element.scrollHeight * share
          requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
        }),
      time / SCROLLS,
    )
  const scrolled = await longest()
  await row.locator('summary').first().click()
  return { seen, longest: opening, scrolled }
}
