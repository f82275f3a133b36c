import type { Page } from '@playwright/test'

/** Milliseconds from opening the session's address to its being there: its last report is seen, and a request is taken. */
export async function usableAfter(page: Page, app: string, session: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto(`${app}#session=${session}`, { waitUntil: 'commit' })
  const usable = await page.waitForFunction(
    () => {
      const request = document.querySelector<HTMLTextAreaElement>('[data-testid="request"]')
      const ready = performance.getEntriesByName('deskhand:ready').length > 0
      const reports = document.querySelectorAll('[data-testid="report"]')
      return ready && request && !request.disabled && reports.length > 0 ? performance.now() : false
    },
    undefined,
    { polling: 'raf', timeout: 120_000 },
  )
  return (await usable.jsonValue()) as number
}
