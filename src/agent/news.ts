import type { BlobRef, EventDraft, Signal } from '../domain/event.ts'
import type { AgentNews, BlobText } from '../ports/desk.ts'
import type { Timers } from '../ports/host.ts'

/** The agent's way to tell what happened. Order is kept; signals may be joined, events never are. */
export interface News {
  /** Keeps a body beside the events told next; resolves with its name. */
  keep(value: unknown): Promise<BlobRef>
  tell(event: EventDraft): void
  signal(signal: Signal): void
  /** Resolves when everything told so far is in the log. */
  commit(): Promise<void>
}

const SIGNAL_MS = 32

/** Sends batches over `post`; `acknowledged` is to be called with each number that comes back. */
export function createNews(
  post: (news: AgentNews) => void,
  hashOf: (bytes: Uint8Array) => Promise<string>,
  timers: Timers,
) {
  let events: EventDraft[] = []
  let blobs: BlobText[] = []
  let signals: Signal[] = []
  let sleeping = false
  let last = 0
  const waiting = new Map<number, () => void>()

  const flush = (ack?: number) => {
    if (events.length + blobs.length + signals.length === 0 && ack === undefined) return
    post({ events, blobs, signals, ...(ack === undefined ? {} : { ack }) })
    events = []
    blobs = []
    signals = []
  }
  const flushSoon = () => {
    if (sleeping) return
    sleeping = true
    void timers.sleep(SIGNAL_MS).then(() => {
      sleeping = false
      flush()
    })
  }
  const news: News = {
    async keep(value) {
      const bytes = new TextEncoder().encode(JSON.stringify(value))
      const ref = await hashOf(bytes)
      blobs.push({ ref, bytes })
      return ref
    },
    tell(event) {
      events.push(event)
      flushSoon()
    },
    signal(signal) {
      const previous = signals.at(-1)
      if (
        previous &&
        'text' in previous &&
        'text' in signal &&
        previous.type === signal.type &&
        previous.agent === signal.agent
      )
        previous.text += signal.text
      else signals.push({ ...signal })
      flushSoon()
    },
    commit() {
      last++
      const ack = last
      return new Promise(resolve => {
        waiting.set(ack, resolve)
        flush(ack)
      })
    },
  }
  const acknowledged = (ack: number) => {
    waiting.get(ack)?.()
    waiting.delete(ack)
  }
  return { news, acknowledged }
}
