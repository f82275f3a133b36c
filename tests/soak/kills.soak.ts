import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../../bench/figure.ts'
import { seeded } from '../../bench/random.ts'
import { ask, connect, openFolder, putFiles } from '../journeys/steps.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import { makeProfile } from '../support/folder.ts'
import { builtinWork } from './kills/builtin-work.ts'
import { type KilledRun, killedRun, type Tally } from './kills/killed-run.ts'
import { scriptOf } from './kills/model.ts'
import { makeWork } from './kills/work.ts'
import type { Soak } from './soak.ts'

const KILLS_A_RUN = 10
/** Every so many runs one is the built-in planner's. */
const BUILTIN_EVERY = 3
const ROUNDS = 7
const THINK_MS = 220
const LATEST = { changes: 30, ms: 1_600 }

/**
 * Runs that write, move, trash and edit, by four helpers at once or by the built-in planner, in a browser that is killed again and
 * again, all on one profile. Nothing of the person's may be lost, nothing done twice, and every run comes to its end.
 */
export const soak: Soak = async ({ app, number, say }) => {
  const wanted = number('kills', { alone: 100, amongAll: 20 })
  const seed = number('seed', { alone: Date.now() % 1_000_000, amongAll: Date.now() % 1_000_000 })
  say(`seed ${seed}`)
  const random = seeded(seed)
  const profile = makeProfile()
  const tallies: Tally[] = []
  const total = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0)
  for (let run = 1; total(tally => tally.kills) < wanted; run++) {
    const kills = Math.min(KILLS_A_RUN, wanted - total(tally => tally.kills))
    const builtin = run % BUILTIN_EVERY === 0
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-soak-'))
    const one = { app, profile, folder, kills, random, latest: LATEST, say }
    const tally = await (builtin ? byPlanner(one) : byHelpers(one))
    tallies.push(tally)
    const { resumed, lost, doubled, unknown, swaps, ownSwaps } = tally
    say(
      `run ${run}${builtin ? ', built-in' : ''}: kills: ${tally.kills}, lost: ${lost.length}, doubled: ${doubled.length}, ` +
        `resumed: ${resumed}, unknown: ${unknown}, swap files left: ${swaps}, of our own: ${ownSwaps.length}`,
    )
    for (const text of [...lost, ...doubled]) say(text)
    if (lost.length + doubled.length === 0) rmSync(folder, { recursive: true, force: true })
    else say(`The folder is kept: ${folder}, the profile too: ${profile}`)
  }
  const [kills, resumed] = [total(tally => tally.kills), total(tally => tally.resumed)]
  const [lost, doubled] = [total(tally => tally.lost.length), total(tally => tally.doubled.length)]
  const times = tallies.flatMap(tally => tally.resumeMs)
  const ok = lost === 0 && doubled === 0 && resumed === kills
  if (ok) rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  return {
    ok,
    line: `kills: ${kills}, lost: ${lost}, doubled: ${doubled}, resumed: ${resumed}, resume median ${seconds(median(times))} worst ${seconds(Math.max(...times))}`,
  }
}

type One = Pick<KilledRun, 'profile' | 'folder' | 'kills' | 'random' | 'latest'> & {
  app: string
  say(text: string): void
}

async function byHelpers({ app, say, ...one }: One): Promise<Tally> {
  const work = makeWork(ROUNDS, one.random)
  putFiles(one.folder, work.files)
  const api = await startMessagesApi()
  let think = THINK_MS
  const failed = new Set<string>()
  api.script(
    scriptOf(
      work,
      () => think,
      text => failed.add(text),
      false,
    ),
  )
  const tally = await killedRun({
    ...one,
    wanted: work.wanted,
    async begin(page) {
      await openFolder(page, app, one.folder)
      await connect(page, api.origin)
      await ask(page, 'Put all parts in order')
    },
    hurry() {
      think = 0
    },
  })
  for (const text of failed) say(`a call failed: ${text}`)
  const refused = api.requests.find(request => request.refused)
  if (refused) tally.doubled.push(`The Messages API refused a request: ${refused.refused}`)
  await api.close()
  return tally
}

async function byPlanner({ app, say, ...one }: One): Promise<Tally> {
  const { files, wanted, request } = builtinWork(one.random)
  putFiles(one.folder, files)
  say(request)
  return killedRun({
    ...one,
    wanted,
    async begin(page) {
      await openFolder(page, app, one.folder)
      await page.getByTestId('settings').click()
      await page.getByTestId('provider-builtin').check()
      await page.getByTestId('settings-save').click()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await ask(page, request)
    },
    hurry: () => undefined,
  })
}
