import { expect, test } from 'vitest'
import { PLANTS } from './plants.ts'
import { runSeed } from './run.ts'

const SEEDS = 2000

const breathe = () => new Promise(resolve => setImmediate(resolve))

test(`nothing is lost, doubled, untrue or stuck in ${SEEDS} lives of a session, whatever breaks`, async () => {
  const failing: string[] = []
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violations } = await runSeed({ seed })
    if (violations.length > 0) failing.push(`seed ${seed}: ${violations.join('; ')}`)
    if (seed % 50 === 0) await breathe()
  }
  expect(failing).toEqual([])
}, 300_000)

test('one seed is one life, to the last byte', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const [one, two] = [await runSeed({ seed }), await runSeed({ seed })]
    expect(two.hash).toBe(one.hash)
  }
}, 60_000)

test.each(Object.keys(PLANTS))(
  'a bug put in on purpose is found within 1,000 seeds: %s',
  async plant => {
    let found: number | null = null
    for (let seed = 1; seed <= 1000 && found === null; seed++) {
      const { violations } = await runSeed({ seed, plant })
      if (violations.some(text => /^no (loss|double effect)/.test(text))) found = seed
    }
    expect(found).not.toBeNull()
  },
  120_000,
)
