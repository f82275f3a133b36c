import type { Page } from '@playwright/test'

/** Milliseconds from opening the session's address. */
export interface Opening {
  /** The desk has given it to the page. */
  opened: number
  /** It is there: its last report is seen, and a request is taken. */
  usable: number
}

export async function opening(page: Page, app: string, session: string): Promise<Opening> {
  await page.goto('about:blank')
  await page.goto(`${app}#session=${session}`, { waitUntil: 'commit' })
  const usable = await page.waitForFunction(
    () => {
      const request = document.querySelector<HTMLTextAreaElement>('[data-testid="request"]')
      const opened = performance.getEntriesByName('deskhand:ready')[0]?.startTime
      const reports = document.querySelectorAll('[data-testid="report"]')
      return opened && request && !request.disabled && reports.length > 0 && { opened, usable: performance.now() }
    },
    undefined,
    { polling: 'raf', timeout: 120_000 },
  )
  return (await usable.jsonValue()) as Opening
}
