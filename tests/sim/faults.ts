import type { Failure, FailureKind } from '../../src/domain/failure.ts'
import type { Point, Sort, Verdict } from './clockwork.ts'
import type { Random } from './random.ts'

/** What can go wrong, at one moment of a run. */
export type FaultKind =
  /** One call fails before it does anything. */
  | 'fail'
  /** It does what it was asked, and says that it failed. */
  | 'fail-after'
  /** Every call of that sort fails for a while. */
  | 'fail-for-a-while'
  /** The browser takes the folder away until the person gives it back. */
  | 'permission-lost'
  /** The disk is full, for the folder, the vault and the log. */
  | 'disk-full'
  /** The desk dies with all its agents. */
  | 'crash'
  /** The whole computer does: what was not strictly written down is lost from the log's end. */
  | 'power-cut'
  /** One agent's worker dies. */
  | 'agent-crash'
  /** Another program changes the very file that is being dealt with. */
  | 'outside-edit'
  | 'outside-removal'
  | 'outside-rename'
  | 'outside-folder'
  /** Another program changes some file. */
  | 'outside-anywhere'
  /** The answer takes a minute. */
  | 'stall'
  /** The tab freezes, and another one takes the session over. */
  | 'frozen'
  /** The computer slept for three hours: everything that was due comes at once. */
  | 'sleep'
  /** Somebody sets the clock, forwards or back by hours: what is waited for takes as long as ever. */
  | 'clock-jump'

export interface Fault {
  kind: FaultKind
  /** The first point of that number or later where it can happen. */
  at: number
  /** Only at a point of this sort, where one is named. */
  sort?: Sort
  /** For how many milliseconds, where it lasts. */
  ms: number
}

const FAILING: Partial<Record<Sort, readonly FailureKind[]>> = {
  folder: ['unreadable', 'disk-full', 'read-only', 'missing', 'exists', 'changed-while-reading'],
  scratch: ['unreadable', 'disk-full'],
  vault: ['storage', 'disk-full'],
  log: ['storage', 'disk-full'],
  document: ['invalid', 'bug'],
  model: ['network', 'overloaded', 'auth', 'cut', 'rate-limit', 'server', 'silent', 'bug'],
}
const READS = ['list', 'stat', 'open', 'slice', 'get', 'read', 'blob', 'snapshot', 'sessions']

export const failureOf = (kind: FailureKind, what: string): Failure => ({
  kind,
  message: `Injected: ${kind} at ${what}`,
})

/** A failure that such a call can have. */
export function failureAt(point: Point, random: Random): Failure {
  const kind = random.pick<FailureKind>(FAILING[point.sort] ?? ['unreadable'])
  return failureLike(kind, point)
}

/** A failure of this kind, or, where such a call cannot have it, one that tells nothing: reads fail, but they do not lie. */
export function failureLike(kind: FailureKind, point: Point): Failure {
  if (point.sort !== 'folder') return failureOf(kind, point.what)
  const isRead = READS.includes(point.what)
  const fits =
    kind === 'unreadable' ||
    (kind === 'changed-while-reading' && point.what === 'slice') ||
    (kind === 'exists' && ['write', 'move', 'makeFolder', 'removeEmptyFolder'].includes(point.what)) ||
    (['disk-full', 'read-only', 'missing'].includes(kind) && !isRead)
  return failureOf(fits ? kind : 'unreadable', `${point.what} of ${point.path}`)
}

const WEIGHTS: Record<FaultKind, number> = {
  fail: 20,
  'fail-after': 8,
  'fail-for-a-while': 6,
  'permission-lost': 5,
  'disk-full': 4,
  crash: 16,
  'power-cut': 6,
  'agent-crash': 6,
  'outside-edit': 14,
  'outside-removal': 6,
  'outside-rename': 5,
  'outside-folder': 2,
  'outside-anywhere': 6,
  stall: 4,
  frozen: 2,
  sleep: 2,
  'clock-jump': 5,
}

/** The faults of one seed: none in some, several in a row in others. */
export function faultsOf(random: Random): Fault[] {
  const count = Number(random.weighted({ 0: 10, 1: 35, 2: 25, 3: 15, 5: 10, 8: 5 }))
  return Array.from({ length: count }, () => {
    const kind = random.weighted(WEIGHTS)
    const sorts: Sort[] = ['folder', 'folder', 'folder', 'log', 'vault', 'model']
    return {
      kind,
      at: Math.floor(20 * 60 ** random.next()),
      ms: Math.floor(500 * 60 ** random.next()),
      ...(kind === 'fail' || kind === 'fail-for-a-while' ? { sort: random.pick(sorts) } : {}),
    }
  }).sort((a, b) => a.at - b.at)
}

const IO: readonly Sort[] = ['folder', 'scratch', 'vault', 'log', 'model', 'document']
const CHANGING = ['write', 'move', 'removeFile']

/** Whether that fault can happen at that point at all. */
export function canHappen(fault: Fault, point: Point): boolean {
  const { sort, answer = false } = point
  switch (fault.kind) {
    case 'fail':
    case 'fail-for-a-while':
      return !answer && (fault.sort ? sort === fault.sort : IO.includes(sort))
    case 'fail-after':
      return answer && (sort === 'folder' || sort === 'vault')
    case 'permission-lost':
      return sort === 'folder'
    case 'disk-full':
      return sort === 'folder' && !answer
    case 'crash':
    case 'power-cut':
      return sort !== 'person'
    case 'agent-crash':
      return point.place.within !== undefined
    case 'outside-edit':
    case 'outside-folder':
      // Our own folder is for the person to take from, not for other programs to write in.
      return isNear(fault, point) && !point.path!.startsWith('.deskhand')
    case 'outside-removal':
    case 'outside-rename':
      return isNear(fault, point)
    case 'stall':
    case 'frozen':
      return IO.includes(sort)
    case 'outside-anywhere':
    case 'sleep':
    case 'clock-jump':
      return true
  }
}

/** Mostly right before or after an effect, where it hurts. */
const isNear = (fault: Fault, { sort, path, what }: Point) =>
  sort === 'folder' && !!path && (CHANGING.includes(what) || fault.at % 3 === 0)

export const goOn: Verdict = { failure: null }
