import { parentPort, Worker, workerData } from 'node:worker_threads'

export { runSeed } from './run.ts'

import { runSeed } from './run.ts'

interface Options {
  seeds: number
  from: number
  seed: number | null
  plant: string | null
  threads: number
}

interface Batch {
  done: number
  failing: { seed: number; violations: string[] }[]
}

/** Tells of failing seeds as they are found; `stop` at the first one. */
async function runRange(options: Options, first: number, step: number, tell: (batch: Batch) => void): Promise<void> {
  let batch: Batch = { done: 0, failing: [] }
  for (let seed = first; seed < options.from + options.seeds; seed += step) {
    const { violations } = await runSeed({ seed, plant: options.plant })
    batch.done++
    if (violations.length > 0) batch.failing.push({ seed, violations })
    if (batch.done < 25 && batch.failing.length === 0) continue
    tell(batch)
    batch = { done: 0, failing: [] }
    await new Promise(resolve => setImmediate(resolve))
  }
  tell(batch)
}

export async function main(args: string[], file: string): Promise<number> {
  const given = (name: string) => {
    const at = args.indexOf(`--${name}`)
    return at < 0 ? null : (args[at + 1] ?? '')
  }
  const options: Options = {
    seeds: Number(given('seeds') ?? 2000),
    from: Number(given('from') ?? 1),
    seed: given('seed') === null ? null : Number(given('seed')),
    plant: given('plant'),
    threads: Number(given('threads') ?? 2),
  }
  if (options.seed !== null) return replay(options)
  return many(options, file)
}

async function replay({ seed, plant }: Options): Promise<number> {
  const one = await runSeed({ seed: seed!, plant, traced: true })
  const two = await runSeed({ seed: seed!, plant })
  console.log(one.trace.join('\n'))
  console.log(`${one.events} events, ${one.points} points, ends as ${one.status}, ${one.hash}`)
  const same = one.hash === two.hash
  console.log(same ? 'A second run was the same to the last byte.' : 'A second run was different.')
  for (const text of one.violations) console.log(text)
  console.log(`violations: ${one.violations.length} (seed ${seed})`)
  return same && one.violations.length === 0 ? 0 : 1
}

async function many(options: Options, file: string): Promise<number> {
  const start = performance.now()
  let done = 0
  let shown = 0
  const failing: Batch['failing'] = []
  const hear = (batch: Batch) => {
    done += batch.done
    failing.push(...batch.failing)
    for (const { seed, violations } of batch.failing)
      if (failing.length <= 20) console.log(`seed ${seed}: ${violations.join('\n  ')}`)
    if (done - shown < options.seeds / 10) return
    shown = done
    console.log(`${done} of ${options.seeds} seeds, ${failing.length} failing`)
  }
  await Promise.all(
    Array.from(
      { length: options.threads },
      (_, index) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(file, { workerData: { options, first: options.from + index } })
          worker.on('message', hear)
          worker.on('error', reject)
          worker.on('exit', () => resolve())
        }),
    ),
  )
  const seconds = (performance.now() - start) / 1000
  console.log(`violations: ${failing.length} (${done} seeds, ${Math.round(done / seconds)} seeds/s)`)
  return failing.length === 0 && done === options.seeds ? 0 : 1
}

if (parentPort) {
  const { options, first } = workerData as { options: Options; first: number }
  await runRange(options, first, options.threads, batch => parentPort!.postMessage(batch))
}
