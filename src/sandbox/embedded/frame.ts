import * as Comlink from 'comlink'
import type { FromFrame, ToFrame } from '../../ports/sandbox-frame.ts'
import type { EngineAssets, EngineCommands } from '../engine/commands.ts'

/** How long a frame may take to start, and to answer that it is alive. */
export const START_MS = 10_000
const ANSWER_MS = 6_000
const ASK_MS = 1_500

/** Opens an opaque frame that talks over `port`; returns the way to close it. */
export type OpenFrame = (port: MessagePort) => () => void

export interface LiveEngine {
  commands: EngineCommands
  /** Resolves with the reason once the engine can no longer be used. */
  broken: Promise<string>
  end(): void
}

/** One agent's opaque frame, seen from the desk. Its engines come and go; it says itself when it is gone. */
export class Frame {
  /** True once it no longer answered: its process has ended, and another frame is needed. */
  gone = false
  private readonly port: MessagePort
  private readonly closeFrame: () => void
  private readonly breaks = new Map<number, (why: string) => void>()
  private readonly pongs = new Map<number, (isolated: boolean) => void>()
  private engines = 0
  private pings = 0
  private watching: ReturnType<typeof setInterval> | null = null

  constructor(open: OpenFrame) {
    const { port1, port2 } = new MessageChannel()
    this.port = port1
    port1.onmessage = ({ data }: MessageEvent<FromFrame>) => {
      if (data.kind === 'pong') this.pongs.get(data.n)?.(data.isolated)
      else this.breaks.get(data.engine)?.(data.text)
    }
    this.closeFrame = open(port2)
  }

  /** Whether the frame answers. The first answer may wait for it to load. */
  answers(within: number): Promise<boolean> {
    const n = ++this.pings
    this.post({ kind: 'ping', n })
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve(false), within)
      this.pongs.set(n, () => {
        clearTimeout(timer)
        this.pongs.delete(n)
        resolve(true)
      })
    })
  }

  start(source: Blob, assets: EngineAssets): LiveEngine {
    const engine = ++this.engines
    const commands = new MessageChannel()
    const files = new MessageChannel()
    Comlink.expose(assets, files.port1)
    const broken = new Promise<string>(resolve => this.breaks.set(engine, resolve))
    this.post({ kind: 'start', engine, source, port: commands.port2, assets: files.port2 }, [
      commands.port2,
      files.port2,
    ])
    // A frame whose process is gone says nothing any more.
    this.watching ??= setInterval(async () => {
      if (await this.answers(ANSWER_MS)) return
      this.gone = true
      for (const tell of this.breaks.values()) tell('the frame it runs in is gone')
    }, ASK_MS)
    const end = () => {
      this.post({ kind: 'end', engine })
      this.breaks.get(engine)?.('it was ended')
      this.breaks.delete(engine)
      commands.port1.close()
      files.port1.close()
    }
    return { commands: Comlink.wrap<EngineCommands>(commands.port1) as unknown as EngineCommands, broken, end }
  }

  close(): void {
    if (this.watching) clearInterval(this.watching)
    for (const tell of this.breaks.values()) tell('it was closed')
    this.breaks.clear()
    this.closeFrame()
    this.port.close()
  }

  private post(message: ToFrame, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer)
  }
}
