import { createEffect, createSignal, on } from 'solid-js'
import type { SessionEvent } from '../domain/event.ts'
import type { Desk } from './desk.ts'

const PAGE = 2000

/**
 * Reads the log from its first event on, page by page, and goes on as it grows: for what is a fold of the whole log. `read` is
 * the place it has come to, and changes with each page; `trouble` says why it stopped.
 */
export function readWholeLog(desk: Desk, take: (events: SessionEvent[]) => void) {
  const [read, setRead] = createSignal(0)
  const [trouble, setTrouble] = createSignal('')
  let reading = false

  async function catchUp() {
    if (reading) return
    reading = true
    while (read() < desk.state.lastSeq) {
      const events = await desk.readEvents(read() + 1, Math.min(read() + PAGE, desk.state.lastSeq) + 1)
      if (!events.ok || events.value.length === 0) {
        setTrouble(events.ok ? 'A part of the log is missing, so this is not whole.' : events.failure.message)
        break
      }
      take(events.value)
      setRead(events.value.at(-1)!.seq)
    }
    reading = false
  }
  createEffect(on(() => desk.state.lastSeq, catchUp))
  return { read, trouble }
}
