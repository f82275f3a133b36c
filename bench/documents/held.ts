import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'

/** The longest that one task held the page's thread: by the clock, and how long of that the thread ran at all. */
export interface Held {
  milliseconds: number
  ran: number
}

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  dur?: number
  tdur?: number
}

const MARK = 'watched by the bench'
const TASK = 'ThreadControllerImpl::RunTask'

/** What the page's thread did during `work`, as the browser traces it, down to the shortest task. */
export async function heldDuring(page: Page, work: () => Promise<unknown>): Promise<Held> {
  const devtools = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordAsMuchAsPossible', includedCategories: ['toplevel', 'blink.user_timing'] },
  })
  // Tells which of the browser's threads is this page's.
  await page.evaluate(mark => performance.mark(mark), MARK)
  await work()
  await ended(devtools)
  const mark = events.find(event => event.name === MARK)
  if (!mark) throw new Error('The browser did not trace the page.')
  const tasks = events.filter(({ name, pid, tid }) => name === TASK && pid === mark.pid && tid === mark.tid)
  const longest = tasks.reduce((most, task) => ((task.dur ?? 0) > (most.dur ?? 0) ? task : most), tasks[0]!)
  return { milliseconds: (longest.dur ?? 0) / 1000, ran: (longest.tdur ?? 0) / 1000 }
}

async function ended(devtools: CDPSession): Promise<void> {
  const complete = new Promise<void>(resolve => devtools.once('Tracing.tracingComplete', () => resolve()))
  await devtools.send('Tracing.end')
  await complete
  await devtools.detach()
}

const IDLE_MS = 5000

/**
 * The floor of all of these: the longest task of a page that does next to nothing, a millisecond of work every five. What that shows is
 * what the machine takes.
 */
export function heldByLittle(page: Page): Promise<Held> {
  return heldDuring(page, () =>
    page.evaluate(async length => {
      const end = performance.now() + length
      while (performance.now() < end) {
        const until = performance.now() + 1
        while (performance.now() < until);
        await new Promise(resolve => setTimeout(resolve, 4))
      }
    }, IDLE_MS),
  )
}

/** Lets an app that was just opened do what it does once it is shown. */
export const settled = () => sleep(1500)

export const sayHeld = ({ milliseconds, ran }: Held) => `${milliseconds.toFixed(0)} ms (ran for ${ran.toFixed(0)} ms)`
