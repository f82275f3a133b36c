import * as Comlink from 'comlink'
import { failed, ok, type Result } from '../../domain/failure.ts'
import {
  type Command,
  type GivenFile,
  type OutputChunk,
  type Ran,
  type SandboxView,
  type TreeChanges,
  WORK,
} from '../../ports/sandbox.ts'
import type { RuntimeTexts } from '../../ports/webcontainer.ts'
import { headAndTail } from '../engine/output.ts'
import { bytesOf, compare, exactText, type Hashes, hashOf } from './contents.ts'
import { createPlainText } from './plain-text.ts'
import { type LiveRuntime, type Runtime, within } from './runtime.ts'

/** How long a command may take to heed that it was ended: nobody waits longer, and after the second the runtime is given up. */
const GRACE_MS = 900
const KILL_MS = 8_000
const MOST_KEPT = 2_000_000
let commands = 0

/**
 * One agent's folder in the one runtime of the page. It holds `work`, `folders` and `tmp`; agents are kept apart by nothing but these
 * folders. What is in `node_modules` stays from command to command and is never brought home.
 */
export class WebContainerView implements SandboxView {
  private readonly runtime: Runtime
  private readonly folder: string
  private live: LiveRuntime | null = null
  private given: Hashes = new Map()
  private under: readonly string[] = []
  private files: readonly GivenFile[] = []
  /** True while the tree may hold something else than the files given. */
  private touched = true

  constructor(runtime: Runtime, folder: string) {
    this.runtime = runtime
    this.folder = folder
  }

  refresh(under: readonly string[], files: readonly GivenFile[]): Promise<Result<void>> {
    this.files = files
    return this.call(async ({ host }) => {
      const kept = new Map<string, Uint8Array>()
      const hashes: Hashes = new Map()
      for (const file of files) {
        const bytes = await bytesOf(file)
        kept.set(file.path, bytes)
        hashes.set(file.path, await hashOf(bytes))
      }
      const isSame = (path: string) => !this.touched && this.given.get(path) === hashes.get(path)
      for (const path of new Set([...this.under, ...under])) {
        const folder = this.inside(path)
        await host.addFolder(folder)
        if (!this.touched) continue
        for (const name of await host.names(folder)) if (name !== 'node_modules') await host.remove(`${folder}/${name}`)
      }
      await host.addFolder(`${this.folder}/tmp`)
      if (!this.touched)
        for (const path of this.given.keys()) if (!hashes.has(path)) await host.remove(this.inside(path))
      const texts: RuntimeTexts = {}
      const folders = new Set<string>()
      for (const [path, bytes] of kept) {
        if (isSame(path)) continue
        const text = exactText(bytes)
        if (text !== null) texts[this.inside(path).slice(this.folder.length + 1)] = text
        else {
          const inside = this.inside(path)
          const parent = inside.slice(0, inside.lastIndexOf('/'))
          if (!folders.has(parent)) await host.addFolder(parent)
          folders.add(parent)
          await host.write(inside, bytes)
        }
      }
      if (Object.keys(texts).length > 0) await host.lay(this.folder, texts)
      this.given = hashes
      this.under = under
      this.touched = false
    })
  }

  async exec(command: Command, onOutput: (chunk: OutputChunk) => void, signal: AbortSignal): Promise<Result<Ran>> {
    const live = await this.runtime.start()
    if (!live.ok) return live
    // A runtime that was started anew holds nothing of this view.
    if (live.value !== this.live) {
      const laid = await this.refresh(this.under, this.files)
      if (!laid.ok) return laid
    }
    const { host, gone } = live.value
    const id = ++commands
    const from = performance.now()
    const { port1, port2 } = new MessageChannel()
    const plain = createPlainText()
    let printed = ''
    port1.onmessage = ({ data }: MessageEvent<string | null>) => {
      const text = data === null ? '' : plain(data)
      if (text === '') return
      if (printed.length < MOST_KEPT) printed += text
      onOutput({ channel: 'out', text })
    }
    const stopListening = live.value.onServer(({ url }) => command.onServer?.(url))
    this.touched = true
    let stop: (reason: 'timeout' | 'stopped') => void = () => undefined
    const stopped = new Promise<'timeout' | 'stopped'>(resolve => {
      stop = resolve
    })
    const timer = setTimeout(() => stop('timeout'), command.seconds * 1000)
    const onAbort = () => stop('stopped')
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
    const ended = (exitCode: number, reason: Ran['reason'], err: string): Result<Ran> =>
      ok({ exitCode, reason, stdout: headAndTail(printed), stderr: headAndTail(err), ms: performance.now() - from })
    try {
      const running = host.run(
        {
          id,
          command: command.command,
          folder: this.inside(WORK),
          tmp: this.inside('/tmp'),
          stdin: command.stdin ?? '',
        },
        Comlink.transfer(port2, [port2]),
      )
      const first = await Promise.race([running, stopped, gone.then(why => ({ why }))])
      if (typeof first === 'number') return ended(first, 'exit', '')
      if (typeof first === 'object') return ended(134, 'crashed', `WebContainer is gone: ${first.why}.\n`)
      host.kill(id)
      const over = running.then(
        () => true,
        () => true,
      )
      void within(over, KILL_MS, false).then(heeded => {
        if (!heeded) live.value.giveUp('a command in it could not be ended')
      })
      await within(over, GRACE_MS, false)
      return first === 'timeout'
        ? ended(124, 'timeout', `Stopped: its time of ${command.seconds} seconds was over.\n`)
        : ended(130, 'stopped', 'Stopped.\n')
    } catch (error) {
      return failed('network', `WebContainer did not run the command: ${wordsOf(error)}`, { detail: String(error) })
    } finally {
      clearTimeout(timer)
      stopListening()
      signal.removeEventListener('abort', onAbort)
      port1.close()
    }
  }

  read(path: string): Promise<Result<Uint8Array>> {
    return this.call(({ host }) => host.read(this.inside(path)))
  }

  write(path: string, bytes: Uint8Array): Promise<Result<void>> {
    return this.call(async ({ host }) => {
      const inside = this.inside(path)
      await host.addFolder(inside.slice(0, inside.lastIndexOf('/')))
      await host.write(inside, bytes)
      this.touched = true
    })
  }

  changes(): Promise<Result<TreeChanges>> {
    return this.call(async ({ host }) => {
      const all: TreeChanges = { changes: [], left: [] }
      for (const under of this.under) {
        const given: Hashes = new Map([...this.given].filter(([path]) => path.startsWith(`${under}/`)))
        const found = await compare(given, await host.all(this.inside(under)), path => `${under}/${path}`)
        all.changes.push(...found.changes)
        all.left.push(...found.left)
      }
      return all
    })
  }

  close(): void {
    const { live } = this
    this.live = null
    // Where the runtime has gone meanwhile, so has the folder.
    void live?.host.remove(this.folder).catch(() => undefined)
  }

  /** Where a path of the tree lies in the runtime. */
  private inside(path: string): string {
    return this.folder + path
  }

  private async call<T>(work: (live: LiveRuntime) => Promise<T>): Promise<Result<T>> {
    const live = await this.ready()
    if (!live.ok) return live
    try {
      const done = await Promise.race([
        work(live.value).then(value => ({ value })),
        live.value.gone.then(why => ({ why })),
      ])
      return 'value' in done ? ok(done.value) : failed('network', `WebContainer is gone: ${done.why}.`)
    } catch (error) {
      return failed('invalid', wordsOf(error))
    }
  }

  /** A runtime that was started anew knows nothing of this view. */
  private async ready(): Promise<Result<LiveRuntime>> {
    const live = await this.runtime.start()
    if (live.ok && live.value !== this.live) {
      this.live = live.value
      this.given = new Map()
      this.touched = true
    }
    return live
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
