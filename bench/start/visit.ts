import { setTimeout as sleep } from 'node:timers/promises'
import { BLANK, inFreshBrowser } from '../app.ts'

/** A browser that has just started is still busy with itself. */
const SETTLE_MS = 700

export interface Visit {
  /** When what is typed is taken: the app's log is open; the blank page's box is there. Milliseconds from the click. */
  accepting: number
  /** When something was painted first. */
  painted: number
  /** When words or a picture were painted first: on the blank page that is the box. */
  seen: number
  /** When what was taken is written down and worked on: right behind the open log comes what works on the session. */
  working: number
}

/** A person can type into what is seen and listens: the later of the two. */
export const usableAt = ({ accepting, painted }: Visit) => Math.max(accepting, painted)

export const visitApp = (app: string) =>
  visit(
    app,
    () => performance.getEntriesByName('deskhand:ready')[0]?.startTime,
    () => performance.getEntriesByName('deskhand:at-work')[0]?.startTime,
  )

export const visitBlank = (app: string) => visit(app + BLANK, interactive, interactive)

function interactive(): number | undefined {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return page!.domInteractive || undefined
}

/** The first visit of a new person. `accepting` and `working` are asked, in the page, until they give the time. */
function visit(
  address: string,
  accepting: () => number | undefined,
  working: () => number | undefined,
): Promise<Visit> {
  return inFreshBrowser(async page => {
    await sleep(SETTLE_MS)
    await page.goto(address, { waitUntil: 'commit' })
    const accepted = await page.waitForFunction(accepting)
    const painted = await page.waitForFunction(() => performance.getEntriesByName('first-paint')[0]?.startTime)
    const seen = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
    const worked = await page.waitForFunction(working)
    return {
      accepting: (await accepted.jsonValue())!,
      painted: (await painted.jsonValue())!,
      seen: (await seen.jsonValue())!,
      working: (await worked.jsonValue())!,
    }
  })
}
