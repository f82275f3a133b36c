import { base64Of, bytesOf } from '../base64.ts'
import type { SessionEvent } from '../event.ts'
import { readResult } from '../quote.ts'
import { pathsOf } from './bodies.ts'
import { createRedactor, isNothing, type TakeOut } from './redact.ts'
import { mapSession, type SharedSession } from './session.ts'

/** Above this a text is not compared line by line, so only somebody who wants the file itself needs it. */
const COMPARED_BYTES = 300_000

/** The session as it will be saved: without what the person took out, and in other words wherever it stood. */
export function redactSession(session: SharedSession, take: TakeOut, withFiles: boolean): SharedSession | null {
  const lean = withFiles && !take.contents ? session : withoutFiles(session)
  const roots = session.events.flatMap(event =>
    event.type === 'root.added' ? [event.root.id, event.root.name].filter(word => word.length > 1) : [],
  )
  const redactor = createRedactor(take, take.paths ? pathsIn(session) : [], roots)
  const plain = isNothing(take)

  const refs = renamed()
  const bodies = lean.bodies.map(({ ref, text }) => {
    const out = redactor.body(text)
    if (out !== text) refs.rename(ref)
    return { ref, text: out }
  })
  const hashes = renamed()
  const images = lean.images.flatMap(image => {
    const text = plain ? null : textOf(image.base64)
    // In a file that is not text nothing can be replaced, so it stays out as a whole.
    const out = plain ? image.base64 : text === null || take.contents ? null : base64Of(redactor.text(text))
    if (out !== image.base64) hashes.rename(image.hash)
    return out === null ? [] : [{ hash: image.hash, base64: out }]
  })
  // What a hash is of could be guessed from it, so those of missing files go as well.
  const kept = new Set(images.map(image => image.hash))
  const mapped = mapSession(
    { ...lean, title: session.title, events: withoutSums(lean.events, take), bodies, images },
    (kind, value) => {
      if (kind === 'blob') return refs.of(value)
      if (kind === 'hash') return plain || kept.has(value) ? hashes.of(value) : hashes.rename(value)
      return redactor.leaf(kind, value)
    },
  )
  if ('fault' in mapped) return null
  const { names, paths, contents, amounts } = take
  const included = new Set(mapped.session.images.map(image => image.hash))
  return {
    ...mapped.session,
    takenOut: { names: names.length, paths, contents, amounts },
    files: mapped.session.files.filter(file => included.has(file.hash)),
  }
}

function withoutFiles(session: SharedSession): SharedSession {
  const images = session.images.filter(
    ({ base64 }) => (base64.length * 3) / 4 <= COMPARED_BYTES && textOf(base64) !== null,
  )
  return { ...session, images, files: [] }
}

/** Sums that a plan asked for are numbers and not words, and amounts all the same. */
function withoutSums(events: SessionEvent[], take: TakeOut): SessionEvent[] {
  if (!take.amounts) return events
  const json = JSON.stringify(events, (key, value) =>
    key === 'equals' && !Number.isInteger(value) ? undefined : value,
  )
  return JSON.parse(json) as SessionEvent[]
}

/** Every path the session knows of, those in lists of folders too. */
function pathsIn(session: SharedSession): string[] {
  const paths = new Set(session.files.map(file => file.path))
  mapSession(session, (kind, value) => {
    if (kind === 'path') paths.add(value)
    return value
  })
  for (const { text } of session.bodies) for (const path of pathsOf(text)) paths.add(path)
  return [...paths]
}

function renamed() {
  const names = new Map<string, string>()
  return {
    of: (name: string) => names.get(name) ?? name,
    rename(name: string): string {
      const made = names.get(name) ?? `sha256:${(names.size + 1).toString(16).padStart(64, '0')}`
      names.set(name, made)
      return made
    },
  }
}

/** The words in it; null for bytes that are not text. */
export function textOf(base64: string): string | null {
  const bytes = bytesOf(base64)
  if (bytes.includes(0)) return null
  const text = new TextDecoder().decode(bytes)
  return text.includes('\ufffd') ? null : text
}

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu
const PERSON = /\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){1,2}/gu
const MOST_NAMES = 40

/** Words that may be names of people or companies, most frequent first. A proposal: it will have missed some and found too many. */
export function namesIn(session: SharedSession): string[] {
  const counts = new Map<string, number>()
  const look = (text: string) => {
    for (const pattern of [EMAIL, PERSON])
      for (const [word] of text.matchAll(pattern)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  mapSession(session, (kind, value) => {
    if (kind === 'text') look(value)
    return value
  })
  for (const { text } of session.bodies) look(readResult(text)?.body ?? text.replaceAll('\\n', '\n'))
  for (const { base64 } of session.images) look(textOf(base64) ?? '')
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_NAMES)
    .map(([word]) => word)
}
