import type { Page } from '@playwright/test'

/** What a person clicks when the app asks for it, in the order in which it can come. */
const CLICKS = ['reconnect', 'resume', 'answer-send', 'plan-approve', 'permission-allow'] as const
const EVERY_MS = 60

/**
 * What the person sees, asked past Playwright: its own script in the page, asked so often, is compiled and counted as what the page
 * holds.
 */
const LOOK = `(() => {
  const find = id => document.querySelector('[data-testid="' + id + '"]')
  const asked = ${JSON.stringify(CLICKS)}.find(id => {
    const button = find(id)
    return button !== null && !button.disabled && button.offsetParent !== null
  })
  return { status: find('status')?.getAttribute('data-status') ?? '', asked }
})()`

export const statusOf = (page: Page) =>
  page.evaluate(() => document.querySelector('[data-testid="status"]')?.getAttribute('data-status') ?? '')

/**
 * Clicks whatever the app asks for, as long as `wanted` says so of the status. Gives the status it ended with. Rejects when the page
 * is gone, or the run has failed.
 */
export async function goOn(page: Page, wanted: (status: string) => boolean): Promise<string> {
  const devtools = await page.context().newCDPSession(page)
  try {
    for (;;) {
      const { result } = await devtools.send('Runtime.evaluate', { expression: LOOK, returnByValue: true })
      const { status, asked } = result.value as { status: string; asked?: string }
      if (!wanted(status)) return status
      if (status === 'failed' || status === 'stopped')
        throw new Error(`The run is ${status}: ${(await page.locator('.conversation').innerText()).slice(-1000)}`)
      // It may be gone again by now: then the next look tells.
      if (asked)
        await page.evaluate(id => document.querySelector<HTMLButtonElement>(`[data-testid="${id}"]`)?.click(), asked)
      await new Promise(resolve => setTimeout(resolve, EVERY_MS))
    }
  } finally {
    await devtools.detach()
  }
}
