import { type EventDraft, LOG_VERSION, type SessionEvent } from './event.ts'

export interface ForkInto {
  id: string
  title: string
  epoch: number
  at: number
  /** A try-out: its folders are a copy that takes every change. */
  trial?: boolean
}

/**
 * The log of a session that begins where another one was after `seq` of its events: the same events under another name, and what
 * says so. Bodies and images keep their hashes. Nothing of it happens anew, and nothing on the disk is taken back.
 */
export function forkOf(
  origin: { id: string; title: string },
  events: readonly SessionEvent[],
  seq: number,
  { id, title, epoch, at, trial }: ForkInto,
): SessionEvent[] {
  const kept = events.filter(event => event.seq <= seq)
  const begun = new Set(kept.flatMap(event => (event.type === 'file.willChange' ? [event.effect] : [])))
  // One that had begun is looked for on the disk when the fork is opened.
  const later = events.filter(event => event.type === 'file.changed' && !begun.has(event.effect)).length
  const drafts: EventDraft[] = [
    {
      type: 'session.forked',
      by: 'person',
      from: { session: origin.id, title: origin.title, seq: kept.length },
      later,
      ...(trial ? { trial: true as const } : {}),
    },
    // Without a name its first request gives it one.
    ...(title === '' ? [] : [{ type: 'session.renamed' as const, by: 'person' as const, title }]),
  ]
  return [
    ...kept.map(event => ({ ...event, session: id })),
    ...drafts.map(
      (draft, index): SessionEvent => ({
        ...draft,
        v: LOG_VERSION,
        session: id,
        seq: kept.length + index + 1,
        epoch,
        at,
      }),
    ),
  ]
}

/** What a fork is called: of a fork's fork, no more than that it is one. */
export const forkTitle = (title: string) => `${title.replace(/ \(fork\)$/, '')} (fork)`

export const trialTitle = (title: string) => (title === '' ? '' : `${title.replace(/ \(try-out\)$/, '')} (try-out)`)

/** The hashes that its log names: bodies of the conversation, and versions of files that undo may need. */
export const hashesIn = (events: readonly SessionEvent[]) => ({
  bodies: new Set(events.flatMap(event => ('body' in event ? [event.body] : []))),
  images: new Set(
    events.flatMap(event =>
      event.type === 'file.willChange' ? [event.after.hash, ...(event.before ? [event.before.hash] : [])] : [],
    ),
  ),
})
