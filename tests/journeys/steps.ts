import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import type { SessionEvent } from '../../src/domain/event.ts'
import type { EngineChoice } from '../../src/ports/sandbox.ts'
import { answerPicker, expect } from '../support/folder.ts'

/** Writes files into a real folder, as they would lie there before the person comes. */
export function putFiles(folder: string, files: readonly { path: string; bytes: Uint8Array | string }[]): void {
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}

/** Opens the app and picks the folder, as a new user would. */
export async function openFolder(page: Page, app: string, folder: string): Promise<void> {
  await answerPicker(page, folder)
  await page.goto(app)
  await page.getByTestId('pick-folder').click()
  await expect(page.locator('[data-testid^="folder-"]').first()).toBeVisible()
}

export async function ask(page: Page, text: string): Promise<void> {
  await page.getByTestId('request').fill(text)
  await page.getByTestId('send').click()
}

/** Chooses an endpoint in Settings, as a person does. */
export async function connect(
  page: Page,
  baseUrl: string,
  model = 'claude-opus-5-5',
  key = 'sk-canary-0123456789abcdef',
): Promise<void> {
  await page.getByTestId('settings').click()
  await page.getByTestId('provider-anthropic').check()
  await page.getByTestId('base-url').fill(baseUrl)
  await page.getByTestId('api-key').fill(key)
  await page.getByTestId('lead-model').fill(model)
  await page.getByTestId('helper-model').fill(model)
  await saveSettings(page)
}

/** Chooses the planner that has no model, in Settings; an engine only where one is named. */
export async function useBuiltIn(page: Page, engine?: EngineChoice): Promise<void> {
  await page.getByTestId('settings').click()
  await page.getByTestId('provider-builtin').check()
  if (engine) await page.getByTestId(`engine-${engine}`).check()
  await saveSettings(page)
}

/** What is typed while the dialog is still there goes nowhere. */
async function saveSettings(page: Page): Promise<void> {
  await page.getByTestId('settings-save').click()
  await expect(page.getByRole('dialog')).toBeHidden()
}

export const status = (page: Page) => page.getByTestId('status')

export async function isOver(page: Page, kind = 'done', timeout = 30_000): Promise<void> {
  await expect(status(page)).toHaveAttribute('data-status', kind, { timeout })
}

/** The log as it lies in the browser's database, read past the app. */
export function readLog(page: Page): Promise<SessionEvent[]> {
  return page.evaluate(
    () =>
      new Promise<SessionEvent[]>((resolve, reject) => {
        const opening = indexedDB.open('deskhand')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('segments').objectStore('segments').getAll()
          reading.onerror = () => reject(reading.error)
          reading.onsuccess = () => {
            opening.result.close()
            resolve(reading.result.flatMap((segment: { json: string }): SessionEvent[] => JSON.parse(segment.json)))
          }
        }
      }),
  )
}

/** When each task was worked on, and by whom. */
export function taskTimes(
  events: readonly SessionEvent[],
): { task: string; agent: string; from: number; to: number }[] {
  return events.flatMap(event => {
    if (event.type !== 'task.started') return []
    const end = events.find(each => each.type === 'task.ended' && each.task === event.task && each.seq > event.seq)
    return [{ task: event.task, agent: event.agent, from: event.at, to: end?.at ?? Number.POSITIVE_INFINITY }]
  })
}

/** The largest number of agents that worked at one moment. */
export function mostAtOnce(times: readonly { agent: string; from: number; to: number }[]): number {
  const working = (at: number) =>
    new Set(times.filter(({ from, to }) => from <= at && at < to).map(({ agent }) => agent)).size
  return Math.max(0, ...times.map(({ from }) => working(from)))
}
