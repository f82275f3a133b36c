import type { Bash } from 'just-bash/browser'
import type { OutputChunk } from '../../ports/sandbox.ts'
import { textOf } from '../shell/bytes.ts'
import { createShell } from '../shell/shell.ts'
import { Given } from '../tree/given.ts'
import { parentOf, sayUnreadable } from '../tree/node.ts'
import { readBlobSync } from '../tree/read-blob.ts'
import { Tree } from '../tree/tree.ts'
import type { EngineAssets, EngineCommands, EngineRan } from './commands.ts'
import { headAndTail } from './output.ts'
import { Programs } from './programs.ts'
import { Stopwatch } from './stopwatch.ts'

/** How long the shell itself may take to end once it was told to. */
const GIVE_UP_MS = 700
/** Kept of what programs print while they run, for commands that are stopped. */
const MOST_LIVE = 200_000

/** One agent's engine: the shell, the tree, and the programs it starts. No code of an agent runs in this worker. */
export function createEngine(assets: EngineAssets): EngineCommands {
  const tree = new Tree(readBlobSync, () => Date.now())
  const given = new Given(tree)
  const programs = new Programs(tree, assets)
  let tell: (chunk: OutputChunk) => void = () => undefined
  let loading: Stopwatch | null = null
  let stop: ((reason: 'timeout' | 'stopped') => void) | null = null
  let printed = { out: '', err: '' }
  const shell = createShell(
    tree,
    (program, run, emit) => programs.run(program, run, emit, loading),
    (channel, bytes) => {
      const text = textOf(bytes)
      tell({ channel, text })
      if (printed[channel].length < MOST_LIVE) printed[channel] += text
    },
  )

  return {
    refresh: (under, put, drop) => given.refresh(under, put, drop),

    async exec(command, seconds, stdin, output) {
      tell = chunk => output.postMessage(chunk)
      printed = { out: '', err: '' }
      tree.unreadable.clear()
      programs.begin()
      setTimeLimit(shell, seconds * 1000 + programs.loadingMs(command))
      const abort = new AbortController()
      let reason = 'exit' as EngineRan['reason']
      const stopped = new Promise<null>(resolve => {
        stop = why => {
          if (reason !== 'exit') return
          reason = why
          abort.abort()
          programs.stop()
          setTimeout(() => resolve(null), GIVE_UP_MS)
        }
      })
      const timer = new Stopwatch(seconds * 1000, () => stop?.('timeout'))
      loading = timer
      try {
        const running = shell.exec(command, { signal: abort.signal, cwd: '/work', stdin, rawScript: true })
        const ran = await Promise.race([running.catch(failedShell), stopped])
        if (ran && /exceeded execution deadline|execution aborted/.test(ran.stderr)) stop?.('timeout')
        if (ran && (reason as EngineRan['reason']) === 'exit')
          return {
            exitCode: ran.exitCode,
            reason: 'exit',
            stdout: headAndTail(readable(ran.stdout, ran.stdoutKind)),
            stderr: headAndTail(ran.stderr + sayUnreadable(tree.unreadable)),
          }
        // A shell that was stopped gives nothing back; what its programs printed until then was heard.
        const why = reason === 'timeout' ? `Stopped: its time of ${seconds} seconds was over.` : 'Stopped.'
        return {
          exitCode: reason === 'timeout' ? 124 : 130,
          reason,
          stdout: headAndTail(printed.out),
          stderr: headAndTail(`${printed.err}${why}\n`),
        }
      } finally {
        timer.pause()
        loading = null
        tell = () => undefined
        stop = null
        output.close()
      }
    },

    stop: () => stop?.('stopped'),
    read: path => tree.read(path).slice(),
    write(path, bytes) {
      tree.mkdirs(parentOf(path))
      tree.write(path, bytes)
    },
    changes: () => given.changes(),
    alive: () => true,
  }
}

/** So that the shell's own loops end in time too: while they run, no timer of this worker does. */
function setTimeLimit(shell: Bash, ms: number): void {
  const { limits } = shell as unknown as { limits: { maxExecutionTimeMs: number } }
  limits.maxExecutionTimeMs = ms
}

/** The shell throws where a script cannot even be read, or goes beyond one of its limits. */
function failedShell(error: unknown): { stdout: string; stderr: string; exitCode: number; stdoutKind?: 'text' } {
  return { stdout: '', stderr: `${error instanceof Error ? error.message : error}\n`, exitCode: 2 }
}

/** A command may give bytes, or text already. */
function readable(text: string, kind: 'text' | 'bytes' | undefined): string {
  if (kind === 'text') return text
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every byte counts here
  if (!/^[\u0000-\u00ff]*$/.test(text) || /^[\u0000-\u007f]*$/.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(text, char => char.charCodeAt(0)))
  } catch {
    // Text that happens to need no character beyond ÿ.
    return text
  }
}
