import { applyDelta, type DeltaRow, takeDelta, wholeDelta } from '../tree/delta.ts'
import type { Tree } from '../tree/tree.ts'
import type { Emit, FromProgram, ProgramRun, ProgramStart, ToProgram } from './program.ts'

export interface Ended {
  exitCode: number
  /** True when the worker is of no more use. */
  gone: boolean
  heapBytes: number
}

/**
 * A worker of one program, with a copy of the tree that is kept the same. A program that is ended in the middle leaves
 * nothing: what it did is taken over only when it has ended by itself.
 */
export class RunningProgram {
  private readonly worker: Worker
  private readonly port: MessagePort
  private readonly tree: Tree
  private readonly paths: Set<string>
  private readonly ready: Promise<string | null>
  private ended: ((end: Ended) => void) | null = null
  private emit: Emit = () => undefined
  private fresh: DeltaRow[] | null
  private leavesNothing = false

  constructor(source: Blob, start: ProgramStart, tree: Tree) {
    this.tree = tree
    this.paths = tree.follow()
    this.fresh = wholeDelta(tree)
    const url = URL.createObjectURL(source)
    this.worker = new Worker(url)
    const { port1, port2 } = new MessageChannel()
    this.port = port1
    this.ready = new Promise(resolve => {
      this.worker.onerror = event => {
        event.preventDefault()
        resolve(event.message)
        this.finish({ exitCode: 1, gone: true, heapBytes: 0 }, `${event.message}\n`)
      }
      port1.onmessage = ({ data }: MessageEvent<FromProgram>) => {
        if (data.kind === 'ready') resolve(null)
        else if (data.kind === 'failed') resolve(data.text)
        else this.hear(data)
      }
    })
    void this.ready.then(() => URL.revokeObjectURL(url))
    this.worker.postMessage(start, [port2])
  }

  /** Null once the program can run; else why it cannot. */
  whenReady(): Promise<string | null> {
    return this.ready
  }

  /** Sends what changed meanwhile, so that less is left to send when the program is run. */
  keepUp(): void {
    const delta = this.delta()
    if (delta.length > 0) this.post({ kind: 'delta', delta })
  }

  run(run: Omit<ProgramRun, 'delta'>, emit: Emit): Promise<Ended> {
    this.emit = emit
    this.leavesNothing = false
    return new Promise(resolve => {
      this.ended = resolve
      this.post({ kind: 'run', run: { ...run, delta: this.delta() } })
    })
  }

  /** What it does from its start to its end, which is near, is taken back: it was told to stop. */
  takeBack(): void {
    this.leavesNothing = true
  }

  end(exitCode: number): void {
    this.worker.terminate()
    this.port.close()
    this.tree.unfollow(this.paths)
    this.finish({ exitCode, gone: true, heapBytes: 0 })
  }

  private delta(): DeltaRow[] {
    const { fresh } = this
    this.fresh = null
    if (!fresh) return takeDelta(this.tree, this.paths)
    // What changed after the copy was taken, over what was there then.
    return [...fresh, ...takeDelta(this.tree, this.paths)]
  }

  private hear(news: Extract<FromProgram, { kind: 'output' | 'done' | 'snapshot' }>): void {
    if (!this.ended) return
    if (news.kind === 'output') this.emit(news.channel, news.bytes)
    if (news.kind !== 'done') return
    if (this.leavesNothing) for (const { path } of news.delta) this.paths.add(path)
    else {
      applyDelta(this.tree, news.delta)
      // It has these itself.
      for (const { path } of news.delta) this.paths.delete(path)
    }
    this.finish({ exitCode: news.exitCode, gone: false, heapBytes: news.heapBytes })
  }

  private finish(end: Ended, text?: string): void {
    if (text && this.ended) this.emit('err', new TextEncoder().encode(text))
    this.ended?.(end)
    this.ended = null
  }

  private post(message: ToProgram): void {
    this.port.postMessage(message)
  }
}
