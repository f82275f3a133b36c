import { Buffer } from './node-buffer.ts'
import { EventEmitter } from './node-events.ts'

const CHUNK = 65_536

/** A stream over bytes that are there already: events, `for await` and `pipe`. */
export function createReadStream(read: () => Uint8Array | string, encoding?: string) {
  const emitter = new EventEmitter()
  let started = false
  function* chunks(): Generator<Uint8Array | string> {
    const whole = read()
    const bytes = typeof whole === 'string' ? Buffer.from(whole) : Buffer.from(whole)
    if (encoding) {
      yield bytes.toString(encoding)
      return
    }
    for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
  }
  const start = () => {
    if (started) return
    started = true
    setTimeout(() => {
      try {
        for (const chunk of chunks()) emitter.emit('data', chunk)
      } catch (error) {
        emitter.emit('error', error)
        return
      }
      emitter.emit('end')
      emitter.emit('close')
    })
  }
  const stream = {
    on(name: string, listener: (...args: unknown[]) => void) {
      emitter.on(name, listener)
      if (name === 'data' || name === 'end' || name === 'readable') start()
      return stream
    },
    once(name: string, listener: (...args: unknown[]) => void) {
      emitter.once(name, listener)
      if (name === 'data' || name === 'end') start()
      return stream
    },
    setEncoding(name: string) {
      encoding = name
      return stream
    },
    pipe<T extends { write(chunk: unknown): unknown; end(): unknown }>(target: T): T {
      stream.on('data', chunk => target.write(chunk))
      stream.on('end', () => target.end())
      return target
    },
    resume() {
      start()
      return stream
    },
    pause: () => stream,
    destroy: () => stream,
    close: () => undefined,
    async *[Symbol.asyncIterator]() {
      started = true
      yield* chunks()
    },
  }
  return stream
}

/** A stream that writes at once. */
export function createWriteStream(write: (data: string | Uint8Array) => void) {
  const emitter = new EventEmitter()
  return Object.assign(emitter, {
    writable: true,
    write(chunk: string | Uint8Array, ...more: unknown[]) {
      write(chunk)
      const done = more.at(-1)
      if (typeof done === 'function') setTimeout(done as () => void)
      return true
    },
    end(...args: unknown[]) {
      const [chunk] = args
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) write(chunk)
      const done = args.at(-1)
      setTimeout(() => {
        if (typeof done === 'function') (done as () => void)()
        emitter.emit('finish')
        emitter.emit('close')
      })
    },
  })
}

/** `node:readline`, over a stream as above: events and `for await`. */
export function createReadline({ input }: { input: AsyncIterable<string | Uint8Array> }) {
  const emitter = new EventEmitter()
  async function* lines() {
    let rest = ''
    for await (const chunk of input) {
      const parts = (rest + (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))).split(/\r?\n/)
      rest = parts.pop() ?? ''
      yield* parts
    }
    if (rest) yield rest
  }
  setTimeout(async () => {
    if (emitter.listenerCount('line') === 0) return
    for await (const line of lines()) emitter.emit('line', line)
    emitter.emit('close')
  })
  return Object.assign(emitter, { close: () => undefined, [Symbol.asyncIterator]: lines })
}
