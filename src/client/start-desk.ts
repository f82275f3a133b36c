import * as Comlink from 'comlink'
import { failed, type Result } from '../domain/failure.ts'
import { BEGUN, type DeskCommands, type OpenedSession } from '../ports/desk.ts'

/** A desk in a worker of its own, which is opening its session. */
export interface StartedDesk {
  commands: Comlink.Remote<DeskCommands>
  /** Its `DeskNews`. Nothing is lost before somebody listens. */
  news: MessagePort
  opened: Promise<Result<OpenedSession>>
  /** Resolves when the worker runs, or cannot. Until then it needs this page's thread, step by step. */
  begun: Promise<void>
  end(): void
}

export function startDesk(session: string, takeOver = false): StartedDesk {
  const worker = new Worker(new URL('../workers/desk.worker.ts', import.meta.url), { type: 'module', name: 'desk' })
  const commands = Comlink.wrap<DeskCommands>(worker)
  const { port1: news, port2: told } = new MessageChannel()
  // A worker that cannot start answers nothing at all.
  const broken = new Promise<Result<OpenedSession>>(resolve => {
    worker.onerror = event =>
      resolve(failed('bug', 'The desk could not start. Reload the page to try again.', { detail: event.message }))
  })
  const begun = new Promise<void>(resolve => {
    worker.addEventListener('message', ({ data }) => data === BEGUN && resolve())
    void broken.then(() => resolve())
  })
  return {
    commands,
    news,
    opened: Promise.race([commands.open(session, Comlink.transfer(told, [told]), takeOver), broken]),
    begun,
    end() {
      news.close()
      worker.terminate()
    },
  }
}
