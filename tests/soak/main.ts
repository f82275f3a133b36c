import { readdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveApp } from '../../bench/app.ts'
import type { Soak } from './soak.ts'

const HERE = dirname(fileURLToPath(import.meta.url))
const ENDING = '.soak.ts'

const names = () =>
  readdirSync(HERE)
    .filter(file => file.endsWith(ENDING))
    .map(file => file.slice(0, -ENDING.length))

// All are loaded here: the runner that reads TypeScript is gone by the time one is run.
const soaks = new Map(
  await Promise.all(
    names().map(async name => [name, ((await import(join(HERE, `${name}${ENDING}`))) as { soak: Soak }).soak] as const),
  ),
)

/**
 * Runs the soaks that are named; one that has an option of its own name (`--kills 100`) is named by it; all when none is.
 * Resolves with the exit code: 0 only when everything held.
 */
export async function soak(args: string[]): Promise<number> {
  const asked = read(args)
  if (typeof asked === 'string') {
    console.error(asked)
    return 1
  }
  const app = await serveApp()
  const say = (text: string) => console.log(text)
  say(
    `load average: ${loadavg()
      .map(load => load.toFixed(2))
      .join(' ')}`,
  )
  const alone = asked.names.length > 0
  let ok = true
  try {
    for (const [name, run] of soaks) {
      if (alone && !asked.names.includes(name)) continue
      const outcome = await run({
        app: app.address,
        number: (option, usual) => asked.numbers.get(option) ?? (alone ? usual.alone : usual.amongAll),
        say: text => say(`  ${name}: ${text}`),
      })
      say(outcome.line)
      ok &&= outcome.ok
    }
  } catch (error) {
    console.error(error)
    return 1
  } finally {
    await app.close()
  }
  return ok ? 0 : 1
}

function read(args: readonly string[]): { names: string[]; numbers: Map<string, number> } | string {
  const known = [...soaks.keys()]
  const wanted = new Set<string>()
  const numbers = new Map<string, number>()
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!
    if (!word.startsWith('--')) {
      if (!known.includes(word)) return `There is no soak "${word}". There are: ${known.join(', ')}.`
      wanted.add(word)
      continue
    }
    const value = Number(args[++at])
    if (!Number.isFinite(value) || value <= 0) return `"${word}" needs a number, like "${word} 100".`
    const option = word.slice(2)
    numbers.set(option, value)
    if (known.includes(option)) wanted.add(option)
  }
  return { names: [...wanted], numbers }
}
