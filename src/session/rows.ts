import { ok, type Result } from '../domain/failure.ts'
import { openRows } from '../domain/open-rows.ts'
import { emptyState, type Item, type SessionState } from '../domain/state.ts'
import type { Log, LogReads } from '../ports/log.ts'
import { joinRows, putPage, type RowPage, readPage } from './row-pages.ts'
import { foldFrom, foldWorking, MOST_ROWS, type Rows, rowsBefore } from './snapshot.ts'

/** How many of the newest rows stay in memory, and how many go into a page. */
const SIZES = { held: 500, page: 250 }
/** Where a page could not be written, it is tried again after so many more rows. */
const AGAIN_AFTER = 100

const pagedTo = (pages: readonly RowPage[]) => pages.at(-1)?.to ?? 0

/** Numbers of the events that the oldest row and the oldest change at hand came from; 0 for those that are not asked for. */
interface Before {
  item: number
  change: number
}

/** Of what there is more before those that were told. */
interface More {
  items: boolean
  changes: boolean
}

/** The rows of a session's conversation: the newest, and those that are open, in its state, and the others in pages beside the log. */
export interface SessionRows {
  /** What is in pages, oldest first. */
  readonly pages: readonly RowPage[]
  /** Puts rows into pages once there are enough of them. Where that fails they stay in memory. */
  seal(): void
  /**
   * Tells the newest rows before those, from the beginning of a run on where one begins in them, and answers of what there is more. They
   * are told as they are in that moment.
   */
  before(before: Before, tell: (rows: Rows) => void): Promise<Result<More>>
}

/**
 * Keeps a state from growing with its conversation. The log remains what is true: pages only save folding it again. `pages` are those
 * that the rows of `state` go on from.
 */
export function createRows(
  log: Log,
  state: SessionState,
  known: readonly RowPage[] = [],
  sizes: { held: number; page: number } = SIZES,
): SessionRows {
  const pages = [...known]
  let tail: Promise<unknown> = Promise.resolve()
  let sealing = false
  let sealFrom = sizes.held + sizes.page

  /** One after another: no row goes from memory into a page while somebody reads both. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work)
    tail = done.catch(() => undefined)
    return done
  }

  const letGo = (rows: readonly Item[]) => {
    const gone = new Set(rows)
    state.items = state.items.filter(item => !gone.has(item))
  }

  /** The oldest rows at hand that no page reaches to. False where there are too few, or they could not be written. */
  async function sealNext(): Promise<boolean> {
    const from = pagedTo(pages)
    const rows = state.items.filter(item => item.seq >= from)
    const to = rows[sizes.page]?.seq
    if (to === undefined || rows.length < sizes.held + sizes.page) return false
    const open = openRows(state)
    const items = rows.filter(item => item.seq < to && !open.has(item.seq))
    const put = await putPage(log, state.lastSeq, pages.length, { from, to }, items)
    if (!put.ok) return false
    pages.push({ from, to })
    letGo(items)
    return true
  }

  /** Rows that were open when their page was written, and no longer are, go where they belong. */
  async function sealLate(): Promise<void> {
    const open = openRows(state)
    const late = state.items.filter(item => item.seq < pagedTo(pages) && !open.has(item.seq))
    for (const [index, page] of pages.entries()) {
      const items = late.filter(item => item.seq >= page.from && item.seq < page.to)
      if (items.length === 0) continue
      const paged = await readPage(log, index, page)
      if (!paged.ok || !paged.value) continue
      const put = await putPage(log, state.lastSeq, index, page, joinRows(paged.value, items))
      if (put.ok) letGo(items)
    }
  }

  return {
    pages,

    seal() {
      if (sealing || state.items.length < sealFrom) return
      sealing = true
      void inTurn(async () => {
        await sealLate()
        while (await sealNext());
        sealing = false
        sealFrom = Math.max(sizes.held + sizes.page, state.items.length + AGAIN_AFTER)
      })
    },

    before: (before, tell) => inTurn(() => tellBefore(log, { state, pages }, before, tell)),
  }
}

/** What `SessionRows.before` promises, of a session as it is in the log now: for whoever only looks at it. */
export async function lookBefore(log: LogReads, before: Before, tell: (rows: Rows) => void): Promise<Result<More>> {
  const folded = await foldWorking(log, Number.MAX_SAFE_INTEGER - 1)
  return folded.ok ? tellBefore(log, folded.value, before, tell) : folded
}

async function tellBefore(
  log: LogReads,
  { state, pages }: { state: SessionState; pages: readonly RowPage[] },
  { item, change }: Before,
  tell: (rows: Rows) => void,
): Promise<Result<More>> {
  const before = item > 0 ? await pagedBefore(log, state, pages, item) : ok({ paged: [], from: 0 })
  if (!before.ok) return before
  const { paged, from } = before.value
  const atHand = state.items.filter(row => row.seq >= from)
  const whole = { items: joinRows(paged, atHand), changes: state.changes }
  const { rows, more } = rowsBefore(whole, { item, change })
  tell(rows)
  return ok(more)
}

/** The rows before that one which are in pages, as many pages as it takes to have more than are told at once; and where they begin. */
async function pagedBefore(
  log: LogReads,
  state: SessionState,
  pages: readonly RowPage[],
  item: number,
): Promise<Result<{ paged: Item[]; from: number }>> {
  const known = new Set(state.items.map(row => row.seq))
  let count = state.items.filter(row => row.seq < item && row.seq >= pagedTo(pages)).length
  const read: Item[][] = []
  let index = pages.findLastIndex(page => page.from < item)
  for (; index >= 0 && count <= MOST_ROWS; index--) {
    const page = await readPage(log, index, pages[index]!)
    if (!page.ok) return page
    if (!page.value) {
      const folded = await foldFrom(log, emptyState(log.session), state.lastSeq)
      if (!folded.ok) return folded
      return ok({ paged: folded.value.state.items.filter(row => !known.has(row.seq)), from: 0 })
    }
    read.unshift(page.value)
    count += page.value.filter(row => row.seq < item).length
  }
  return ok({ paged: read.flat(), from: pages[index]?.to ?? 0 })
}
