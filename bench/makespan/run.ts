import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { SessionEvent } from '../../src/domain/event.ts'
import { ask, isOver, openFolder, putFiles, readLog } from '../../tests/journeys/steps.ts'
import { startMessagesApi } from '../../tests/servers/messages-api.ts'
import { inFreshBrowser } from '../app.ts'
import { lowerBound } from './bound.ts'
import type { GraphTask } from './graph.ts'
import { contentOf, INPUT, outputOf, scriptOf } from './script.ts'

/** Nobody approves a plan unread. The clock starts at the approval. */
const READING_MS = 1000

/** The plan, and the last report. */
const LEAD_CALLS = 2

/**
 * Has the app carry out these tasks, in a new browser and a real folder, as a person would have it. Gives the milliseconds
 * from the approval of the plan to the end of the last task, by the log's own times. Throws when anything went wrong on
 * the way: a figure is only worth something when the work was done.
 */
export async function carryOut(app: string, tasks: readonly GraphTask[]): Promise<number> {
  const api = await startMessagesApi()
  api.script(scriptOf(tasks))
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-'))
  putFiles(folder, [{ path: INPUT, bytes: 'What the parts are written from.\n' }])
  try {
    const events = await inFreshBrowser(async page => {
      await openFolder(page, app, folder)
      await connect(page, api.origin)
      await ask(page, 'Write one page for each part')
      await page.getByTestId('plan-approve').waitFor()
      await sleep(READING_MS)
      await page.getByTestId('plan-approve').click()
      await isOver(page, 'done', lowerBound(tasks, 1) * 2 + 20_000)
      return readLog(page)
    })
    const refused = api.requests.find(request => request.refused)
    if (refused) throw new Error(`The Messages API refused a request: ${refused.refused}`)
    const asked = api.requests.length - LEAD_CALLS
    const needed = tasks.reduce((sum, task) => sum + task.thinkMs.length, 0)
    if (asked !== needed) throw new Error(`The helpers asked their model ${asked} times, where ${needed} were needed.`)
    for (const task of tasks)
      if (readFileSync(join(folder, outputOf(task)), 'utf8') !== contentOf(task))
        throw new Error(`${outputOf(task)} is not what was written.`)
    return makespanOf(events, tasks.length)
  } finally {
    await api.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function connect(page: Page, origin: string): Promise<void> {
  await page.getByTestId('settings').click()
  await page.getByTestId('provider-anthropic').check()
  await page.getByTestId('base-url').fill(origin)
  await page.getByTestId('api-key').fill('sk-bench')
  await page.getByTestId('lead-model').fill('claude-opus-5-5')
  await page.getByTestId('helper-model').fill('claude-sonnet-5-5')
  await page.getByTestId('settings-save').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

function makespanOf(events: readonly SessionEvent[], tasks: number): number {
  const approved = events.find(event => event.type === 'plan.approved')
  const done = events.filter(event => event.type === 'task.ended' && event.outcome === 'done')
  if (!approved || done.length !== tasks) throw new Error(`${done.length} of ${tasks} tasks were done.`)
  return Math.max(...done.map(event => event.at)) - approved.at
}
