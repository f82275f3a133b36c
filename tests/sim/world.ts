import type { RootInfo, SessionEvent } from '../../src/domain/event.ts'
import { type Failure, type FailureKind, failed, type Result } from '../../src/domain/failure.ts'
import { applyEvent } from '../../src/domain/project.ts'
import type { SessionState } from '../../src/domain/state.ts'
import { fencedFolder } from '../../src/folder/fenced.ts'
import { createReads } from '../../src/folder/reads.ts'
import { versionOf } from '../../src/folder/version.ts'
import type { AgentBrief, DeskNews } from '../../src/ports/desk.ts'
import type { Folder } from '../../src/ports/folder.ts'
import { openSession, type Session } from '../../src/session/session.ts'
import {
  type Clockwork,
  createClockwork,
  createPlace,
  isAlive,
  type Place,
  type Point,
  type Verdict,
} from './clockwork.ts'
import { copyOf } from './copy.ts'
import { createSimCrew } from './crew.ts'
import { createDisk, type Disk } from './disk.ts'
import { canHappen, type Fault, failureAt, failureLike, failureOf, goOn } from './faults.ts'
import { hashNow } from './hash.ts'
import { createMind } from './mind.ts'
import type { Plant } from './plants.ts'
import { createLocks, type Durable, folderPort, hostPort, sessionsPort, vaultPort, type Wires } from './ports.ts'
import { createRandom, type Random } from './random.ts'
import { ANCHOR, type Scenario } from './scenario.ts'

export const HOME: RootInfo = { id: 'papers', name: 'Papers', access: 'readwrite', kind: 'folder' }
export const SESSION = 'session-1'
const SETUP = { provider: 'builtin' as const }
/** After a stop nothing may begin later than this. */
const STOP_MS = 200
const HOUR = 3_600_000

/** A tab with a session open: what its page knows is what it was told, no more. */
export interface Tab {
  place: Place
  session: Session
  /** The page's own fold of the news. */
  state: SessionState
  /** The page was told that the log takes nothing more. */
  logFailed: Failure | null
  /** Commands of the person that have no answer yet. */
  open: Set<string>
}

export interface World {
  scenario: Scenario
  clockwork: Clockwork
  disk: Disk
  random: Random
  locks: ReturnType<typeof createLocks>
  /** The tab that the person looks at; null while none is open. */
  tab: Tab | null
  /** Where it is being opened right now, or was last. */
  opening: Place | null
  violations: string[]
  /** Everything that happened, one line each, when asked for. */
  trace: string[] | null
  faultsLeft(): number
  /** All that is broken is whole again, and nothing breaks any more. */
  mend(): void
  /** Opens the session in a new tab; false when that failed or its worker died meanwhile. */
  open(): Promise<boolean>
  /** Gives the folder back, as the person's click does. */
  connect(tab: Tab): Promise<boolean>
  crash(place: Place, powerCut: boolean): void
  command<T>(name: string, run: (session: Session) => Promise<Result<T>>): Promise<Result<T> | null>
  /** The person has asked for a stop: nothing may begin any more. */
  stopped: number | null
  /** Milliseconds after a stop that the last effect began, where one did. */
  late: number | null
  /** The disk has said once that something is there or gone that is not: then an empty folder may stay, and nobody knows. */
  misled: boolean
  /** Hears that the page has something new. */
  changed: () => void
  events(): SessionEvent[]
}

export interface WorldOptions {
  seed: number
  scenario: Scenario
  faults: Fault[]
  plant?: Plant | null
  traced?: boolean
  /** Told of every point of input and output, with its number among these. */
  seen?(number: number, point: Point): Verdict | null
}

export function createWorld(options: WorldOptions): World {
  const { seed, scenario, plant } = options
  const chance = createRandom(seed, 'faults')
  const faults = [...options.faults]
  const violations: string[] = []
  const trace: string[] | null = options.traced ? [] : null
  const agents = new Map<Place, AgentBrief>()
  const durable: Durable = new Map()
  const tabs = new Map<Place, Tab | null>()
  let lost = false
  let asleep: Place | null = null
  let fullUntil = 0
  const broken: { sort: string; until: number; kind: FailureKind }[] = []
  let ids = 0
  let edits = 0
  let quirks = scenario.model.quirks

  const judge = (point: Point, number: number): Verdict => {
    trace?.push(line(point, number))
    const forced = options.seen?.(number, point)
    if (forced) return forced
    const standing = standingFailure(point)
    if (standing) return { failure: standing }
    const fault = faults[0]
    if (!fault || number < fault.at || !canHappen(fault, point)) return goOn
    faults.shift()
    trace?.push(`  !! ${fault.kind}`)
    return befall(fault, point)
  }
  const clockwork = createClockwork(createRandom(seed, 'order'), scenario.spread, judge)
  const disk = createDisk(scenario.files, clockwork.now, clockwork.shown)
  const locks = createLocks()
  const random = createRandom(seed, 'choices')

  function line(point: Point, number: number): string {
    const time = ((clockwork.now() - 1_750_000_000_000) / 1000).toFixed(3)
    const path = point.path && point.sort !== 'vault' ? ` ${point.path}` : ''
    return `${String(number).padStart(5)} ${time}s ${point.place.name} ${point.sort} ${point.what}${path}${point.answer ? ' (answer)' : ''}`
  }

  function standingFailure(point: Point): Failure | null {
    if (lost && point.sort === 'folder' && !point.answer)
      return failureOf('permission-lost', `${point.what} of ${point.path}`)
    const now = clockwork.now()
    const isWriting = ['write', 'makeFolder', 'put'].includes(point.what) || point.what.startsWith('append')
    if (now < fullUntil && isWriting && !point.answer)
      return failureOf(point.sort === 'log' ? 'storage' : 'disk-full', point.what)
    if (point.answer) return null
    const standing = broken.find(one => one.sort === point.sort && now < one.until)
    return standing ? liableToMislead(failureLike(standing.kind, point)) : null
  }

  function befall(fault: Fault, point: Point): Verdict {
    const { path } = point
    switch (fault.kind) {
      case 'fail':
      case 'fail-after':
        return { failure: liableToMislead(failureAt(point, chance)) }
      case 'fail-for-a-while': {
        const failure = liableToMislead(failureAt(point, chance))
        broken.push({ sort: point.sort, until: clockwork.now() + fault.ms, kind: failure.kind })
        return { failure }
      }
      case 'permission-lost':
        lost = true
        return { failure: point.answer ? null : failureOf('permission-lost', `${point.what} of ${path}`) }
      case 'disk-full':
        fullUntil = clockwork.now() + fault.ms
        return { failure: standingFailure(point) }
      case 'crash':
      case 'power-cut':
        crash(topOf(point.place), fault.kind === 'power-cut')
        return isAlive(point.place) ? goOn : 'never'
      case 'agent-crash':
        breakAgent(point.place)
        return 'never'
      case 'outside-edit':
        outsideEdit(path!)
        return goOn
      case 'outside-removal':
        disk.outside(path!, null)
        return goOn
      case 'outside-rename':
        disk.outsideMove(path!, `elsewhere-${++edits}.md`)
        return goOn
      case 'outside-folder':
        disk.outside(path!, null)
        disk.outside(`${path}/inside-${++edits}.md`, `Made outside ${edits}\n${ANCHOR}\n`)
        return goOn
      case 'outside-anywhere':
        outsideEdit(chance.pick(Object.keys(disk.home.files()).concat('new.md')))
        return goOn
      case 'stall':
        return { later: 60_000 }
      case 'frozen':
        freeze(topOf(point.place), fault.ms)
        return goOn
      case 'sleep':
        clockwork.sleep(3 * HOUR)
        return goOn
      case 'clock-jump':
        clockwork.setBy(chance.pick([-30 * HOUR, -HOUR, -1500, 700, HOUR, 30 * HOUR]))
        return goOn
    }
  }

  function liableToMislead(failure: Failure): Failure {
    if (failure.kind === 'missing' || failure.kind === 'exists') world.misled = true
    return failure
  }

  const topOf = (place: Place): Place => place.within ?? place

  function outsideEdit(path: string): void {
    if (disk.home.folders().includes(path) || path.startsWith('.deskhand')) return
    disk.outside(path, `Edited outside ${++edits}\n${ANCHOR}\n`)
  }

  function crash(place: Place, powerCut: boolean): void {
    if (!place.alive) return
    place.alive = false
    let logGoesOn = true
    for (const point of clockwork.abandoned(place)) {
      if (!point.inFlight) continue
      if (point.sort === 'log') logGoesOn &&= chance.chance(0.5)
      if (point.sort === 'log' ? logGoesOn : chance.chance(0.5)) point.inFlight()
    }
    locks.release(place)
    disk.takingBack = 0
    if (powerCut) tearLog()
    if (world.tab?.place === place) world.tab = null
    world.stopped = null
    world.changed()
  }

  /** A power cut takes what was not strictly written, from any point of the log's end on. */
  function tearLog(): void {
    const kept = disk.sessions.kept(SESSION)
    if (!kept) return
    const from = durable.get(SESSION) ?? 0
    const last = chance.whole(Math.min(from, kept.row.seq), kept.row.seq)
    kept.events.splice(last)
    kept.row.seq = last
    for (const [name, snapshot] of kept.snapshots) if (snapshot.seq > last) kept.snapshots.delete(name)
  }

  function breakAgent(place: Place): void {
    place.alive = false
    const tab = tabs.get(topOf(place))
    const brief = agents.get(place)
    if (tab && brief) void tab.session.broke(brief.agent, { kind: 'bug', message: 'Injected: the worker broke down.' })
  }

  /** The tab stands still while another one takes the session over. */
  function freeze(place: Place, ms: number): void {
    place.frozenUntil = clockwork.now() + ms + 1000
    // What it had asked the host for happens all the same.
    for (const point of clockwork.waiting(place)) point.inFlight?.()
    asleep = place
    const tab = tabs.get(place)
    // The session's lock was taken from it, which it hears as soon as it hears anything.
    if (tab) void clockwork.point({ sort: 'message', what: 'lock stolen', place }, 0).then(() => tab.session.fence())
    if (world.tab?.place !== place) return
    world.tab = null
    world.changed()
  }

  function begins(kind: string, path: string): void {
    // Our own copy of what was not overwritten after all is tidied away whenever.
    if (world.stopped === null || disk.takingBack > 0 || path.startsWith('.deskhand/before/')) return
    const late = clockwork.now() - world.stopped
    world.late = Math.max(world.late ?? 0, late)
    if (late > STOP_MS) violations.push(`stop: ${kind} of "${path}" began ${Math.round(late)} ms after the stop`)
  }

  async function open(): Promise<boolean> {
    const place = createPlace(`desk${tabs.size + 1}`)
    tabs.set(place, null)
    world.opening = place
    const wires: Wires = { clockwork, disk, begins }
    const host = hostPort(wires, place, locks, () => `id-${++ids}`)
    let epoch = 0
    const mayWrite = async () => {
      const failure = await clockwork.point({ sort: 'log', what: 'owner', place }, 0.5)
      if (failure) return failure
      return disk.sessions.kept(SESSION)?.row.epoch === epoch
        ? null
        : failed('fenced', 'Another tab works on this session now.').failure
    }
    const home = fencedFolder(wrap(folderPort(wires, place, disk.home, 'folder')), mayWrite, host.clock.now)
    const scratch = fencedFolder(folderPort(wires, place, disk.scratch, 'scratch'), mayWrite, host.clock.now)
    const connected = new Map<string, Folder>([['scratch', scratch]])
    const reads = createReads(() => connected, hashNow)
    const sessions = sessionsPort(wires, place, durable)
    const known = disk.sessions.kept(SESSION) ?? (await sessions.create(SESSION, ''))
    const log = known ? await sessions.open(SESSION) : null
    if (!log?.ok) return false
    epoch = log.value.epoch
    // The other owner can start nothing more; what it held when it fell silent is set free.
    if (asleep) locks.release(asleep)
    asleep = null
    let tab: Tab | null = null
    let early: SessionEvent[] = []
    const publish = (news: DeskNews) => {
      if (news.failure?.kind === 'fenced') tab?.session.fence()
      if (news.failure && tab) tab.logFailed = news.failure
      if (!tab) early.push(...news.events)
      else for (const event of news.events) applyEvent(tab.state, event)
      if (news.events.length > 0 || news.failure) world.changed()
    }
    const crew = createSimCrew({
      clockwork,
      desk: place,
      reads,
      model: (brief, agent) =>
        createMind({
          scenario,
          clockwork,
          random,
          place: agent,
          brief,
          nextId: prefix => `${prefix}${++ids}`,
          wrong: text => violations.push(text),
          quirk: () => quirks > 0 && random.chance(0.2) && quirks-- > 0,
        }),
      started: (brief, agent) => agents.set(agent, brief),
    })
    const opened = await openSession(
      {
        log: log.value,
        host,
        vault: plant?.vault?.(vaultPort(wires, place)) ?? vaultPort(wires, place),
        crew: plant?.crew?.(crew) ?? crew,
        versionOf: (folder, path) => versionOf(folder, path, hashNow),
        scratch,
        publish,
      },
      disk.sessions.kept(SESSION)!.row.seq,
      SETUP,
    )
    if (!opened.ok || !isAlive(place)) return false
    const session = opened.value
    const state = copyOf(session.state)
    for (const event of early) if (event.seq > state.lastSeq) applyEvent(state, event)
    early = []
    tab = { place, session, state, logFailed: null, open: new Set() }
    tabs.set(place, tab)
    world.tab = tab
    homes.set(tab, { home, connect: () => connected.set(HOME.id, home) })
    return true
  }
  const wrap = (folder: Folder): Folder => plant?.folder?.(folder) ?? folder
  const homes = new Map<Tab, { home: Folder; connect(): void }>()

  const world: World = {
    scenario,
    clockwork,
    disk,
    random,
    locks,
    tab: null,
    opening: null,
    violations,
    trace,
    stopped: null,
    late: null,
    misled: false,
    changed: () => undefined,
    faultsLeft: () => faults.length,
    mend() {
      faults.length = 0
      broken.length = 0
      fullUntil = 0
      lost = false
      quirks = 0
    },
    open,
    async connect(tab) {
      const { home, connect } = homes.get(tab)!
      lost = false
      connect()
      const done = await world.command('connect', session => session.connect(HOME, home))
      return done?.ok === true
    },
    crash,
    async command(name, run) {
      const { tab } = world
      if (!tab) return null
      const label = `${name} at ${clockwork.passed()}`
      tab.open.add(label)
      trace?.push(`  -> ${name}`)
      const result = await run(tab.session)
      trace?.push(`  <- ${name} ${result.ok ? 'ok' : result.failure.message}`)
      tab.open.delete(label)
      return result
    },
    events: () => disk.sessions.kept(SESSION)?.events ?? [],
  }
  return world
}
