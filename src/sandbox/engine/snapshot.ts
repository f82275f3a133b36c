import type { FromProgram, ProgramStart, PythonAssets } from './program.ts'

const MOST_MS = 60_000

/** Starts a Python that runs nothing of anybody's, and gives its memory. Null when that does not work here. */
export function makeSnapshot(
  source: Blob,
  assets: PythonAssets,
  wasm: WebAssembly.Module,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const url = URL.createObjectURL(source)
  const worker = new Worker(url)
  const { port1, port2 } = new MessageChannel()
  return new Promise<Uint8Array<ArrayBuffer> | null>(resolve => {
    const timer = setTimeout(() => resolve(null), MOST_MS)
    worker.onerror = event => {
      event.preventDefault()
      resolve(null)
    }
    port1.onmessage = ({ data }: MessageEvent<FromProgram>) => {
      if (data.kind === 'snapshot') resolve(data.bytes)
      if (data.kind === 'failed') resolve(null)
      clearTimeout(timer)
    }
    const start: ProgramStart = { program: 'python', assets, wasm, makeSnapshot: true }
    worker.postMessage(start, [port2])
  }).finally(() => {
    worker.terminate()
    port1.close()
    URL.revokeObjectURL(url)
  })
}
