import { parentPort, Worker, workerData } from 'node:worker_threads'
import { JOBS, nth, WAYS } from './nth.ts'
import { runSeed } from './run.ts'

interface Options {
  seeds: number
  from: number
  seed: number | null
  nth: boolean
  plant: string | null
  threads: number
}

interface Batch {
  done: number
  failing: { name: string; violations: string[]; replay: string }[]
}

const SHOWN = 20
const TRACE_LINES = 25
const YOUNG_MB = 192

const breathe = () => new Promise(resolve => setImmediate(resolve))

/** This thread's share: every so many seeds, told of as they are done. */
async function liveSeeds(options: Options, thread: number, tell: (batch: Batch) => void): Promise<void> {
  let batch: Batch = { done: 0, failing: [] }
  for (let seed = options.from + thread; seed < options.from + options.seeds; seed += options.threads) {
    const { violations } = await runSeed({ seed, plant: options.plant })
    batch.done++
    if (violations.length > 0)
      batch.failing.push({ name: `seed ${seed}`, violations, replay: await tailOf(seed, options) })
    if (batch.done < 25 && batch.failing.length === 0) continue
    tell(batch)
    batch = { done: 0, failing: [] }
    await breathe()
  }
  tell(batch)
}

async function tailOf(seed: number, { plant }: Options): Promise<string> {
  const { trace } = await runSeed({ seed, plant, traced: true })
  return trace.slice(-TRACE_LINES).join('\n')
}

async function liveNth(options: Options, thread: number, tell: (batch: Batch) => void): Promise<void> {
  for (const [index, { scenario, way }] of JOBS.entries()) {
    if (index % options.threads !== thread) continue
    const failing: Batch['failing'] = []
    const done = await nth(scenario, way, 1, ({ violations }, n) =>
      failing.push({ name: `"${scenario.name}", call ${n} ${way}`, violations, replay: '' }),
    )
    tell({ done, failing })
    await breathe()
  }
}

function read(args: readonly string[]): Options {
  const given = (name: string) => {
    const at = args.indexOf(`--${name}`)
    return at < 0 ? null : (args[at + 1] ?? '')
  }
  return {
    seeds: Number(given('seeds') ?? 2000),
    from: Number(given('from') ?? 1),
    seed: given('seed') === null ? null : Number(given('seed')),
    nth: args.includes('--nth'),
    plant: given('plant'),
    threads: Number(given('threads') ?? 2),
  }
}

/** What `npm run sim` does; `file` is this program, which its threads load too. Gives the exit code. */
export async function main(args: readonly string[], file: string): Promise<number> {
  const options = read(args)
  return options.seed === null ? many(options, file) : replay(options.seed, options)
}

async function replay(seed: number, { plant }: Options): Promise<number> {
  const one = await runSeed({ seed, plant, traced: true })
  const two = await runSeed({ seed, plant })
  console.log(one.trace.join('\n'))
  console.log(`${one.events} events, ${one.points} points, ends as ${one.status}, ${one.hash()}`)
  const same = one.hash() === two.hash()
  console.log(same ? 'A second life was the same to the last byte.' : 'A second life was different.')
  for (const text of one.violations) console.log(text)
  console.log(`violations: ${one.violations.length} (seed ${seed})`)
  return same && one.violations.length === 0 ? 0 : 1
}

async function many(options: Options, file: string): Promise<number> {
  const start = performance.now()
  const what = options.nth ? 'calls' : 'seeds'
  let done = 0
  let shown = 0
  let failing = 0
  const hear = (batch: Batch) => {
    done += batch.done
    for (const { name, violations, replay: tail } of batch.failing)
      if (++failing <= SHOWN) console.log(`${name}: ${violations.join('\n  ')}\n${tail}`)
    if (done - shown < (options.nth ? 2000 : options.seeds / 20)) return
    shown = done
    console.log(`${done}${options.nth ? '' : ` of ${options.seeds}`} ${what}, ${failing} failing`)
  }
  const threads = Array.from({ length: options.threads }, (_, thread) => startThread(file, options, thread, hear))
  await Promise.all(threads)
  const rate = Math.round(done / ((performance.now() - start) / 1000))
  const scenarios = new Set(JOBS.map(job => job.scenario.name)).size
  console.log(
    `violations: ${failing} (${done} ${what}${options.nth ? ` of ${scenarios} scenarios` : ''}, ${rate} ${what}/s)`,
  )
  return failing === 0 && (options.nth || done === options.seeds) ? 0 : 1
}

function startThread(file: string, options: Options, thread: number, hear: (batch: Batch) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    // A life leaves little behind: with room for many of them, their waste is never looked through one by one.
    const worker = new Worker(file, {
      workerData: { options, thread },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    worker.on('message', hear)
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}

if (parentPort) {
  const port = parentPort
  const { options, thread } = workerData as { options: Options; thread: number }
  await (options.nth ? liveNth : liveSeeds)(options, thread, batch => port.postMessage(batch))
}

export { JOBS, nth, runSeed, WAYS }
