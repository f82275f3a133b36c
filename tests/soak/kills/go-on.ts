import type { Page } from '@playwright/test'

/** What a person clicks when the app asks for it, in the order in which it can come. */
const CLICKS = ['reconnect', 'resume', 'answer-send', 'plan-approve', 'permission-allow'] as const
const EVERY_MS = 60

export const statusOf = (page: Page) =>
  page.evaluate(() => document.querySelector('[data-testid="status"]')?.getAttribute('data-status') ?? '')

/**
 * Clicks whatever the app asks for, as long as `wanted` says so of the status. Gives the status it ended with. Rejects when the page
 * is gone, or the run has failed.
 */
export async function goOn(page: Page, wanted: (status: string) => boolean): Promise<string> {
  for (;;) {
    const status = await statusOf(page)
    if (!wanted(status)) return status
    if (status === 'failed' || status === 'stopped')
      throw new Error(`The run is ${status}: ${(await page.locator('.conversation').innerText()).slice(-1000)}`)
    const asked = await page.evaluate(
      ids =>
        ids.find(id => {
          const button = document.querySelector<HTMLButtonElement>(`[data-testid="${id}"]`)
          return button !== null && !button.disabled && button.offsetParent !== null
        }),
      CLICKS,
    )
    // It may be gone again by now: then the next look tells.
    if (asked)
      await page.evaluate(id => document.querySelector<HTMLButtonElement>(`[data-testid="${id}"]`)?.click(), asked)
    await new Promise(resolve => setTimeout(resolve, EVERY_MS))
  }
}
