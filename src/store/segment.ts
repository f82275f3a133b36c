import type { SessionEvent } from '../domain/event.ts'

/** Up to this many events lie in one record: a tenth of the writes, and ten times the speed, of one record each. */
export const SEGMENT = 100

/**
 * Events `first` to at most `first + 99`, as the JSON of their list: the browser keeps one text several times as fast as a hundred
 * objects. Until the database's version 3 the objects themselves were kept. All but the last segment of a session are full.
 */
export type Segment = { json: string } | { events: SessionEvent[] }

/** The first number of the segment that holds `seq`. */
export const segmentOf = (seq: number) => Math.floor((seq - 1) / SEGMENT) * SEGMENT + 1

export const eventsIn = (segment: Segment): SessionEvent[] =>
  'json' in segment ? JSON.parse(segment.json) : segment.events

export const jsonIn = (segment: Segment): string => ('json' in segment ? segment.json : JSON.stringify(segment.events))

/** The segments of events that begin with `seq`; what is in the first of them already is `open`, a list as JSON. */
export function segmentsOf(
  events: readonly SessionEvent[],
  seq: number,
  open: string,
): { first: number; json: string }[] {
  const segments: { first: number; json: string }[] = []
  let before = open
  for (let at = 0; at < events.length; ) {
    const first = segmentOf(seq + at)
    const end = at + first + SEGMENT - (seq + at)
    const json = JSON.stringify(events.slice(at, end))
    segments.push({ first, json: before === '' ? json : `${before.slice(0, -1)},${json.slice(1)}` })
    before = ''
    at = end
  }
  return segments
}
