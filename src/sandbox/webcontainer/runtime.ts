import * as Comlink from 'comlink'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { RuntimeHost, RuntimeNews } from '../../ports/webcontainer.ts'

/** Opens the document that holds the runtime, which then talks over `port`; returns the way to close it. */
export type OpenRuntime = (port: MessagePort) => () => void

export interface RuntimeTimes {
  /** A boot never fails by itself: where the runtime cannot be reached it just does not end. */
  bootMs: number
  /** A runtime that is gone does not say so either. Asked every `askMs`, it must have answered after `answerMs`. */
  askMs: number
  answerMs: number
  /** After a boot that came to nothing, how long nobody tries again. */
  restMs: number
}

export const TIMES: RuntimeTimes = { bootMs: 20_000, askMs: 1_500, answerMs: 5_000, restMs: 120_000 }

export interface LiveRuntime {
  host: RuntimeHost
  /** Resolves with the reason once it can no longer be used. */
  gone: Promise<string>
  /** It is of no more use. Whoever works with it hears of it. */
  giveUp(why: string): void
  /** A server that commands have started. */
  onServer(hear: (news: RuntimeNews) => void): () => void
}

/** The one runtime of this page: booted when it is first needed, and anew when it was lost. */
export class Runtime {
  private readonly open: OpenRuntime
  private readonly times: RuntimeTimes
  private live: Promise<Result<LiveRuntime>> | null = null
  private lose: (why: string) => void = () => undefined
  private restUntil = 0

  constructor(open: OpenRuntime, times: RuntimeTimes = TIMES) {
    this.open = open
    this.times = times
  }

  /** False for a while after it could not be reached. */
  mayWork(): boolean {
    return performance.now() >= this.restUntil
  }

  start(): Promise<Result<LiveRuntime>> {
    this.live ??= this.boot()
    return this.live
  }

  /** Closes it, if it runs. */
  close(): void {
    this.lose('it was closed')
  }

  private async boot(): Promise<Result<LiveRuntime>> {
    const { port1, port2 } = new MessageChannel()
    const news = new MessageChannel()
    const listeners = new Set<(news: RuntimeNews) => void>()
    news.port1.onmessage = ({ data }: MessageEvent<RuntimeNews>) => {
      for (const hear of listeners) hear(data)
    }
    const close = this.open(port2)
    const host = Comlink.wrap<RuntimeHost>(port1) as unknown as RuntimeHost
    let watching: ReturnType<typeof setInterval> | undefined
    const gone = new Promise<string>(resolve => {
      this.lose = why => {
        clearInterval(watching)
        this.live = null
        this.lose = () => undefined
        close()
        port1.close()
        news.port1.close()
        resolve(why)
      }
    })
    const { lose } = this
    const booted = host.boot(Comlink.transfer(news.port2, [news.port2])).then(() => null, String)
    const why = await within(booted, this.times.bootMs, 'it did not start in time')
    if (why !== null) {
      this.restUntil = performance.now() + this.times.restMs
      lose(why)
      return failed('network', 'WebContainer could not be started from stackblitz.com.', { detail: why })
    }
    watching = setInterval(async () => {
      const answer = await within(
        host.alive().then(() => null, String),
        this.times.answerMs,
        'it no longer answers',
      )
      if (answer !== null) lose(answer)
    }, this.times.askMs)
    return ok({
      host,
      gone,
      giveUp: lose,
      onServer(hear) {
        listeners.add(hear)
        return () => listeners.delete(hear)
      },
    })
  }
}

/** The answer, or `late` when there is none in time. */
export function within<T, L>(answer: Promise<T>, ms: number, late: L): Promise<T | L> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
