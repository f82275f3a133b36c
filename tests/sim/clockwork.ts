import type { Failure } from '../../src/domain/failure.ts'
import type { Random } from './random.ts'

/** A worker of the simulated host, or a part of one: what it waits for never comes once it is dead. */
export interface Place {
  name: string
  alive: boolean
  /** The worker that started it: dead with it. */
  within?: Place
  /** Nothing reaches it before this moment: a frozen tab. */
  frozenUntil: number
}

export const createPlace = (name: string, within?: Place): Place => ({
  name,
  alive: true,
  frozenUntil: 0,
  ...(within ? { within } : {}),
})
export const isAlive = (place: Place): boolean => place.alive && (!place.within || isAlive(place.within))
const thaw = (place: Place): number => Math.max(place.frozenUntil, place.within ? thaw(place.within) : 0)

/** Things of one lane arrive in the order they were sent, as over a message port. */
export interface Lane {
  last: number
  /** Held up until then, and everything behind it. */
  held: number
}
export const createLane = (): Lane => ({ last: 0, held: 0 })

/** What kind of thing is waited for: faults are chosen by it. */
export type Sort =
  | 'folder'
  | 'scratch'
  | 'vault'
  | 'log'
  | 'model'
  | 'document'
  | 'message'
  | 'timer'
  | 'lock'
  | 'person'

export interface Point {
  sort: Sort
  /** The call that waits. */
  what: string
  path?: string
  /** The effect is done already, and only its answer is under way. */
  answer?: boolean
  place: Place
  /** Done without its caller when the place dies while this is under way. */
  inFlight?: () => void
}

interface Waiting {
  point: Point
  due: number
  order: number
  lane: Lane | undefined
  go: (failure: Failure | null) => void
}

export type Verdict = { failure: Failure | null } | { later: number } | 'never'

export interface Clockwork {
  now(): number
  /** What the host's clock shows, which people may set. */
  shown(): number
  sleep(ms: number): void
  setBy(ms: number): void
  /** How many points have been passed. */
  passed(): number
  /** Waits about so many milliseconds, and for the fault that the seed has for this very moment. Never resolves for the dead. */
  point(point: Point, ms: number, lane?: Lane): Promise<Failure | null>
  /** Gives up what a dead place waits for, and tells of it in the order it was asked for. */
  abandoned(place: Place): Point[]
  /** What a place waits for right now. */
  waiting(place: Place): Point[]
  /** Runs until nothing waits any more. False when that takes more than `most` points. */
  run(most: number): Promise<boolean>
}

/** Everything else that could run has run. */
export const settled = () => new Promise<void>(resolve => process.nextTick(resolve))

/**
 * The one clock and the one queue of a simulated host. What completes next is decided by the seed alone: each thing that is
 * waited for gets its own delay, and time jumps from one to the next.
 */
export function createClockwork(
  random: Random,
  spread: number,
  judge: (point: Point, number: number) => Verdict,
): Clockwork {
  let time = 1_750_000_000_000
  let set = 0
  let passed = 0
  let orders = 0
  const heap: Waiting[] = []
  const before = (a: Waiting, b: Waiting) => a.due < b.due || (a.due === b.due && a.order < b.order)

  const isOf = ({ point: { place } }: Waiting, top: Place) => place === top || place.within === top
  const inOrder = (some: Waiting[]) => some.sort((a, b) => (before(a, b) ? -1 : 1)).map(one => one.point)

  const push = (one: Waiting) => {
    let at = heap.push(one) - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      if (!before(one, heap[up]!)) break
      heap[at] = heap[up]!
      at = up
    }
    heap[at] = one
  }
  const pop = (): Waiting | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (heap.length === 0 || last === undefined) return first
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first
  }

  return {
    now: () => time,
    shown: () => time + set,
    sleep: ms => {
      time += ms
    },
    setBy: ms => {
      set += ms
    },
    passed: () => passed,
    point(point, ms, lane) {
      const isExact = point.sort === 'timer' || point.sort === 'person'
      const delay = isExact ? ms : ms * (1 - spread + random.next() * 2 * spread)
      let due = time + delay
      if (lane) {
        due = Math.max(due, lane.last)
        lane.last = due
      }
      return new Promise(go => push({ point, due, order: ++orders, lane, go }))
    },
    abandoned(place) {
      const dead = heap.filter(one => isOf(one, place))
      const rest = heap.filter(one => !isOf(one, place))
      heap.length = 0
      for (const one of rest) push(one)
      return inOrder(dead)
    },
    waiting: place => inOrder(heap.filter(one => isOf(one, place))),
    async run(most) {
      for (;;) {
        await settled()
        const next = pop()
        if (!next) return true
        if (!isAlive(next.point.place)) continue
        const thawed = Math.max(thaw(next.point.place), next.lane?.held ?? 0)
        if (thawed > next.due) {
          next.due = thawed
          push(next)
          continue
        }
        time = Math.max(time, next.due)
        if (++passed > most) return false
        const verdict = judge(next.point, passed)
        if (verdict === 'never') continue
        if ('later' in verdict) {
          next.due = time + verdict.later
          push(next)
          if (next.lane) next.lane.held = time + verdict.later
        } else next.go(verdict.failure)
      }
    },
  }
}
