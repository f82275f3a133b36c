import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { expectedUndo, outsideEdits } from '../../tests/doubles/expected-undo.ts'
import { createMemoryFolder, type MemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { anyStart, anySteps, play } from '../../tests/doubles/random-changes.ts'
import { hashOf } from '../store/hash.ts'

/** Many more with `DESKHAND_RUNS=2000`. */
const numRuns = Number(process.env.DESKHAND_RUNS ?? 25)
const all = { kind: 'session' } as const

/** A file where another path needs a folder is told of elsewhere: here each refusal is for what somebody did to a file. */
const plainSteps = anySteps(24).map(steps =>
  steps.filter(step => !('to' in step && step.to === 'd') && step.path !== 'd'),
)

const hashes = async (home: MemoryFolder) =>
  Object.fromEntries(
    await Promise.all(Object.keys(home.files()).map(async path => [path, await hashOf(home.bytes(path)!)] as const)),
  )

test('where anyone else made, changed or removed files in between, exactly their changes are refused', async () => {
  const picks = fc.array(fc.record({ which: fc.nat(), way: fc.nat() }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(anyStart, plainSteps, picks, async (start, steps, picked) => {
      const home = createMemoryFolder(Object.fromEntries(start))
      const world = createWorld({ home })
      await play(world, steps)
      // Bytes that a change once wrote are taken for that change's own, whoever put them there: so these are new ones.
      for (const { path, way } of outsideEdits(world.state.changes, await hashes(home), picked))
        home.edit(path, way === 'remove' ? null : `theirs at ${path}`)
      for (let round = 1; round <= 2; round++) {
        const expected = expectedUndo(world.state.changes, await hashes(home))
        const undone = await world.changes.undo(all)
        if (undone.ok)
          expect(undone.value.refused.map(({ path, failure }) => ({ path, kind: failure.kind }))).toEqual(
            expected.refused,
          )
        expect(await hashes(home)).toEqual(expected.files)
      }
    }),
    { numRuns },
  )
}, 300_000)
