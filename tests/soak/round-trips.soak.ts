import { inFreshBrowser } from '../../bench/app.ts'
import type { Result } from '../../src/domain/failure.ts'
import type { ReadDocument } from '../../src/ports/documents.ts'
import { type BuiltWorkers, startWorkers } from '../support/built-workers.ts'
import { ROUND_TRIPS, type Through } from '../support/round-trips.ts'
import type { Soak } from './soak.ts'

/** Generated documents of every format, written and read by the workers of the built app in a real browser. */
export const soak: Soak = ({ app, number, say }) =>
  inFreshBrowser(async page => {
    const runs = number('round-trips', { alone: 200, amongAll: 50 })
    await startWorkers(page, app)
    const through: Through = async spec => {
      const read = await page.evaluate(async asked => {
        const { workers } = globalThis as unknown as { workers: BuiltWorkers }
        const written =
          asked.format === 'md'
            ? { ok: true as const, value: new TextEncoder().encode(asked.text) }
            : await workers.ask<Result<Uint8Array>>('documents', 'write', [asked])
        if (!written.ok) return written
        const wish = { from: 1, count: 100_000 }
        return asked.format === 'pdf'
          ? workers.ask<Result<ReadDocument>>('pdf', 'read', [written.value, wish])
          : workers.ask<Result<ReadDocument>>('documents', 'read', [written.value, `a.${asked.format}`, wish])
      }, spec)
      if (!read.ok) throw new Error(`${read.failure.message} ${read.failure.detail ?? ''}`)
      return read.value
    }
    let broken = 0
    for (const each of ROUND_TRIPS) {
      const from = performance.now()
      try {
        await each.holds(through, runs)
        say(`${each.format}: ${runs} of ${runs} held, in ${((performance.now() - from) / 1000).toFixed(1)} s`)
      } catch (error) {
        broken++
        say(`${each.format}: ${error instanceof Error ? error.message : error}`)
      }
    }
    const formats = ROUND_TRIPS.length
    return {
      ok: broken === 0,
      line: `round-trips: ${formats - broken} of ${formats} formats held for ${runs} documents each`,
    }
  })
