import { loadavg } from 'node:os'
import { serveApp } from './app.ts'
import { benchFormats, benchLarge } from './documents/formats.ts'
import { benchSeeing } from './documents/seeing.ts'
import { benchWorking } from './documents/working.ts'
import { type Figure, isOk, sayFigure } from './figure.ts'
import { benchLog } from './log/log.ts'
import { benchMakespan } from './makespan/makespan.ts'
import { benchSandbox } from './sandbox.ts'
import { benchSession } from './session.ts'
import { benchStart } from './start/start.ts'
import { benchStream } from './stream/stream.ts'

/** A group measures against the app at this address and gives its figures; on the way it may say what they are made of. */
export type Group = (app: string, remark: (text: string) => void) => Promise<Figure[]>

const GROUPS: Record<string, Group> = {
  start: benchStart,
  makespan: benchMakespan,
  sandbox: benchSandbox,
  log: benchLog,
  stream: benchStream,
  session: benchSession,
  'documents/formats': benchFormats,
  'documents/large': benchLarge,
  'documents/seeing': benchSeeing,
  'documents/working': benchWorking,
}

/** `documents` means all of its parts. */
const isMeant = (name: string, group: string) => group === name || group.startsWith(`${name}/`)

/** Runs the named groups, or all, and says what they found. Resolves with the exit code: 1 only when a bench broke. */
export async function bench(names: string[]): Promise<number> {
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
    for (const [name, group] of Object.entries(GROUPS)) {
      if (names.length > 0 && !names.some(each => isMeant(each, name))) continue
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
