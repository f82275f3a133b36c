import ICAL from 'ical.js'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { ReadDocument, ReadWish } from '../../ports/documents.ts'
import { type Collector, createCollector } from './collect.ts'
import { decodeFile } from './text-bytes.ts'

/** Times of a repeated event that are written out. */
const MOST_TIMES = 60
/** Steps through a rule that never matches; some rules do so for ever. */
const MOST_STEPS = 5000

/** Reads a calendar: each event with its times, repetitions written out, in the zone it is in and in UTC. */
export function readIcs(bytes: Uint8Array, wish: ReadWish): Result<ReadDocument> {
  const { text } = decodeFile(bytes)
  try {
    const parsed: unknown = ICAL.parse(text.replace(/^\ufeff/, ''))
    const calendars = (Array.isArray((parsed as unknown[])[0]) ? parsed : [parsed]) as unknown[][]
    const collect = createCollector(wish)
    let number = 0
    for (const each of calendars) {
      const calendar = new ICAL.Component(each as ConstructorParameters<typeof ICAL.Component>[0])
      for (const zone of calendar.getAllSubcomponents('vtimezone'))
        ICAL.TimezoneService.register(new ICAL.Timezone(zone))
      collect.part({
        name: 'calendar',
        title: String(calendar.getFirstPropertyValue('x-wr-calname') ?? '') || 'calendar',
      })
      const events = calendar.getAllSubcomponents('vevent')
      const exceptions = events.filter(event => event.hasProperty('recurrence-id'))
      for (const event of events.filter(one => !one.hasProperty('recurrence-id'))) {
        const own = exceptions.filter(one => one.getFirstPropertyValue('uid') === event.getFirstPropertyValue('uid'))
        addEvent(new ICAL.Event(event, { exceptions: own }), `event ${++number}`, collect)
      }
      for (const todo of calendar.getAllSubcomponents('vtodo')) addTodo(todo, `task ${++number}`, collect)
    }
    ICAL.TimezoneService.reset()
    return ok(collect.finish('ics'))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return failed('unreadable', 'The calendar file is damaged and cannot be read.', { detail })
  }
}

function addEvent(event: ICAL.Event, at: string, collect: Collector): void {
  const say = (label: string, value: unknown) => {
    const text = value === null || value === undefined ? '' : String(value).trim()
    if (text !== '') collect.add({ kind: 'paragraph', at, text: `${label}: ${text}` })
  }
  collect.add({ kind: 'heading', at, level: 2, text: event.summary?.trim() || 'Event without a title' })
  if (event.startDate) {
    const zone = zoneNamed(event.component)
    say('start', timeText(event.startDate, zone))
    if (event.endDate) say('end', timeText(lastDay(event.endDate), zone))
  } else collect.notice(`${at} has no start.`)
  say('where', event.location)
  say('status', event.component.getFirstPropertyValue('status'))
  say('organiser', mailText(event.organizer))
  say('people', event.attendees.map(each => mailText(each.getFirstValue())).join(', '))
  if (event.startDate && event.isRecurring()) {
    for (const rule of event.component.getAllProperties('rrule')) say('repeats', rule.getFirstValue())
    addTimes(event, at, collect)
  }
  for (const alarm of event.component.getAllSubcomponents('valarm'))
    say('reminder', alarm.getFirstPropertyValue('trigger'))
  say('text', event.description)
}

function addTimes(event: ICAL.Event, at: string, collect: Collector): void {
  const iterator = event.iterator()
  const zone = zoneNamed(event.component)
  let found = 0
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = iterator.next() as ICAL.Time | undefined
    if (!next) return
    const one = event.getOccurrenceDetails(next)
    const moved = one.item !== event ? ' (changed: ' : ''
    const title = moved ? `${moved}${one.item.summary ?? ''})` : ''
    collect.add({
      kind: 'item',
      at,
      level: 0,
      marker: '-',
      text: `${timeText(one.startDate, zone)} to ${timeText(lastDay(one.endDate), zone)}${title}`,
    })
    if (++found === MOST_TIMES) {
      collect.notice(`${at} repeats more than ${MOST_TIMES} times; only the first ${MOST_TIMES} are written out.`)
      return
    }
  }
  collect.notice(`${at} repeats by a rule that could not be followed to its end.`)
}

function addTodo(todo: ICAL.Component, at: string, collect: Collector): void {
  const value = (name: string) => todo.getFirstPropertyValue(name)
  collect.add({ kind: 'heading', at, level: 2, text: String(value('summary') ?? 'Task without a title') })
  for (const name of ['due', 'dtstart', 'status', 'priority', 'description']) {
    const found = value(name)
    if (found)
      collect.add({
        kind: 'paragraph',
        at,
        text: `${name}: ${found instanceof ICAL.Time ? timeText(found) : String(found)}`,
      })
  }
}

/** A whole day ends, in a calendar file, with the day after it. */
function lastDay(end: ICAL.Time): ICAL.Time {
  if (!end.isDate) return end
  const day = end.clone()
  day.adjust(-1, 0, 0, 0)
  return day
}

/** A zone that is only named, without its rules beside it, as many programs write. */
const zoneNamed = (component: ICAL.Component) => {
  const zone: unknown = component.getFirstProperty('dtstart')?.getParameter('tzid')
  return typeof zone === 'string' ? zone : undefined
}

/** `2026-11-03 09:00 (Europe/Berlin; 08:00 UTC)`; a day alone for whole days. */
function timeText(time: ICAL.Time, named?: string): string {
  const written = time.toString()
  if (time.isDate) return written.slice(0, 10)
  const local = `${written.slice(0, 10)} ${written.slice(11, 16)}`
  const zone = time.zone?.tzid
  if (zone === 'UTC' || zone === 'Z') return `${local} UTC`
  if (!zone || zone === 'floating') return `${local} (${named ?? 'local time'})`
  const utc = time.convertToZone(ICAL.Timezone.utcTimezone).toString()
  const other = utc.slice(0, 10) === written.slice(0, 10) ? '' : `${utc.slice(0, 10)} `
  return `${local} (${zone}; ${other}${utc.slice(11, 16)} UTC)`
}

const mailText = (value: unknown) => String(value ?? '').replace(/^mailto:/i, '')
