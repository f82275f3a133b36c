import type { FromProgram, ProgramRun, ProgramStart, ToProgram } from '../sandbox/engine/program.ts'
import { startPython } from '../sandbox/python/runtime.ts'
import { takeAway } from '../sandbox/script/take-away.ts'
import { applyDelta } from '../sandbox/tree/delta.ts'
import { readBlobSync } from '../sandbox/tree/read-blob.ts'
import { Tree } from '../sandbox/tree/tree.ts'

/** A Python of one agent, or one that only makes the snapshot others start from. */
self.onmessage = ({ data, ports }: MessageEvent<Extract<ProgramStart, { program: 'python' }>>) => {
  self.onmessage = null
  const port = ports[0]!
  const tree = new Tree(readBlobSync, () => Date.now())
  const post = (news: FromProgram) => port.postMessage(news)
  let run: ((run: ProgramRun) => void) | null = null
  port.onmessage = ({ data: message }: MessageEvent<ToProgram>) => {
    if (message.kind === 'delta') applyDelta(tree, message.delta)
    else run?.(message.run)
  }
  takeAway()
  startPython(data, tree, post).then(
    started => {
      run = started
      post({ kind: 'ready' })
    },
    error => post({ kind: 'failed', text: error instanceof Error ? error.message : String(error) }),
  )
}
