import * as Comlink from 'comlink'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { Command, GivenFile, OutputChunk, Ran, SandboxView, TreeChanges } from '../../ports/sandbox.ts'
import type { EngineAssets, EngineRan } from '../engine/commands.ts'
import { Frame, type LiveEngine, type OpenFrame } from './frame.ts'

/** How long beyond its own time a command may take to say that it has ended. */
const GRACE_MS = 900
/** For everything that is no command. */
const CALL_MS = 60_000

const NOT_STARTED =
  'The place where commands run did not start. Try again; if it keeps happening, reload the page. Everything else still works.'

export type ViewDeps = { open: OpenFrame; assets: EngineAssets & { engine(): Promise<Blob> }; startMs: number }

/** One agent's view, on an engine in a frame of its own that is started when it is first needed, and again when it was lost. */
export class EmbeddedView implements SandboxView {
  private readonly deps: ViewDeps
  private readonly given = new Map<string, GivenFile>()
  private under: readonly string[] = []
  private frame: Frame | null = null
  private engine: Promise<Result<LiveEngine>> | null = null

  constructor(deps: ViewDeps) {
    this.deps = deps
  }

  async refresh(under: readonly string[], files: readonly GivenFile[]): Promise<Result<void>> {
    const wanted = new Map(files.map(file => [file.path, file]))
    const drop = [...this.given.keys()].filter(path => !wanted.has(path))
    const put = files.filter(file => !isSame(this.given.get(file.path), file))
    for (const path of drop) this.given.delete(path)
    for (const file of put) this.given.set(file.path, file)
    this.under = under
    const fresh = this.engine === null
    // A new engine is given everything as it starts.
    return this.call(engine => (fresh ? undefined : engine.commands.refresh(under, put, drop)), 'laying out the files')
  }

  async exec(command: Command, onOutput: (chunk: OutputChunk) => void, signal: AbortSignal): Promise<Result<Ran>> {
    const live = await this.live()
    if (!live.ok) return live
    const engine = live.value
    const started = performance.now()
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }: MessageEvent<OutputChunk>) => onOutput(data)
    const stop = () => void engine.commands.stop()
    signal.addEventListener('abort', stop)
    const lateStop = new Promise<'stopped'>(resolve =>
      signal.addEventListener('abort', () => setTimeout(() => resolve('stopped'), GRACE_MS)),
    )
    const stuck = whenStuck(engine, command.seconds * 1000 + GRACE_MS)
    try {
      if (signal.aborted) stop()
      const running = engine.commands.exec(
        command.command,
        command.seconds,
        command.stdin ?? '',
        Comlink.transfer(port2, [port2]),
      )
      const ended = await Promise.race([running, stuck.done, lateStop, engine.broken])
      const ms = performance.now() - started
      if (typeof ended !== 'string') return ok({ ...ended, ms })
      this.lose(engine)
      return ok({ ...lost(ended, command.seconds), ms })
    } catch (error) {
      this.lose(engine)
      return failed('bug', 'The command could not be run. Try it again.', { detail: String(error) })
    } finally {
      stuck.clear()
      signal.removeEventListener('abort', stop)
      port1.close()
    }
  }

  read(path: string): Promise<Result<Uint8Array>> {
    return this.call(engine => engine.commands.read(path), `reading ${path}`)
  }

  write(path: string, bytes: Uint8Array): Promise<Result<void>> {
    return this.call(engine => engine.commands.write(path, new Uint8Array(bytes)), `writing ${path}`)
  }

  changes(): Promise<Result<TreeChanges>> {
    return this.call(engine => engine.commands.changes(), 'looking at what changed')
  }

  close(): void {
    this.closeFrame()
    this.engine = null
  }

  private async call<T>(work: (engine: LiveEngine) => T | Promise<T>, doing: string): Promise<Result<Awaited<T>>> {
    const live = await this.live()
    if (!live.ok) return live
    const late = timeout(CALL_MS)
    const lostWords = Promise.race([late.done, live.value.broken]).then(why => ({ lost: why }))
    try {
      const answer = await Promise.race([Promise.resolve(work(live.value)).then(value => ({ value })), lostWords])
      if ('value' in answer) return ok(answer.value as Awaited<T>)
      this.lose(live.value)
      return failed('bug', `The place where commands run stopped while ${doing}. Try it again.`, {
        detail: answer.lost,
      })
    } catch (error) {
      // The engine throws what a file system throws; only the message crosses.
      return failed('invalid', error instanceof Error ? error.message : String(error))
    } finally {
      late.clear()
    }
  }

  private live(): Promise<Result<LiveEngine>> {
    this.engine ??= this.start()
    const { engine } = this
    void engine.then(started => {
      if (!started.ok && this.engine === engine) this.engine = null
    })
    return engine
  }

  private async start(): Promise<Result<LiveEngine>> {
    const answering = await this.answeringFrame()
    if (!answering) return failed('bug', NOT_STARTED)
    try {
      const engine = answering.start(await this.deps.assets.engine(), this.deps.assets)
      const late = timeout(CALL_MS)
      const laid = Promise.resolve(engine.commands.refresh(this.under, [...this.given.values()], []))
      const lostWords = await Promise.race([laid.then(() => null), engine.broken, late.done])
      late.clear()
      if (lostWords === null) return ok(engine)
      engine.end()
      return failed('bug', NOT_STARTED, { detail: lostWords })
    } catch (error) {
      return failed('bug', NOT_STARTED, { detail: String(error) })
    }
  }

  /** A frame that does not become ready is replaced once. */
  private async answeringFrame(): Promise<Frame | null> {
    if (this.frame?.gone) this.closeFrame()
    for (let attempt = 0; attempt < 2; attempt++) {
      this.frame ??= new Frame(this.deps.open)
      if (await this.frame.answers(this.deps.startMs)) return this.frame
      this.closeFrame()
    }
    return null
  }

  private closeFrame(): void {
    this.frame?.close()
    this.frame = null
  }

  /** The engine is of no more use: the next call starts another, with the files as they were given. */
  private lose(engine: LiveEngine): void {
    engine.end()
    this.engine = null
  }
}

/** After its time a command is ended by its engine. Only where the engine no longer answers has the desk to do it. */
function whenStuck(engine: LiveEngine, ms: number) {
  const stop = new AbortController()
  const watch = async (): Promise<'timeout'> => {
    await sleep(ms)
    while (!stop.signal.aborted) {
      const answer = timeout(GRACE_MS)
      const alive = await Promise.race([engine.commands.alive(), answer.done])
      answer.clear()
      if (alive !== true) return 'timeout'
      await sleep(GRACE_MS)
    }
    return 'timeout'
  }
  return { done: watch(), clear: () => stop.abort() }
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

function timeout(ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const done = new Promise<'timeout'>(resolve => {
    timer = setTimeout(() => resolve('timeout'), ms)
  })
  return { done, clear: () => clearTimeout(timer) }
}

const isSame = (known: GivenFile | undefined, file: GivenFile) =>
  known !== undefined && known.mtime === file.mtime && known.file.size === file.file.size

const NOTHING = { head: '', tail: '', dropped: 0 }

function lost(why: string, seconds: number): EngineRan | Omit<Ran, 'ms'> {
  const say = (text: string) => ({ head: `${text}\n`, tail: '', dropped: 0 })
  if (why === 'timeout')
    return {
      exitCode: 124,
      reason: 'timeout',
      stdout: NOTHING,
      stderr: say(`Stopped after ${seconds} seconds; what it had printed is lost.`),
    }
  if (why === 'stopped') return { exitCode: 130, reason: 'stopped', stdout: NOTHING, stderr: say('Stopped.') }
  return {
    exitCode: 134,
    reason: 'crashed',
    stdout: NOTHING,
    stderr: say(
      `The engine broke down and is started anew: ${why}. Most often a program had taken all the memory that programs may have, some gigabytes: work in smaller parts.`,
    ),
  }
}
