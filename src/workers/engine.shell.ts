import * as Comlink from 'comlink'
import type { EngineAssets } from '../sandbox/engine/commands.ts'
import { createEngine } from '../sandbox/engine/engine.ts'
import { Buffer } from '../sandbox/script/node-buffer.ts'

// Some of the shell's commands are written for Node.
Object.assign(globalThis, { Buffer })

/** The engine of one agent, inside its opaque frame. The first message brings the desk's port and the port of the app's files. */
self.onmessage = ({ ports }: MessageEvent) => {
  self.onmessage = null
  const [desk, assets] = ports as unknown as [MessagePort, MessagePort]
  const files = Comlink.wrap<EngineAssets>(assets) as unknown as EngineAssets
  Comlink.expose(createEngine(files), desk)
}
