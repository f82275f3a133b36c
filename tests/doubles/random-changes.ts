import fc from 'fast-check'
import type { World } from './changes-world.ts'

/** Random changes over a few names that get into each other's way: same letters in other case, files where folders would be. */
const NAMES = ['a.txt', 'b.txt', 'B.txt', 'd', 'd/a.txt', 'd/e/b.txt', 'd/e/f/c.txt', 'x/y.txt', 'x/Y/z.txt']
const anyPath = fc.constantFrom(...NAMES)
const anyText = fc.constantFrom('', 'one', 'two', 'three')
const anyStep = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), path: anyPath, text: anyText }),
  fc.record({ kind: fc.constant('move' as const), path: anyPath, to: anyPath }),
  fc.record({ kind: fc.constant('trash' as const), path: anyPath }),
)
export const anySteps = (length: number) => fc.array(anyStep, { minLength: length, maxLength: length })
export const anyStart = fc.subarray([
  ['a.txt', 'a'],
  ['d/e/b.txt', 'b'],
  ['x/y.txt', 'y'],
  ['keep/it.txt', 'kept'],
])

type Step =
  | { kind: 'write'; path: string; text: string }
  | { kind: 'move'; path: string; to: string }
  | { kind: 'trash'; path: string }

export async function play(world: World, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'write') await world.write(step.path, step.text)
    else if (step.kind === 'move') await world.move(step.path, step.to)
    else await world.trash(step.path)
  }
}
