import { base64Of, bytesOf } from '../../domain/base64.ts'
import { LOG_VERSION, type SessionEvent } from '../../domain/event.ts'
import { failed, ok, type Result } from '../../domain/failure.ts'
import { upToDate } from '../../domain/migrate.ts'
import { eventShape } from '../../domain/share/events.ts'
import { bulk, checked, leaf, list, object, oneOf, orNull, type Shape, time, whole } from '../../domain/share/shape.ts'
import type { Blob } from '../../ports/log.ts'

export const FORMAT = 'deskhand-session-copy'
export const FORMAT_VERSION = 1
/** Events in one part. All but the last part of a copy are full, and are never written again. */
export const PART = 500

/** What stands in a copy's `session.json`, which is written last: what it names is there, whole. */
export interface CopyHead {
  format: typeof FORMAT
  version: number
  id: string
  title: string
  createdAt: number
  updatedAt: number
  epoch: number
  seq: number
  /** The root that the copy lies in; null where it lies in none. */
  root: string | null
  /** In order. The hash is of the part's bytes. */
  parts: { name: string; hash: string }[]
  images: { hash: string; bytes: number }[]
}

const headShape = object({
  format: oneOf(FORMAT),
  version: whole,
  id: bulk(/^[\w-]{1,80}$/),
  title: leaf('text'),
  createdAt: time,
  updatedAt: time,
  epoch: whole,
  seq: whole,
  root: orNull(leaf('root')),
  parts: list(object({ name: bulk(/^\d+-\d+\.jsonl$/), hash: leaf('hash') })),
  images: list(object({ hash: leaf('hash'), bytes: whole })),
})

export const headPath = (id: string) => `${id}/session.json`
export const partPath = (id: string, name: string) => `${id}/${name}`
/** Images of all copies in one place lie side by side, each once. */
export const imagePath = (hash: string) => `images/${hash.replace(':', '-')}`

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })
const asIs = (_: unknown, text: string) => text

export const newerCopy = failed(
  'fenced',
  'This copy was made by a newer Deskhand. Reload the page to get the newest, then try again.',
)
/** `what` names the copy or file in quotation marks. */
export const damagedCopy = (what: string, detail: string) =>
  failed('invalid', `${what} is cut or was changed, so nothing of it was brought back.`, { detail })

export const headBytes = (head: CopyHead): Uint8Array => encoder.encode(`${JSON.stringify(head, null, 1)}\n`)

export function readHead(bytes: Uint8Array): Result<CopyHead> {
  const value = jsonOf(bytes)
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > FORMAT_VERSION) return newerCopy
  const read = checked(headShape as Shape, value, asIs)
  return 'fault' in read ? damagedCopy('The copy of this session', read.fault) : ok(read.value as CopyHead)
}

/** A part as lines of JSON: each event, and before it the bodies it names. */
export function partBytes(events: readonly SessionEvent[], bodies: readonly Blob[]): Uint8Array {
  const lines = [...bodies.map(bodyLine), ...events.map(event => JSON.stringify({ event }))]
  return encoder.encode(`${lines.join('\n')}\n`)
}

function bodyLine({ ref, bytes }: Blob): string {
  try {
    return JSON.stringify({ body: ref, text: decoder.decode(bytes) })
  } catch {
    // Not every body has to be text.
    return JSON.stringify({ body: ref, base64: base64Of(bytes) })
  }
}

const lineShape: Shape = (value, visit, at) =>
  typeof value === 'object' && value !== null && 'event' in value
    ? object({ event: eventShape })(value, visit, at)
    : object({ body: leaf('blob') }, { text: bulk(), base64: bulk(/^[A-Za-z0-9+/]*={0,2}$/) })(value, visit, at)

type Line = { event: SessionEvent } | { body: string; text?: string; base64?: string }

/** Everything in it is looked at; anything that is not known refuses the whole. */
export function readPart(bytes: Uint8Array): Result<{ events: SessionEvent[]; bodies: Blob[] }> {
  const events: SessionEvent[] = []
  const bodies: Blob[] = []
  const lines = textOf(bytes)?.trimEnd().split('\n') ?? ['']
  for (const text of lines) {
    const value = jsonOf(text)
    if (Number((value as { event?: { v?: unknown } } | null)?.event?.v) > LOG_VERSION) return newerCopy
    const read = checked(lineShape, value, asIs)
    if ('fault' in read) return damagedCopy('The copy of this session', read.fault)
    const line = read.value as Line
    if ('event' in line) events.push(upToDate(line.event))
    else
      bodies.push({
        ref: line.body,
        bytes: line.text === undefined ? bytesOf(line.base64 ?? '') : encoder.encode(line.text),
      })
  }
  return ok({ events, bodies })
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

export function jsonOf(from: Uint8Array | string): unknown {
  const text = typeof from === 'string' ? from : textOf(from)
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
