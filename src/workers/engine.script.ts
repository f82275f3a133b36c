import type { FromProgram, ProgramStart, ToProgram } from '../sandbox/engine/program.ts'
import { runScript } from '../sandbox/script/runtime.ts'
import { applyDelta } from '../sandbox/tree/delta.ts'
import { readBlobSync } from '../sandbox/tree/read-blob.ts'
import { Tree } from '../sandbox/tree/tree.ts'

/** Runs one script of an agent. The port stays in here: a script cannot get at it. */
self.onmessage = ({ ports }: MessageEvent<Extract<ProgramStart, { program: 'script' }>>) => {
  self.onmessage = null
  const port = ports[0]!
  const tree = new Tree(readBlobSync, () => Date.now())
  const post = (news: FromProgram) => port.postMessage(news)
  port.onmessage = ({ data: message }: MessageEvent<ToProgram>) => {
    if (message.kind === 'delta') applyDelta(tree, message.delta)
    else void runScript(message.run, tree, post)
  }
  post({ kind: 'ready' })
}
