import { readdirSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'

/** Until the page was answered by the service worker: it loads itself once more after its first visit. */
export async function isKept(page: Page): Promise<void> {
  await page.waitForFunction(() => crossOriginIsolated && navigator.serviceWorker.controller !== null)
  await page.getByTestId('request').waitFor()
}

/** Until the browser keeps every file of the build in `folder`, also what is fetched only when the app is at work. */
export async function isComplete(page: Page, folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const kept = () =>
    page.evaluate(async () => {
      const [name] = await caches.keys()
      return name === undefined ? 0 : (await (await caches.open(name)).keys()).length
    })
  // All but the service worker itself.
  await expect.poll(kept, { timeout: 90_000 }).toBe(files.length - 1)
}
