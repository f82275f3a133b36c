import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ask, isOver, openFolder } from '../../tests/journeys/steps.ts'
import { inFreshBrowser } from '../app.ts'
import type { Figure } from '../figure.ts'
import { heldByLittle, heldDuring, heldFigures, sayHeld, settled } from './held.ts'
import { writeInNode } from './in-node.ts'
import { SAMPLES } from './samples.ts'

const REQUESTS = ['convert all csv files to Excel', 'convert all pdf files to Word', 'convert all Excel files to csv']

/** Whole jobs of the built-in planner over large files in a real folder: whether the page can be used meanwhile. */
export async function benchWorking(app: string, remark: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-'))
  for (const { spec } of SAMPLES.filter(sample => sample.large)) {
    const asCsv = spec.format === 'xlsx' ? ({ format: 'csv', rows: spec.sheets[0]!.rows } as const) : spec
    writeFileSync(join(folder, `large.${asCsv.format}`), await writeInNode(asCsv))
  }
  try {
    return await inFreshBrowser(async page => {
      await openFolder(page, app, folder)
      await settled()
      const floor = await heldByLittle(page)
      remark(`a page that does next to nothing: longest task ${sayHeld(floor)}`)
      const figures: Figure[] = []
      for (const request of REQUESTS) {
        const from = performance.now()
        const held = await heldDuring(page, async () => {
          await ask(page, request)
          await page.getByTestId('question').waitFor({ timeout: 60_000 })
          await page.getByTestId('answer-send').click()
          await page.getByTestId('plan-approve').click({ timeout: 60_000 })
          await isOver(page, 'done', 120_000)
        })
        remark(
          `"${request}": done after ${((performance.now() - from) / 1000).toFixed(1)} s; longest task ${sayHeld(held)}`,
        )
        figures.push(...heldFigures(`during "${request}"`, [held], floor))
      }
      return figures
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
