import { loadavg } from 'node:os'
import { serveApp } from './app.ts'
import { type Figure, isOk, sayFigure } from './figure.ts'

/** A group measures against the app at this address and gives its figures; on the way it may say what they are made of. */
export type Group = (app: string, remark: (text: string) => void) => Promise<Figure[]>

/**
 * Each is loaded when its turn comes. The server of the app and what drives the browser live in this process, and with the libraries of
 * all of them in it a visit takes some 10 ms longer.
 */
const GROUPS: Record<string, () => Promise<Group>> = {
  start: async () => (await import('./start/start.ts')).benchStart,
  makespan: async () => (await import('./makespan/makespan.ts')).benchMakespan,
  sandbox: async () => (await import('./sandbox.ts')).benchSandbox,
  log: async () => (await import('./log/log.ts')).benchLog,
  stream: async () => (await import('./stream/stream.ts')).benchStream,
  session: async () => (await import('./session.ts')).benchSession,
  'documents/formats': async () => (await import('./documents/formats.ts')).benchFormats,
  'documents/large': async () => (await import('./documents/formats.ts')).benchLarge,
  'documents/seeing': async () => (await import('./documents/seeing.ts')).benchSeeing,
  'documents/working': async () => (await import('./documents/working.ts')).benchWorking,
}

/** `documents` means all of its parts. */
const isMeant = (name: string, group: string) => group === name || group.startsWith(`${name}/`)

/** Runs the named groups, or all, and says what they found. Resolves with the exit code: 1 only when a bench broke. */
async function bench(names: string[]): Promise<number> {
  const groups = Object.keys(GROUPS)
  const unknown = names.filter(name => !groups.some(group => isMeant(name, group)))
  if (unknown.length > 0) {
    console.error(`There is no bench "${unknown.join('", "')}". There are: ${groups.join(', ')}.`)
    return 1
  }
  console.log(
    `load average: ${loadavg()
      .map(load => load.toFixed(2))
      .join(' ')}`,
  )
  const app = await serveApp()
  const figures: Figure[] = []
  try {
    for (const [name, load] of Object.entries(GROUPS)) {
      if (names.length > 0 && !names.some(each => isMeant(each, name))) continue
      const group = await load()
      for (const figure of await group(app.address, text => console.log(`  ${name}: ${text}`))) {
        figures.push(figure)
        console.log(sayFigure(figure))
      }
    }
  } catch (error) {
    console.error(error)
    return 1
  } finally {
    await app.close()
  }
  const ok = figures.filter(isOk).length
  console.log(`${ok} ok, ${figures.length - ok} short`)
  return 0
}

/** The exit code. All is run while this file is read: afterwards what reads TypeScript is gone. */
export const code = await bench(process.argv.slice(2))
