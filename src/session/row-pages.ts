import { ok, type Result } from '../domain/failure.ts'
import { type Item, STATE_VERSION } from '../domain/state.ts'
import type { Log, LogReads } from '../ports/log.ts'

/** Rows of the conversation that came from events `from <= seq < to`, less those that were open when it was written. */
export interface RowPage {
  from: number
  to: number
}

const nameOf = (index: number) => `rows ${index}`

/** Writes page number `index`. Until this has come to pass nobody may count on it. */
export const putPage = (log: Log, seq: number, index: number, page: RowPage, items: readonly Item[]) =>
  log.putSnapshots(STATE_VERSION, seq, { [nameOf(index)]: JSON.stringify({ ...page, items }) })

/** Its rows; null where it is not there, or not the one that is meant: then only the log can tell. */
export async function readPage(log: LogReads, index: number, { from, to }: RowPage): Promise<Result<Item[] | null>> {
  const found = await log.snapshot(nameOf(index), STATE_VERSION)
  if (!found.ok) return found
  if (!found.value) return ok(null)
  const page: RowPage & { items: Item[] } = JSON.parse(found.value.state as string)
  return ok(page.from === from && page.to === to ? page.items : null)
}

/** The rows of pages and those at hand, in order. One that is in both is as it is at hand. */
export function joinRows(paged: readonly Item[], atHand: readonly Item[]): Item[] {
  const known = new Set(atHand.map(item => item.seq))
  const all = [...paged.filter(item => !known.has(item.seq)), ...atHand]
  return all.sort((one, other) => one.seq - other.seq)
}
