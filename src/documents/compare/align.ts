import { diffArrays } from 'diff'

/** Steps of the exact comparison; beyond, what differs in the middle is compared place by place. */
const MOST_EDITS = 3000

/** What stands beside what: indexes before and after, null where there is nothing on that side. */
export type Pair = { before: number; after: number } | { before: number; after: null } | { before: null; after: number }

/** Lines up two lists by what each item reads as. Equal items are beside each other, in the order of both lists. */
export function alignEqual(before: readonly string[], after: readonly string[]): Pair[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++
  const pairs: Pair[] = []
  for (let i = 0; i < start; i++) pairs.push({ before: i, after: i })
  pairs.push(...middle(before.slice(start, before.length - end), after.slice(start, after.length - end), start))
  for (let i = end; i > 0; i--) pairs.push({ before: before.length - i, after: after.length - i })
  return pairs
}

function middle(before: string[], after: string[], start: number): Pair[] {
  const changes = diffArrays(before, after, { maxEditLength: MOST_EDITS })
  const pairs: Pair[] = []
  let b = start
  let a = start
  if (!changes) {
    const longest = Math.max(before.length, after.length)
    for (let i = 0; i < longest; i++)
      pairs.push({ before: i < before.length ? b + i : null, after: i < after.length ? a + i : null } as Pair)
    return pairs
  }
  for (const { count, added, removed } of changes)
    for (let i = 0; i < count; i++)
      pairs.push(
        added ? { before: null, after: a++ } : removed ? { before: b++, after: null } : { before: b++, after: a++ },
      )
  return pairs
}

/**
 * Within each run of removed and added items, puts beside each other those that are versions of one: the likest ones first, never
 * crossing. `likeness` is from 0 to 1; below `least` two items have nothing to do with each other.
 */
export function pairLike(
  pairs: readonly Pair[],
  likeness: (before: number, after: number) => number,
  least: number,
): Pair[] {
  const out: Pair[] = []
  let removed: number[] = []
  let added: number[] = []
  const close = () => {
    out.push(...pairRun(removed, added, likeness, least))
    removed = []
    added = []
  }
  for (const pair of pairs) {
    if (pair.before !== null && pair.after !== null) {
      close()
      out.push(pair)
    } else if (pair.before !== null) removed.push(pair.before)
    else added.push(pair.after)
  }
  close()
  return out
}

/** Longer runs are paired in their order: trying all against all would take too long. */
const MOST_TRIED = 60

function pairRun(
  removed: number[],
  added: number[],
  likeness: (before: number, after: number) => number,
  least: number,
): Pair[] {
  if (removed.length === 0 || added.length === 0)
    return [...removed.map(before => ({ before, after: null })), ...added.map(after => ({ before: null, after }))]
  if (removed.length > MOST_TRIED || added.length > MOST_TRIED) {
    const longest = Math.max(removed.length, added.length)
    return Array.from({ length: longest }, (_, i) => [removed[i], added[i]] as const).flatMap(
      ([before, after]): Pair[] => {
        if (before === undefined) return [{ before: null, after: after! }]
        if (after === undefined) return [{ before, after: null }]
        return likeness(before, after) >= least
          ? [{ before, after }]
          : [
              { before, after: null },
              { before: null, after },
            ]
      },
    )
  }
  let best = { score: least, i: -1, j: -1 }
  for (const [i, before] of removed.entries())
    for (const [j, after] of added.entries()) {
      // Of equally like ones, those in the same place.
      const score = likeness(before, after) - Math.abs(i - j) * 1e-6
      if (score > best.score) best = { score, i, j }
    }
  if (best.i < 0) return pairRun(removed, [], likeness, least).concat(pairRun([], added, likeness, least))
  return [
    ...pairRun(removed.slice(0, best.i), added.slice(0, best.j), likeness, least),
    { before: removed[best.i]!, after: added[best.j]! },
    ...pairRun(removed.slice(best.i + 1), added.slice(best.j + 1), likeness, least),
  ]
}
