import type { Emit } from './program.ts'

/** More than this a program cannot say: what comes after is dropped, so that nobody is kept busy by it. */
export const MOST_OUTPUT = 16_000_000
const BATCH_BYTES = 32_000
const BATCH_MS = 25

/** Puts what a program prints together, a few times a second: a message for each word would keep the engine from its work. */
export function createBatch(post: Emit): { print: Emit; flush(): void } {
  const later = globalThis.setTimeout.bind(globalThis)
  let parts: Uint8Array[] = []
  let channel: 'out' | 'err' = 'out'
  let size = 0
  let total = 0
  let last = 0
  let waits = false

  const flush = () => {
    if (size === 0) return
    const whole = new Uint8Array(size)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    parts = []
    size = 0
    last = performance.now()
    post(channel, whole)
  }
  return {
    print(to, bytes) {
      if (total > MOST_OUTPUT) return
      total += bytes.length
      if (to !== channel) flush()
      channel = to
      parts.push(bytes)
      size += bytes.length
      if (size > BATCH_BYTES || performance.now() - last > BATCH_MS) flush()
      else if (!waits) {
        waits = true
        later(() => {
          waits = false
          flush()
        }, BATCH_MS)
      }
    },
    flush,
  }
}
