import { createHash } from 'node:crypto'
import { foldersAbove, OWN_FOLDER } from '../../src/domain/place.ts'
import type { Point, Verdict } from './clockwork.ts'
import { type Fault, faultsOf } from './faults.ts'
import { conversationsIn, effectsIn, foldsIn, lossesIn, silenceIn } from './invariants.ts'
import { createPerson, doAgain, takeBack } from './person.ts'
import { PLANTS } from './plants.ts'
import { createRandom } from './random.ts'
import { type Scenario, scenarioFrom } from './scenario.ts'
import { createWorld, type World } from './world.ts'

const COPIES = '.deskhand/before/'
const MOST_POINTS = 30_000

export interface Run {
  seed: number
  violations: string[]
  /** Of everything that was written down and done: equal for two runs of one seed. */
  hash(): string
  status: string
  events: number
  points: number
  /** Whether the person's stop ended a run. */
  stopped: boolean
  /** Milliseconds after a stop that the last effect began, where one did. */
  late: number | null
  effects: number
  trace: string[]
}

export interface RunOptions {
  seed: number
  scenario?: Scenario
  faults?: Fault[]
  plant?: string | null
  traced?: boolean
  seen?(number: number, point: Point): Verdict | null
}

/** One whole life of a session on a simulated host, from one number. */
export async function runSeed(options: RunOptions): Promise<Run> {
  const { seed } = options
  const scenario = options.scenario ?? scenarioFrom(createRandom(seed, 'scenario'))
  const world = createWorld({
    seed,
    scenario,
    faults: options.faults ?? faultsOf(createRandom(seed, 'fault plan')),
    plant: options.plant ? PLANTS[options.plant]!() : null,
    traced: options.traced ?? false,
    ...(options.seen ? { seen: options.seen } : {}),
  })
  await live(world, seed)
  const violations = [...new Set([...world.violations, ...world.disk.wrongs])]
  return {
    seed,
    violations,
    hash: () =>
      createHash('sha256')
        .update(JSON.stringify(world.events()))
        .update(JSON.stringify(world.disk.effects))
        .update(JSON.stringify(world.disk.home.files()))
        .digest('hex'),
    status: world.tab?.state.status.kind ?? 'closed',
    events: world.events().length,
    points: world.clockwork.passed(),
    stopped: world.events().some(event => event.type === 'run.ended' && event.outcome === 'stopped'),
    late: world.late,
    effects: world.disk.effects.length,
    trace: world.trace ?? [],
  }
}

async function live(world: World, seed: number): Promise<void> {
  const { violations } = world
  const random = createRandom(seed, 'checks')
  const person = createPerson(world, createRandom(seed, 'person'))
  const quiet = async (when: string) => {
    if (await world.clockwork.run(MOST_POINTS)) return true
    violations.push(`liveness: it does not come to rest ${when}`)
    return false
  }
  const look = () => {
    const seen = { disk: world.disk, events: world.events() }
    violations.push(...foldsIn(world), ...silenceIn(world), ...lossesIn(seen), ...effectsIn(seen))
  }
  person.sitDown()
  if (!(await quiet('while things break'))) return
  look()
  if (violations.length > 0) return

  // Everything is whole again, and the person wants it finished.
  world.mend()
  person.helps = true
  person.patience = 12
  if (world.tab) world.crash(world.tab.place, false)
  world.changed()
  if (!(await quiet('once nothing breaks any more'))) return
  look()
  const { tab } = world
  if (!tab) {
    violations.push('liveness: the session cannot be opened again')
    return
  }
  const open = tab.state.changes.filter(change => change.status === 'open')
  if (open.length > 0) violations.push(`no double effect: ${open.length} changes are still open at the end`)
  if (tab.state.status.kind === 'paused') violations.push('liveness: the run cannot be brought to an end')
  if (world.locks.names().length > 0)
    violations.push(`liveness: somebody still holds ${world.locks.names().join(', ')}`)
  violations.push(...(await conversationsIn(world, random, 3)))
  if (violations.length > 0) return

  const made = filesOf(world)
  const madeFolders = foldersOf(world).split(', ')
  // What was undone before in the middle of the run is done again too.
  const isFirst = tab.state.undos.length === 0
  void takeBack(world, { kind: 'session' })
  if (!(await quiet('while everything is undone'))) return
  look()
  if (isUntouched(world) && filesOf(world) !== sorted(world.scenario.files))
    violations.push(`undo: the folder is not what it was before: ${filesOf(world).slice(0, 300)}`)
  if (isUntouched(world) && !isTold(world) && foldersOf(world) !== foldersAtFirst(world))
    violations.push(`undo: the folders are ${foldersOf(world)}, not ${foldersAtFirst(world)}`)
  if (!random.chance(0.3) || violations.length > 0) return
  const undone = filesOf(world)
  const isWhole = isFirst && isUntouched(world)
  void doAgain(world, { kind: 'session' })
  if (!(await quiet('while everything is done again'))) return
  look()
  if (isWhole && filesOf(world) !== made)
    violations.push(`redo: the folder is not what it was before the undo: ${filesOf(world).slice(0, 300)}, not ${made}`)
  // Empty ones that could not be taken away the first time may be gone now.
  const more = foldersOf(world)
    .split(', ')
    .filter(path => !madeFolders.includes(path))
  if (isWhole && !isTold(world) && more.length > 0) violations.push(`redo: the folders ${more.join(', ')} are left`)
  if (violations.length > 0) return
  void takeBack(world, { kind: 'session' })
  if (!(await quiet('while everything is undone once more'))) return
  look()
  if (isWhole && filesOf(world) !== undone)
    violations.push(`undo: after a redo the folder is not what it was before: ${filesOf(world).slice(0, 300)}`)
}

const sorted = (files: Record<string, string>) => JSON.stringify(Object.fromEntries(Object.entries(files).sort()))
/** Less the copies of what was there before, which stay for a person without this browser's storage. */
const filesOf = (world: World) =>
  sorted(Object.fromEntries(Object.entries(world.disk.home.files()).filter(([path]) => !path.startsWith(COPIES))))

/** Those that hold files at the beginning: there are no empty ones. */
const foldersAtFirst = ({ scenario }: World) =>
  [...new Set(Object.keys(scenario.files).flatMap(foldersAbove))].sort().join(', ')
const foldersOf = ({ disk }: World) =>
  disk.home
    .folders()
    .filter(path => path.split('/')[0] !== OWN_FOLDER)
    .join(', ')

/** What could not be tidied away is told. */
const isTold = (world: World) => world.misled || world.events().some(event => event.type === 'trouble')

/** Nobody else did anything in the folder, and nothing is uncertain. */
const isUntouched = ({ disk, tab }: World) =>
  disk.touched.size === 0 && tab !== null && !tab.state.changes.some(change => change.status === 'unknown')
