import type { Page } from '@playwright/test'
import type { Result } from '../../src/domain/failure.ts'
import type { ReadDocument, WriteSpec } from '../../src/ports/documents.ts'
import { type BuiltWorkers, startWorkers } from '../../tests/support/built-workers.ts'
import { inFreshBrowser } from '../app.ts'
import { type Figure, median } from '../figure.ts'
import { readInNode, writeInNode } from './in-node.ts'
import { SAMPLES } from './samples.ts'

const TIMES = 3
const TIMES_LARGE = 1

interface Timed {
  write: number
  read: number
  bytes: number
}

/** What `evaluate` leaves on the page between two calls. */
interface Left {
  workers: BuiltWorkers
}

type Bench = (app: string, remark: (text: string) => void) => Promise<Figure[]>

/** Writing and reading each format in the workers of the build, against the same libraries in Node, on the same document. */
export const benchFormats: Bench = (app, remark) => benchSamples(app, remark, false)

/** The same with a pdf of 100 pages and a sheet of 50,000 rows, and the memory that takes. */
export const benchLarge: Bench = (app, remark) => benchSamples(app, remark, true)

const benchSamples = (app: string, remark: (text: string) => void, large: boolean): Promise<Figure[]> =>
  inFreshBrowser(async page => {
    await startWorkers(page, app)
    const found: Figure[] = []
    for (const { name, spec } of SAMPLES.filter(sample => (sample.large ?? false) === large)) {
      const ours: Timed[] = []
      const theirs: Timed[] = []
      // Once beforehand: libraries are loaded, and compilers warm.
      await inWorker(page, spec)
      await inNode(spec)
      for (let time = 0; time < (large ? TIMES_LARGE : TIMES); time++) {
        ours.push(await inWorker(page, spec))
        theirs.push(await inNode(spec))
      }
      const ratio = (of: 'read' | 'write') => median(ours.map(each => each[of])) / median(theirs.map(each => each[of]))
      const say = (times: Timed[], of: 'read' | 'write') => `${median(times.map(each => each[of])).toFixed(0)} ms`
      remark(
        `${name} (${Math.round(ours[0]!.bytes / 1000)} kB): written in ${say(ours, 'write')}, in Node ${say(theirs, 'write')}; read in ${say(ours, 'read')}, in Node ${say(theirs, 'read')}`,
      )
      found.push({ name: `writing a ${name} ÷ Node`, value: ratio('write'), floor: 1, atMost: 1.3 })
      found.push({ name: `reading a ${name} ÷ Node`, value: ratio('read'), floor: 1, atMost: 1.3 })
      if (large) remark(`${name}: the page and its workers hold ${(await memory(page)).toFixed(0)} MB`)
      await page.evaluate(() => {
        const { workers } = globalThis as unknown as Left
        workers.end('documents')
        workers.end('pdf')
      })
    }
    return found
  })

/** All of it, as the browser counts it after it has cleared up. */
const memory = (page: Page) =>
  page.evaluate(async () => {
    const measured = await (
      performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> }
    ).measureUserAgentSpecificMemory()
    return measured.bytes / 1_000_000
  })

/** Bytes stay in the page, as they stay in the workers of the app. */
const inWorker = (page: Page, spec: WriteSpec): Promise<Timed> =>
  page.evaluate(async asked => {
    const { workers } = globalThis as unknown as Left
    const start = performance.now()
    const written = await workers.ask<Result<Uint8Array>>('documents', 'write', [asked])
    if (!written.ok) throw new Error(written.failure.message)
    const between = performance.now()
    const bytes = written.value.length
    // As a tool asks: the first pieces are wanted, and all are counted.
    const wish = { from: 1, count: 3000 }
    const read = await (asked.format === 'pdf'
      ? workers.ask<Result<ReadDocument>>('pdf', 'read', [written.value, wish])
      : workers.ask<Result<ReadDocument>>('documents', 'read', [written.value, `a.${asked.format}`, wish]))
    if (!read.ok) throw new Error(read.failure.message)
    return { write: between - start, read: performance.now() - between, bytes }
  }, spec)

async function inNode(spec: WriteSpec): Promise<Timed> {
  const start = performance.now()
  const written = await writeInNode(spec)
  const between = performance.now()
  const bytes = written.length
  await readInNode(written, spec.format, { from: 1, count: 3000 })
  return { write: between - start, read: performance.now() - between, bytes }
}
