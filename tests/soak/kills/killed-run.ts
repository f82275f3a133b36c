import { watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { startBrowser } from '../browser.ts'
import { checkEnd, checkNow, type Findings, keptInProfile, type Wanted } from './check-disk.ts'
import { goOn } from './go-on.ts'
import { seenByBrowser } from './seen-by-browser.ts'

export interface Tally {
  kills: number
  resumed: number
  /** From starting the browser to the run going on, for each time it was started again. */
  resumeMs: number[]
  /** One sentence each, with when it was found. */
  lost: string[]
  doubled: string[]
  /** Changes of which the app could not tell whether they happened, and said so. */
  unknown: number
  /** Swap files that lie in the folder at the end. */
  swaps: number
  /** Of these, those of the app's own making: it is to sweep them away itself. */
  ownSwaps: string[]
}

export interface KilledRun {
  profile: string
  folder: string
  wanted: Wanted
  /** At most so many; a run that is over before has had fewer. */
  kills: number
  random: () => number
  /** The latest moment of a kill after the run has gone on: at the so-manieth change of the folder, or so late. */
  latest: { changes: number; ms: number }
  /** Opens the app and begins the run, as a person does. */
  begin(page: Page): Promise<void>
  /** Called when nothing is to be killed any more. */
  hurry(): void
}

/** So often it is killed while it is only being opened again. */
const EARLY = 0.15
const OPENING_MS = 1_500
const FINISH_MS = 180_000

/**
 * Has the browser killed again and again in the course of one run, starts it again each time, and looks at the disk: each time with
 * the browser dead, and once more when the run is over.
 */
export async function killedRun(run: KilledRun): Promise<Tally> {
  const { profile, folder, wanted, kills, random } = run
  const tally: Tally = { kills: 0, resumed: 0, resumeMs: [], lost: [], doubled: [], unknown: 0, swaps: 0, ownSwaps: [] }
  const note = ({ lost, doubled, swaps, ownSwaps }: Findings) => {
    tally.lost.push(...lost.map(text => `After kill ${tally.kills}: ${text}`))
    tally.doubled.push(...doubled.map(text => `After kill ${tally.kills}: ${text}`))
    tally.swaps = swaps
    tally.ownSwaps = ownSwaps
  }
  const start = async () => {
    const browser = await startBrowser(profile)
    const context = await browser.connect()
    return { browser, page: context.pages()[0] ?? (await context.newPage()) }
  }
  const kill = async () => {
    await browser.kill()
    tally.kills++
    note(checkNow(folder, keptInProfile(profile), wanted))
  }

  let { browser, page } = await start()
  await run.begin(page)
  await goOn(page, status => !isUnderWay(status))
  const address = page.url()
  while (tally.kills < kills) {
    const over = goOn(page, isOn)
    const first = await Promise.race([over, momentOf(run)])
    if (first !== KILL) break
    await kill()
    // It watched a page that is gone now.
    await Promise.allSettled([over])
    for (;;) {
      const from = performance.now()
      ;({ browser, page } = await start())
      const opening = reopen(page, address)
      if (tally.kills < kills && random() < EARLY) {
        await Promise.race([opening, sleep(random() * OPENING_MS)])
        await kill()
        await Promise.allSettled([opening])
        continue
      }
      await opening
      tally.resumeMs.push(performance.now() - from)
      tally.resumed = tally.kills
      break
    }
  }
  run.hurry()
  await inTime(goOn(page, isOn))
  const seen = await seenByBrowser(page)
  note(checkEnd(folder, new Set(seen.kept), wanted))
  tally.doubled.push(...seen.wrong)
  tally.unknown = seen.unknown
  await browser.close()
  return tally
}

const isOn = (status: string) => status !== 'done'
const isUnderWay = (status: string) => status === 'running' || status === 'done'

async function reopen(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await goOn(page, status => !isUnderWay(status))
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const waited = new AbortController()
  const late = sleep(FINISH_MS, undefined, { signal: waited.signal }).then(() => {
    throw new Error('The run does not come to its end.')
  })
  try {
    return await Promise.race([work, late])
  } finally {
    waited.abort()
    await Promise.allSettled([late])
  }
}

const KILL = 'kill'

/** At a change of the folder by its number, so that kills fall between the steps of a change; or after just some time. */
async function momentOf({ folder, random, latest }: KilledRun): Promise<typeof KILL> {
  if (random() < 0.3) {
    await sleep(random() * latest.ms)
    return KILL
  }
  let left = 1 + Math.floor(random() * latest.changes)
  const watched = new AbortController()
  const changed = new Promise<void>(resolve => {
    const watcher = watch(folder, { recursive: true, signal: watched.signal })
    watcher.on('change', () => {
      left--
      if (left === 0) resolve()
    })
    // Looking at a file that is gone already: as good a moment as any.
    watcher.on('error', () => resolve())
  })
  await Promise.race([changed, sleep(2 * latest.ms, undefined, { signal: watched.signal }).catch(() => undefined)])
  watched.abort()
  return KILL
}
