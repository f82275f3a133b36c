import { createBatch } from '../engine/batch.ts'
import type { FromProgram, ProgramRun, ProgramStart } from '../engine/program.ts'
import { insteadOf, NODE_LIBRARIES } from '../shell/missing.ts'
import { applyDelta, takeDelta } from '../tree/delta.ts'
import { sayUnreadable } from '../tree/node.ts'
import type { Tree } from '../tree/tree.ts'
import { createEmscriptenFs, type EmscriptenFs } from './emscripten-fs.ts'
import { PRELOADED, RUNNER } from './runner.ts'

/** Of Pyodide, what is used here. Some of it is not in its published types. */
interface Pyodide {
  FS: EmscriptenFs
  _module: { HEAP8: Int8Array }
  runPython(code: string, options?: { globals?: unknown; filename?: string }): unknown
  toPy(value: unknown): { destroy(): void }
  setStdin(options: { read(into: Uint8Array): number; isatty: boolean }): void
  setStdout(options: { write(bytes: Uint8Array): number; isatty: boolean }): void
  setStderr(options: { write(bytes: Uint8Array): number; isatty: boolean }): void
  setInterruptBuffer(buffer: Uint8Array): void
  makeMemorySnapshot(): Uint8Array<ArrayBuffer>
}
type Runner = (args: unknown, cwd: string, env: unknown, instead: (name: string) => string) => number

type Start = Extract<ProgramStart, { program: 'python' }>

const NOWHERE = 'https://sandbox.invalid/'
/** What Python may see of JavaScript. Not what keeps it in: the frame's policy is. */
const VISIBLE = [
  'Object',
  'Array',
  'Date',
  'Math',
  'JSON',
  'Promise',
  'Uint8Array',
  'setTimeout',
  'clearTimeout',
  'Error',
  'Map',
  'Set',
  'ArrayBuffer',
  'Symbol',
]
const SHARED = ['/work', '/tmp', '/folders']

/** A Python over the tree: started from a snapshot where there is one. Resolves once it can run commands. */
export async function startPython(start: Start, tree: Tree, post: (news: FromProgram) => void) {
  const python = await load(start)
  if (start.makeSnapshot) {
    python.runPython(PRELOADED)
    const bytes = python.makeMemorySnapshot()
    post({ kind: 'snapshot', bytes: new Uint8Array(bytes) })
    return null
  }
  if (start.interrupt) python.setInterruptBuffer(new Uint8Array(start.interrupt))
  for (const path of SHARED) {
    tree.mkdirs(path)
    python.FS.mkdirTree(path)
    python.FS.mount(createEmscriptenFs(python.FS, tree, path), {}, path)
  }
  const runner = python.runPython(RUNNER, { filename: '<deskhand>' }) as Runner
  return (run: ProgramRun) => runOnce(python, runner, run, tree, post)
}

async function load({ assets, wasm, snapshot, makeSnapshot }: Start): Promise<Pyodide> {
  const files: Record<string, Blob> = { 'python_stdlib.zip': assets.stdlib }
  const module = URL.createObjectURL(new Blob([assets.module], { type: 'text/javascript' }))
  const loader = URL.createObjectURL(new Blob([assets.loader], { type: 'text/javascript' }))
  // Pyodide fetches its parts; here they have come already, and there is no network to fetch from.
  const real = { fetch: self.fetch, streaming: WebAssembly.instantiateStreaming }
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module: wasm,
    instance: await WebAssembly.instantiate(wasm, imports),
  })
  self.fetch = async address => {
    const name = String(address instanceof Request ? address.url : address).replace(/^.*\//, '')
    return new Response(files[name] ?? new Blob(), { headers: { 'Content-Type': 'application/wasm' } })
  }
  try {
    const { loadPyodide } = await import(/* @vite-ignore */ loader)
    const { default: createPyodideModule } = await import(/* @vite-ignore */ module)
    return await loadPyodide({
      indexURL: NOWHERE,
      stdLibURL: `${NOWHERE}python_stdlib.zip`,
      packageBaseUrl: NOWHERE,
      lockFileContents: {
        info: {
          abi_version: '2026_0',
          arch: 'wasm32',
          platform: 'emscripten_5_0_3',
          python: '3.14.2',
          version: '314.0.7',
        },
        packages: {},
      },
      createPyodideModule,
      checkAPIVersion: false,
      jsglobals: Object.fromEntries(VISIBLE.map(name => [name, Reflect.get(self, name)])),
      env: { HOME: '/home/user', PYTHONDONTWRITEBYTECODE: '1' },
      ...(snapshot ? { _loadSnapshot: snapshot } : {}),
      ...(makeSnapshot ? { _makeSnapshot: true } : {}),
    })
  } finally {
    WebAssembly.instantiateStreaming = real.streaming
    self.fetch = real.fetch
    URL.revokeObjectURL(module)
    URL.revokeObjectURL(loader)
  }
}

function runOnce(
  python: Pyodide,
  runner: Runner,
  run: ProgramRun,
  tree: Tree,
  post: (news: FromProgram) => void,
): void {
  applyDelta(tree, run.delta)
  const paths = tree.follow()
  const batch = createBatch((channel, bytes) => post({ kind: 'output', channel, bytes }))
  const writer = (channel: 'out' | 'err') => ({
    isatty: false,
    write(bytes: Uint8Array) {
      batch.print(channel, bytes.slice())
      return bytes.length
    },
  })
  let read = 0
  python.setStdout(writer('out'))
  python.setStderr(writer('err'))
  python.setStdin({
    isatty: false,
    read(into) {
      const part = run.stdin.subarray(read, read + into.length)
      into.set(part)
      read += part.length
      return part.length
    },
  })
  const [args, env] = [python.toPy(run.args), python.toPy(run.env)]
  let exitCode = 1
  try {
    exitCode = runner(args, run.cwd, env, instead)
  } catch (error) {
    // The interpreter itself broke: it is not used again.
    const text = `python3: the interpreter broke down and was started anew. ${error instanceof Error ? error.message : error}\n`
    batch.print('err', new TextEncoder().encode(text))
    batch.flush()
    post({ kind: 'done', exitCode: 134, delta: takeDelta(tree, paths), heapBytes: Number.POSITIVE_INFINITY })
    return
  }
  args.destroy()
  env.destroy()
  batch.print('err', new TextEncoder().encode(sayUnreadable(tree.unreadable)))
  tree.unreadable.clear()
  batch.flush()
  const delta = takeDelta(tree, paths)
  tree.unfollow(paths)
  post({ kind: 'done', exitCode, delta, heapBytes: python._module.HEAP8.length })
}

const instead = (name: string) => {
  const [top = name] = name.split('.')
  const other = insteadOf(top)
  return `Python has its standard library and sqlite3 here, and nothing can be installed.${other ? ` Instead of ${top}: ${other}.` : ''} Libraries for node: ${NODE_LIBRARIES}.`
}
