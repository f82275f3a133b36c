import { LIBRARY_NAMES } from '../../ports/sandbox.ts'
import { neededBy } from '../script/needed.ts'
import type { Tree } from '../tree/tree.ts'
import type { EngineAssets } from './commands.ts'
import type { Emit, Program, ProgramRun, ProgramStart, PythonAssets } from './program.ts'
import { RunningProgram } from './running.ts'
import { makeSnapshot } from './snapshot.ts'
import type { Stopwatch } from './stopwatch.ts'

/** Python never gives memory back: above this it is started anew. */
const MOST_PYTHON_HEAP = 768_000_000
/** How long a program may take to heed an interrupt. */
const INTERRUPT_MS = 400

/** The programs that the shell of one agent starts, each in a worker, with one kept ready. */
export class Programs {
  private readonly tree: Tree
  private readonly assets: EngineAssets
  private readonly waiting: Partial<Record<Program, RunningProgram>> = {}
  private current: { program: Program; running: RunningProgram; interrupt?: Uint8Array } | null = null
  private readonly interrupts = new Map<RunningProgram, Uint8Array>()
  private readonly hasRun = new Set<Program>()
  private stopping = false

  constructor(tree: Tree, assets: EngineAssets) {
    this.tree = tree
    this.assets = assets
  }

  /**
   * The time that loading takes at first is not the program's: `watch` rests meanwhile. Later it is, or a command that starts programs
   * for ever would never come to its end.
   */
  async run(program: Program, run: Omit<ProgramRun, 'delta'>, emit: Emit, watch: Stopwatch | null): Promise<number> {
    if (this.stopping) return 130
    watch?.pause()
    const first = this.hasRun.has(program) ? null : await this.load(program)
    const libraries = program === 'script' ? await this.librariesFor(run) : {}
    watch?.go()
    const loaded = first ?? (await this.load(program))
    this.hasRun.add(program)
    if (typeof loaded === 'string') return this.notStarted(program, loaded, emit)
    if (typeof libraries === 'string') {
      loaded.end(126)
      return this.notStarted(program, libraries, emit)
    }
    const running = loaded
    if (this.stopping) {
      running.end(130)
      return 130
    }
    const interrupt = this.interrupts.get(running)
    if (interrupt) interrupt[0] = 0
    this.current = { program, running, ...(interrupt ? { interrupt } : {}) }
    const ended = await running.run({ ...run, libraries }, emit)
    this.current = null
    const again = program === 'python' && !ended.gone && ended.heapBytes < MOST_PYTHON_HEAP
    if (again) this.waiting.python = running
    else {
      this.interrupts.delete(running)
      running.end(ended.exitCode)
      // The next one finds its worker ready.
      if (!this.stopping) void this.prepare(program)
    }
    if (program === 'python' && this.withoutSnapshot) void this.keepSnapshot()
    return ended.exitCode
  }

  private notStarted(program: Program, why: string, emit: Emit): number {
    emit('err', new TextEncoder().encode(`${program === 'python' ? 'python3' : 'node'} could not start: ${why}\n`))
    return 126
  }

  /** A worker that is ready to run, or why there is none. */
  private async load(program: Program): Promise<RunningProgram | string> {
    try {
      const running = this.waiting[program] ?? (await this.make(program))
      delete this.waiting[program]
      const problem = await running.whenReady()
      if (problem === null) return running
      running.end(1)
      return problem
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  /** Loads the program ahead of its use. What goes wrong is said when it is used. */
  async prepare(program: Program): Promise<void> {
    if (this.waiting[program]) return
    const made = await this.make(program).catch(() => null)
    if (!made) return
    if (this.waiting[program]) made.end(0)
    else this.waiting[program] = made
  }

  /** The most that loading what the command seems to need may take. */
  loadingMs(command: string): number {
    if (/python|sqlite3/.test(command) && !this.waiting.python) return 60_000
    return /node/.test(command) && !(this.waiting.script && this.hasAllLibraries()) ? 20_000 : 0
  }

  /** Before a command. */
  begin(): void {
    this.stopping = false
    for (const running of Object.values(this.waiting)) running.keepUp()
  }

  /** Interrupts what can be interrupted, and ends it when it does not heed. */
  stop(): void {
    this.stopping = true
    const { current } = this
    if (!current) return
    if (!current.interrupt) {
      current.running.end(130)
      return
    }
    current.running.takeBack()
    current.interrupt[0] = 2
    // Not by the worker: it may be at work for the next command by then.
    setTimeout(() => {
      if (this.current === current) current.running.end(130)
    }, INTERRUPT_MS)
  }

  private make(program: Program): Promise<RunningProgram> {
    return program === 'python' ? this.makePython() : this.makeScript()
  }

  private async makeScript(): Promise<RunningProgram> {
    const source = await this.assets.get('script.js')
    return new RunningProgram(source, { program: 'script' }, this.tree)
  }

  /** Only what the program may ask for: all together are some megabytes. Text: why one cannot be had. */
  private async librariesFor(run: Omit<ProgramRun, 'delta'>): Promise<Record<string, Blob> | string> {
    try {
      const names = neededBy(this.tree, run)
      return Object.fromEntries(await Promise.all(names.map(async name => [name, await this.library(name)])))
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  private hasAllLibraries(): boolean {
    return LIBRARY_NAMES.every(name => this.libraries.has(name))
  }

  private readonly libraries = new Map<string, Promise<Blob>>()
  private library(name: string): Promise<Blob> {
    const file = `library-${name.replace(/^@.*\//, '')}.js`
    const known = this.libraries.get(name) ?? this.assets.get(file)
    this.libraries.set(name, known)
    // Tried anew with the next command; this one says what was wrong.
    known.catch(() => this.libraries.delete(name))
    return known
  }

  private python: Promise<{ source: Blob; assets: PythonAssets; wasm: WebAssembly.Module }> | null = null
  private pythonParts() {
    this.python ??= (async () => {
      const [source, loader, module, stdlib, binary] = await Promise.all(
        ['python.js', 'pyodide.mjs', 'pyodide.asm.mjs', 'python_stdlib.zip', 'pyodide.asm.wasm'].map(name =>
          this.assets.get(name),
        ),
      )
      const wasm = await WebAssembly.compile(await binary!.arrayBuffer())
      return { source: source!, assets: { loader: loader!, module: module!, stdlib: stdlib! }, wasm }
    })()
    this.python.catch(() => {
      // Tried anew with the next command; this one says what was wrong.
      this.python = null
    })
    return this.python
  }

  private async makePython(): Promise<RunningProgram> {
    const { source, assets, wasm } = await this.pythonParts()
    const kept = await this.assets.snapshot()
    const snapshot = kept ? new Uint8Array(await kept.arrayBuffer()) : null
    this.withoutSnapshot = snapshot === null
    const interrupt = self.crossOriginIsolated ? new SharedArrayBuffer(1) : undefined
    const start: ProgramStart = {
      program: 'python',
      assets,
      wasm,
      ...(snapshot ? { snapshot } : {}),
      ...(interrupt ? { interrupt } : {}),
    }
    const running = new RunningProgram(source, start, this.tree)
    if (interrupt) this.interrupts.set(running, new Uint8Array(interrupt))
    return running
  }

  /**
   * Makes the snapshot that later starts begin from, once a plainly started Python has done its first work. Where none can be
   * made, every start is a plain one, which takes some seconds.
   */
  private withoutSnapshot = false
  private async keepSnapshot(): Promise<void> {
    this.withoutSnapshot = false
    const { source, assets, wasm } = await this.pythonParts()
    const made = await makeSnapshot(source, assets, wasm)
    if (made) await this.assets.keepSnapshot(new Blob([made]))
  }
}
