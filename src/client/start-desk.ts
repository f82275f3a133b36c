import * as Comlink from 'comlink'
import { failed, type Result } from '../domain/failure.ts'
import type { DeskCommands, OpenedSession } from '../ports/desk.ts'
import { takeEarlyDesk } from './early-desk.ts'

/** A desk in a worker of its own, which is opening its session. */
export interface StartedDesk {
  commands: Comlink.Remote<DeskCommands>
  /** Its `DeskNews`. Nothing is lost before somebody listens. */
  news: MessagePort
  opened: Promise<Result<OpenedSession>>
  end(): void
}

export function startDesk(session: string, takeOver = false): StartedDesk {
  const worker =
    takeEarlyDesk() ??
    new Worker(new URL('../workers/desk.worker.ts', import.meta.url), { type: 'module', name: 'desk' })
  const commands = Comlink.wrap<DeskCommands>(worker)
  const { port1: news, port2: told } = new MessageChannel()
  // A worker that cannot start answers nothing at all.
  const broken = new Promise<Result<OpenedSession>>(resolve => {
    worker.onerror = event =>
      resolve(failed('bug', 'The desk could not start. Reload the page to try again.', { detail: event.message }))
  })
  return {
    commands,
    news,
    opened: Promise.race([commands.open(session, Comlink.transfer(told, [told]), takeOver), broken]),
    end() {
      // The page's first desk is known for as long as the page lives; the screen that listened to it is not to be.
      news.onmessage = null
      news.close()
      worker.terminate()
    },
  }
}
