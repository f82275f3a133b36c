import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'
import type { Figure } from '../figure.ts'

/**
 * The longest that one task held the page's thread: by the clock, and how long of that the thread ran at all. On a full machine the two
 * differ, and so they do at real-time priority, which the kernel takes away for 50 ms of each second. `work` is the longest that any one
 * task ran: what the page itself costs.
 */
export interface Held {
  milliseconds: number
  ran: number
  work: number
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
  const busiest = tasks.reduce((most, task) => Math.max(most, task.tdur ?? 0), 0)
  return { milliseconds: (longest.dur ?? 0) / 1000, ran: (longest.tdur ?? 0) / 1000, work: busiest / 1000 }
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

/** By the clock, and of the page's own work. */
export const heldFigures = (during: string, held: readonly Held[], floor: Held): Figure[] => [
  {
    name: `longest task of the page ${during}`,
    value: Math.max(...held.map(each => each.milliseconds)),
    floor: floor.milliseconds,
    atMost: 50,
    unit: 'ms',
  },
  {
    name: `most that a task of the page ran ${during}`,
    value: Math.max(...held.map(each => each.work)),
    floor: floor.work,
    atMost: 50,
    unit: 'ms',
  },
]
