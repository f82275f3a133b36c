import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ending } from './replies.ts'

export interface Pace {
  everyMs: number
  ending: Ending | undefined
  /** Aborted when the client hangs up or the server closes. */
  signal: AbortSignal
  wrote(bytes: Buffer): void
}

/** Writes a stream event by event, and ends it as told. Returns at once when the client has gone. */
export async function pour(response: ServerResponse, stream: Buffer, { everyMs, ending, signal, wrote }: Pace) {
  const limit = limitOf(stream, ending)
  const put = (bytes: Buffer) => {
    wrote(bytes)
    return new Promise<void>(resolve => response.write(bytes, () => resolve()))
  }
  // Headers go out also when nothing follows them.
  response.flushHeaders()
  for (const piece of everyMs > 0 ? events(stream.subarray(0, limit)) : [stream.subarray(0, limit)]) {
    if (signal.aborted) return
    await put(piece)
    if (everyMs > 0) await pause(everyMs, signal)
  }
  if (ending && 'resetAt' in ending) response.socket?.resetAndDestroy()
  else if (ending && 'silentAt' in ending) await stayOpen(put, ending.pingMs ?? 0, signal)
  response.end()
}

function limitOf(stream: Buffer, ending: Ending | undefined): number {
  if (!ending) return stream.length
  if ('cutAt' in ending) return ending.cutAt
  if ('resetAt' in ending) return ending.resetAt
  // Pings can only follow a whole event.
  return ending.pingMs ? stream.lastIndexOf('\n\n', ending.silentAt) + 2 : ending.silentAt
}

async function stayOpen(put: (bytes: Buffer) => Promise<void>, pingMs: number, signal: AbortSignal) {
  while (!signal.aborted) {
    await pause(pingMs || 1_000, signal)
    if (pingMs > 0 && !signal.aborted) await put(Buffer.from('event: ping\ndata: {"type":"ping"}\n\n'))
  }
}

/** Waits `ms`, or until `signal` is aborted. */
export const pause = (ms: number, signal: AbortSignal) =>
  sleep(ms, undefined, { signal }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error
  })

function events(stream: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < stream.length; ) {
    const end = stream.indexOf('\n\n', at)
    const next = end === -1 ? stream.length : end + 2
    found.push(stream.subarray(at, next))
    at = next
  }
  return found
}
