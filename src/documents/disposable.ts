import * as Comlink from 'comlink'
import { failed, type Result } from '../domain/failure.ts'

/** The first message to each of these workers brings the port it is spoken to by. */
export interface DocumentHello {
  port: MessagePort
}

export interface Disposable<Commands> {
  /**
   * Runs one job in the worker, after those before it. When it takes longer than `limit`, or the worker breaks, the worker is thrown
   * away, the job is a failure, and the next one gets a new worker.
   */
  use<T>(what: string, limit: number, job: (commands: Commands) => Promise<Result<T>>): Promise<Result<T>>
  /** Throws the worker away, with whatever it holds. */
  end(): void
}

/** A worker without work gives its memory back after so long. */
const IDLE = 20_000

/** A worker that is started by its first job, and ended when it had none for `idleTime` milliseconds; null is never. */
export function createDisposable<Commands extends object>(
  make: () => Worker,
  idleTime: number | null = IDLE,
): Disposable<Commands> {
  let live: { worker: Worker; commands: Commands; broke: Promise<string> } | null = null
  let tail: Promise<unknown> = Promise.resolve()
  let idle: ReturnType<typeof setTimeout> | undefined

  function start() {
    const worker = make()
    const { port1, port2 } = new MessageChannel()
    const broke = new Promise<string>(resolve => {
      worker.onerror = event => resolve(event.message || 'the worker could not start')
      worker.onmessageerror = () => resolve('messageerror')
    })
    worker.postMessage({ port: port2 } satisfies DocumentHello, [port2])
    return { worker, commands: Comlink.wrap(port1) as unknown as Commands, broke }
  }

  function end() {
    live?.worker.terminate()
    live = null
  }

  async function run<T>(
    what: string,
    limit: number,
    job: (commands: Commands) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    clearTimeout(idle)
    live ??= start()
    const { commands, broke } = live
    let timer: ReturnType<typeof setTimeout> | undefined
    const outcome = await Promise.race([
      job(commands).catch((error: unknown) => broken(what, error instanceof Error ? error.message : String(error))),
      broke.then(detail => broken(what, detail)),
      new Promise<'late'>(resolve => {
        timer = setTimeout(() => resolve('late'), limit)
      }),
    ])
    clearTimeout(timer)
    if (outcome === 'late') {
      end()
      return failed('limit', `"${what}" took longer than ${Math.round(limit / 1000)} seconds and was given up.`)
    }
    if (!outcome.ok && outcome.failure.kind === 'bug') end()
    if (idleTime !== null) idle = setTimeout(end, idleTime)
    return outcome
  }

  return {
    use(what, limit, job) {
      const turn = tail.then(() => run(what, limit, job))
      tail = turn
      return turn
    },
    end,
  }
}

const broken = (what: string, detail: string) =>
  failed(
    'bug',
    `Working on "${what}" broke the part of the app that does it. The rest goes on; the log has the details.`,
    {
      detail,
    },
  )
