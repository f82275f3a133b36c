import { failed, ok, type Result } from '../../domain/failure.ts'
import type { EventSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { zoneLines } from './ics-zone.ts'

const WHEN = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?(Z)?)?$/
const RULE = /^FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z-]+=[A-Z0-9,+-]+)*$/
/** A stamp must be there and is never shown; a fixed one makes equal calendars equal files. */
const STAMP = '20260101T000000Z'

/** A calendar that calendar programs import: whole days, times in a zone with its summer time, and repetition. */
export function writeIcs(events: readonly EventSpec[]): Result<Uint8Array> {
  if (events.length === 0) return failed('invalid', 'A calendar needs at least one event.')
  const twice = events.find((event, index) => events.findIndex(other => other.uid === event.uid) !== index)
  if (twice) return failed('invalid', `Two events have the uid "${twice.uid}".`)
  const lines: string[] = []
  const zones = new Map<string, number>()
  for (const event of events) {
    const made = eventLines(event)
    if (!made.ok) return made
    lines.push(...made.value)
    if (event.zone) {
      const year = Number(event.start.slice(0, 4))
      zones.set(event.zone, Math.min(year, zones.get(event.zone) ?? year))
    }
  }
  const zoned: string[] = []
  for (const [zone, year] of zones) {
    const made = zoneLines(zone, year)
    if (made === null) return failed('invalid', `"${zone}" is no time zone. Name it like "Europe/Berlin".`)
    zoned.push(...made)
  }
  const all = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Deskhand//EN',
    'CALSCALE:GREGORIAN',
    ...zoned,
    ...lines,
    'END:VCALENDAR',
  ]
  return ok(new TextEncoder().encode(all.map(line => `${foldLine(line)}\r\n`).join('')))
}

function eventLines(event: EventSpec): Result<string[]> {
  const start = timeLine('DTSTART', event.start, event.zone)
  const end = event.end === undefined ? '' : timeLine('DTEND', event.end, event.zone)
  if (start === null || end === null)
    return failed('invalid', `"${event.title}": write times like 2026-11-22T09:30 or, for whole days, 2026-11-22.`)
  if (event.end !== undefined && (event.end < event.start || event.end.includes('T') !== event.start.includes('T')))
    return failed('invalid', `"${event.title}" ends before it starts, or only one of its ends has a time.`)
  if (event.repeat !== undefined && !RULE.test(event.repeat))
    return failed('invalid', `"${event.title}": write the repetition like FREQ=WEEKLY;COUNT=4.`)
  return ok([
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `DTSTAMP:${STAMP}`,
    start,
    ...(end === '' ? [] : [end]),
    ...(event.repeat === undefined ? [] : [`RRULE:${event.repeat}`]),
    `SUMMARY:${escaped(event.title)}`,
    ...(event.place ? [`LOCATION:${escaped(event.place)}`] : []),
    ...(event.text ? [`DESCRIPTION:${escaped(event.text)}`] : []),
    'END:VEVENT',
  ])
}

function timeLine(name: string, iso: string, zone: string | undefined): string | null {
  const match = WHEN.exec(iso)
  if (!match) return null
  const [, year, month, day, hour, minute, second = '00', utc] = match
  if (Number.isNaN(Date.parse(`${year}-${month}-${day}T00:00:00Z`))) return null
  if (hour === undefined) return `${name};VALUE=DATE:${year}${month}${day}`
  const time = `${year}${month}${day}T${hour}${minute}${second}`
  if (utc) return `${name}:${time}Z`
  return zone ? `${name};TZID=${zone}:${time}` : `${name}:${time}`
}

const escaped = (text: string) =>
  plainText(text)
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', ' ')

/** Lines of at most 75 bytes, cut between characters. */
function foldLine(line: string): string {
  const encoder = new TextEncoder()
  let out = ''
  let length = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (length + size > 74) {
      out += '\r\n '
      length = 1
    }
    out += character
    length += size
  }
  return out
}
