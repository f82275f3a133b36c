import { type Figure, median, quantile } from '../figure.ts'
import { usableAt, type Visit, visitApp, visitBlank } from './visit.ts'
import { firstPageWeight, workerWeights } from './weight.ts'

/** One ratio says little: they lie between 1.7 and 2.4. */
const PAIRS = 20
/** The least for such an app: an empty Solid component and the library for IndexedDB. */
const EMPTY_APP_KB = 9.9

const kB = (bytes: number) => bytes / 1000

/** How heavy the first page is, and how long a new person waits for it. */
export async function benchStart(app: string, remark: (text: string) => void): Promise<Figure[]> {
  for (const { name, bytes } of workerWeights()) remark(`${name} worker: ${kB(bytes).toFixed(1)} kB gzipped`)
  const ours: Visit[] = []
  const blank: Visit[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    // A and B in turn first, so that a machine that gets slower favours neither.
    if (pair % 2 === 0) ours.push(await visitApp(app))
    blank.push(await visitBlank(app))
    if (pair % 2 !== 0) ours.push(await visitApp(app))
  }
  const middle = (visits: Visit[], of: (visit: Visit) => number) => `${median(visits.map(of)).toFixed(0)} ms`
  for (const [name, visits] of [
    ['app', ours],
    ['blank page', blank],
  ] as const)
    remark(
      `${name}: painted at ${middle(visits, v => v.painted)}, accepts at ${middle(visits, v => v.accepting)}, ` +
        `words are seen at ${middle(visits, v => v.seen)}`,
    )
  remark(`app: what was accepted is written down from ${middle(ours, v => v.working)} on`)
  const ratios = ours.map((visit, pair) => usableAt(visit) / usableAt(blank[pair]!))
  remark(`ratios from ${quantile(ratios, 0.1).toFixed(2)} (p10) to ${quantile(ratios, 0.9).toFixed(2)} (p90)`)
  return [
    {
      name: 'script and style of the first page',
      value: kB(firstPageWeight()),
      floor: EMPTY_APP_KB,
      atMost: 60,
      unit: 'kB',
    },
    { name: 'time to an accepted request ÷ a blank page', value: median(ratios), floor: 1, atMost: 2 },
  ]
}
