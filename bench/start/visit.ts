import { setTimeout as sleep } from 'node:timers/promises'
import { BLANK, inFreshBrowser } from '../app.ts'

/** A browser that has just started is still busy with itself. */
const SETTLE_MS = 700

export interface Visit {
  /** When what is typed is taken: the app's log is open; the blank page's box is there. Milliseconds from the click. */
  accepting: number
  /** When something was painted first. */
  painted: number
}

/** A person can type into what is seen and listens: the later of the two. */
export const usableAt = ({ accepting, painted }: Visit) => Math.max(accepting, painted)

export const visitApp = (app: string) => visit(app, () => performance.getEntriesByName('deskhand:ready')[0]?.startTime)

export const visitBlank = (app: string) =>
  visit(app + BLANK, () => {
    const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    return page!.domInteractive || undefined
  })

/** The first visit of a new person. `accepting` is asked, in the page, until it gives the time. */
function visit(address: string, accepting: () => number | undefined): Promise<Visit> {
  return inFreshBrowser(async page => {
    await sleep(SETTLE_MS)
    await page.goto(address, { waitUntil: 'commit' })
    const accepted = await page.waitForFunction(accepting)
    const painted = await page.waitForFunction(() => performance.getEntriesByName('first-paint')[0]?.startTime)
    return { accepting: (await accepted.jsonValue())!, painted: (await painted.jsonValue())! }
  })
}
