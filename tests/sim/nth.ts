import type { Point } from './clockwork.ts'
import { canHappen, type Fault, type FaultKind } from './faults.ts'
import { GOLDEN } from './golden.ts'
import { type Run, runSeed } from './run.ts'
import type { Scenario } from './scenario.ts'

/** What happens to the n-th call: it fails once, or from then on for good; it fails after it was done; or all dies with it. */
export const WAYS = {
  'fails once': { kind: 'fail', ms: 0 },
  'fails for good': { kind: 'fail-for-a-while', ms: Number.POSITIVE_INFINITY },
  'says it failed': { kind: 'fail-after', ms: 0 },
  'folder lost': { kind: 'permission-lost', ms: 0 },
  crash: { kind: 'crash', ms: 0 },
  'power cut': { kind: 'power-cut', ms: 0 },
} satisfies Record<string, { kind: FaultKind; ms: number }>
export type Way = keyof typeof WAYS

export const JOBS = GOLDEN.flatMap(scenario => (Object.keys(WAYS) as Way[]).map(way => ({ scenario, way })))

const SEED = 1

/** Lives the scenario once for each of its calls, with that one going wrong; `step` leaves some out. Gives how many lives. */
export async function nth(scenario: Scenario, way: Way, step: number, wrong: (run: Run, n: number) => void) {
  const points: Point[] = []
  const whole = await runSeed({
    seed: SEED,
    scenario,
    faults: [],
    seen: (_, point) => {
      points.push(point)
      return null
    },
  })
  if (whole.violations.length > 0) wrong(whole, 0)
  let lives = 0
  for (const [index, point] of points.entries()) {
    const fault: Fault = { ...WAYS[way], at: index + 1 }
    if (!canHappen(fault, point) || (index + 1) % step !== 0) continue
    lives++
    const run = await runSeed({ seed: SEED, scenario, faults: [fault] })
    if (run.violations.length > 0) wrong(run, index + 1)
  }
  return lives
}
