import { LOG_VERSION, type SessionEvent } from './event.ts'

/** `STEPS[n]` makes an event of version n one of version n + 1. A step is never changed once logs were written with it. */
const STEPS: Record<number, (event: SessionEvent) => SessionEvent> = {
  // Version 2 has more kinds of events; those of version 1 mean what they meant.
  1: event => event,
}

/**
 * The event as this version writes it. The log itself is never rewritten: it is read through this. An event of a newer
 * version comes back as it is.
 */
export function upToDate(event: SessionEvent): SessionEvent {
  let now = event
  for (let version = event.v; version < LOG_VERSION; version++) now = { ...STEPS[version]!(now), v: version + 1 }
  return now
}
