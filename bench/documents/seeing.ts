import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sealedChanges } from '../../tests/doubles/changed-files.ts'
import { inFreshBrowser } from '../app.ts'
import type { Figure } from '../figure.ts'
import { heldByLittle, heldDuring, heldFigures, sayHeld, settled } from './held.ts'
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
      await settled()
      const floor = await heldByLittle(page)
      remark(`a page that does next to nothing: longest task ${sayHeld(floor)}`)
      const figures: Figure[] = []
      for (const [path, shown, box] of [
        ['large.xlsx', '[data-testid=grid] td', '[data-testid=grid]'],
        ['large.pdf', 'canvas[data-drawn=true]', '[data-testid=pages]'],
      ] as const) {
        const { seen, opening, scrolled } = await look(page, path, shown, box)
        remark(
          `${path}: seen after ${seen.toFixed(0)} ms; longest task ${sayHeld(opening)}, while scrolling ${sayHeld(scrolled)}`,
        )
        figures.push(...heldFigures(`while ${path} is opened and scrolled through`, [opening, scrolled], floor))
      }
      return figures
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function look(page: Page, path: string, shown: string, box: string) {
  const row = page.locator('.change').filter({ has: page.locator('.path', { hasText: path }) })
  let seen = 0
  const opening = await heldDuring(page, async () => {
    const from = performance.now()
    await row.locator('summary').first().click()
    await row.locator(shown).first().waitFor({ timeout: 60_000 })
    seen = performance.now() - from
  })
  const scrolled = await heldDuring(page, async () => {
    for (let time = 1; time <= SCROLLS; time++)
      await row.locator(box).evaluate(
        (element, share) =>
          new Promise<void>(resolve => {
            element.scrollTop = element.scrollHeight * share
            requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
          }),
        time / SCROLLS,
      )
  })
  await row.locator('summary').first().click()
  return { seen, opening, scrolled }
}
