import { createBatch } from '../engine/batch.ts'
import type { FromProgram, ProgramRun } from '../engine/program.ts'
import { applyDelta, takeDelta } from '../tree/delta.ts'
import { absolute } from '../tree/node.ts'
import type { Tree } from '../tree/tree.ts'
import { createConsole } from './console.ts'
import { followTimers } from './idle.ts'
import { limitMemory } from './memory.ts'
import { Modules } from './modules.ts'
import { Buffer, decode, encode } from './node-buffer.ts'
import { EventEmitter } from './node-events.ts'
import { createFs } from './node-fs.ts'
import { createPath } from './node-path.ts'
import { createReadline, createReadStream, createWriteStream } from './node-streams.ts'
import { inspect, util } from './node-util.ts'
import { takeAway } from './take-away.ts'

class Exit extends Error {}

/** Runs one script to its end, in a worker that does nothing else and ends with it. */
export async function runScript(run: ProgramRun, tree: Tree, post: (news: FromProgram) => void): Promise<void> {
  applyDelta(tree, run.delta)
  const paths = tree.follow()
  let over = false
  const batch = createBatch((channel, bytes) => post({ kind: 'output', channel, bytes }))
  const print = (channel: 'out' | 'err', bytes: Uint8Array) => {
    if (over) return
    timers.happen()
    batch.print(channel, bytes)
  }
  const say = (channel: 'out' | 'err', text: string) => print(channel, encode(text))
  const process = Object.assign(new EventEmitter(), {
    argv: ['/usr/bin/node'] as string[],
    env: { ...run.env } as Record<string, string | undefined>,
    exitCode: undefined as number | undefined,
    platform: 'linux',
    arch: 'wasm',
    pid: 2,
    title: 'node',
    version: 'v22.0.0',
    versions: { node: '22.0.0', v8: '14' },
    execPath: '/usr/bin/node',
    execArgv: [],
    cwd: () => cwd,
    chdir(path: string) {
      cwd = absolute(path, cwd)
      tree.needFolder(cwd)
    },
    exit(code?: number): never {
      end(code ?? process.exitCode ?? 0)
      throw new Exit('process.exit')
    },
    uptime: () => performance.now() / 1000,
    hrtime: Object.assign(() => [Math.floor(performance.now() / 1000), Math.round((performance.now() % 1000) * 1e6)], {
      bigint: () => BigInt(Math.round(performance.now() * 1e6)),
    }),
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    nextTick: (call: (...args: unknown[]) => void, ...args: unknown[]) => queueMicrotask(() => call(...args)),
    emitWarning: (text: unknown) => say('err', `(node) Warning: ${text}\n`),
    stdin: createReadStream(() => run.stdin),
    stdout: Object.assign(
      createWriteStream(data => print('out', bytesOf(data))),
      { isTTY: false, columns: 80, fd: 1 },
    ),
    stderr: Object.assign(
      createWriteStream(data => print('err', bytesOf(data))),
      { isTTY: false, columns: 80, fd: 2 },
    ),
  })
  let cwd = run.cwd

  const end = (exitCode: number) => {
    if (over) return
    process.exitCode = exitCode
    try {
      process.emit('exit', exitCode)
    } catch (error) {
      explain(error)
    }
    over = true
    // What it leaves is brought home whole.
    unlimited()
    batch.flush()
    post({ kind: 'done', exitCode: process.exitCode, delta: takeDelta(tree, paths), heapBytes: 0 })
  }
  const explain = (error: unknown) => {
    say('err', `${error instanceof Error ? shown(error, modules.addresses) : `Uncaught ${inspect(error)}`}\n`)
  }
  const fail = (error: unknown) => {
    if (over || error instanceof Exit) return
    if (process.emit('uncaughtException', error)) return
    explain(error)
    end(1)
  }

  const timers = followTimers()
  const fs = createFs(tree, () => cwd, { stdin: run.stdin, print })
  const path = createPath(() => cwd)
  const builtins: Record<string, unknown> = {
    fs,
    'fs/promises': fs.promises,
    path,
    'path/posix': path,
    process,
    buffer: { Buffer, Blob },
    util,
    url: {
      URL,
      URLSearchParams,
      fileURLToPath: (url: string | URL) => decodeURIComponent(new URL(url).pathname),
      pathToFileURL: (each: string) => new URL(`file://${encodeURI(path.resolve(each))}`),
    },
    events: EventEmitter,
    readline: { createInterface: createReadline },
    os: { EOL: '\n', platform: () => 'linux', tmpdir: () => '/tmp', homedir: () => '/home/user', cpus: () => [] },
    timers: {
      setTimeout,
      setInterval,
      setImmediate: Reflect.get(globalThis, 'setImmediate'),
      clearTimeout,
      clearInterval,
    },
  }
  const modules = new Modules({ tree, builtins, libraries: run.libraries ?? {} })
  takeAway()
  const unlimited = limitMemory()
  Object.assign(globalThis, { process, Buffer, global: globalThis, console: createConsole(say) })
  self.addEventListener('unhandledrejection', event => {
    event.preventDefault()
    fail(event.reason)
  })
  self.addEventListener('error', event => {
    event.preventDefault()
    fail(event.error ?? event.message)
  })

  try {
    await start(run, modules, process.argv)
    await timers.over(modules.isAsync)
    process.emit('beforeExit', process.exitCode ?? 0)
    await timers.over(false)
    end(process.exitCode ?? 0)
  } catch (error) {
    fail(error)
  }
}

/** `node file.js …`, `node -e code …`, `node -p expression`, `node < file`. */
async function start(run: ProgramRun, modules: Modules, argv: string[]): Promise<void> {
  const args = run.args.filter(arg => !/^--(input-type|experimental|no-warnings|trace|max-old|enable)/.test(arg))
  const [first, second, ...rest] = args
  const require = modules.requireFrom(run.cwd)
  if (first === '-v' || first === '--version')
    return void (globalThis as unknown as { console: Console }).console.log('v22.0.0')
  if (first === '-e' || first === '--eval' || first === '-p' || first === '--print') {
    argv.push(...rest)
    Object.assign(globalThis, { require, module: { exports: {} } })
    const code = second ?? ''
    await modules.run(
      absolute('[eval]', run.cwd),
      first.includes('p') ? `console.log(${code.replace(/;\s*$/, '')}\n)` : code,
    )
    return
  }
  if (first === undefined || first === '-') {
    argv.push('-', ...args.slice(1))
    await modules.run(absolute('[stdin]', run.cwd), decode(run.stdin))
    return
  }
  if (first.startsWith('-'))
    throw new Error(`node: the option ${first} is not known here. There are: -e, -p and a file.`)
  argv.push(absolute(first, run.cwd), ...args.slice(1))
  await modules.runFile(absolute(first, run.cwd))
}

const bytesOf = (data: string | Uint8Array) => (typeof data === 'string' ? encode(data) : data.slice())

/** An error as Node prints one that nobody caught: where it was thrown, and what else it carries. */
function shown(error: Error, addresses: ReadonlyMap<string, string>): string {
  let text = error.stack ?? String(error)
  for (const [address, path] of addresses) text = text.replaceAll(address, path)
  const lines = text.replaceAll(/__deskhand\.wrapped\.(\S+) /g, '<module> ').split('\n')
  const more = Object.entries(error).filter(([name]) => name !== 'stack' && name !== 'message')
  // What is left of our own addresses is the loader, which is nobody's fault.
  const plain = lines.filter(line => !/^\s+at .*\bblob:/.test(line)).slice(0, 12)
  return plain.join('\n') + (more.length > 0 ? ` ${inspect(Object.fromEntries(more))}` : '')
}
