import { type OrderHint, orderShownBy } from '../../figures/date.ts'
import { readAll } from '../../figures/reading.ts'
import { readReceipts } from '../../figures/receipt.ts'
import type { Receipt } from '../../figures/receipt-data.ts'
import { chosenFiles } from '../../figures/selection.ts'
import { counted } from '../../figures/words.ts'
import type { Choice, FileInfo } from '../../job.ts'
import type { Steps } from '../../steps.ts'
import { outputsOf, pathsOf } from './slots.ts'

/** What a look at the receipts told before the plan is made. */
export interface Looked {
  /** False when there were too many to look at all of them, or pictures. */
  all: boolean
  /** Files whose words are in pictures, which were not looked at yet. */
  pictures: number
  /** Receipts in each file that was looked at; 0 where it could not be read. */
  receipts: Record<string, number>
  /** Files with something that will have to be said in the report. */
  unsure: string[]
  /** Dates that nothing decides. */
  open: { file: string; text: string }[]
  /** What other receipts tell of the dates of a file. */
  hints: Record<string, OrderHint>
}

const MOST_FILES = 150
const MOST_BYTES = 3_000_000

/** The receipts that the slots name, without what the job itself writes. */
export const receiptFiles = (slots: Record<string, string>, files: FileInfo[]) =>
  chosenFiles(files, slots.Files ?? '', pathsOf(outputsOf(slots)))

/** Reads the receipts once before the plan, so that it can ask about dates and knows how many rows there must be. */
export function* look(slots: Record<string, string>, files: FileInfo[]): Steps<Looked> {
  const chosen = receiptFiles(slots, files)
  const some = within(chosen)
  const looked: Looked = {
    all: some.length === chosen.length,
    pictures: 0,
    receipts: {},
    unsure: [],
    open: [],
    hints: {},
  }
  const shown = new Map<string, OrderHint[]>()
  const open: Receipt[] = []
  const texts = yield* readAll(
    some.map(one => one.path),
    false,
  )
  for (const file of texts) {
    const read = 'unreadable' in file ? [] : readReceipts(file.path, file.text)
    const receipts = Array.isArray(read) ? read : []
    if (file.picture && receipts.length === 0) {
      looked.pictures++
      looked.all = false
      continue
    }
    looked.receipts[file.path] = receipts.length
    if (receipts.some(one => one.unsure.length > 0)) looked.unsure.push(file.path)
    const first = receipts[0]
    const hint = 'text' in file && first ? orderShownBy(file.text) : undefined
    if (hint && first)
      shown.set(first.currency, [
        ...(shown.get(first.currency) ?? []),
        { ...hint, because: `${hint.because.replace(' is beside it', '')} is in ${file.path}` },
      ])
    const undecided = receipts.find(one => one.ambiguous)
    if (undecided) open.push(undecided)
  }
  for (const receipt of open) {
    const hints = shown.get(receipt.currency) ?? []
    if (hints.length > 0 && hints.every(hint => hint.order === hints[0]!.order)) looked.hints[receipt.file] = hints[0]!
    else looked.open.push({ file: receipt.file, text: receipt.ambiguous!.text })
  }
  return looked
}

/** As many of the files as can be read before anybody gets impatient. */
function within(files: readonly FileInfo[]): FileInfo[] {
  let left = MOST_BYTES
  return files.slice(0, MOST_FILES).filter(({ size }) => {
    if (size > left) return false
    left -= size
    return true
  })
}

/** One question for all dates that stay open. */
export function choices(_slots: Record<string, string>, _files: FileInfo[], looked: unknown): Choice[] {
  const { open } = looked as Looked
  const first = open[0]
  if (!first) return []
  const more = open.length > 1 ? ` The answer also counts for ${counted(open.length - 1, 'other file')}.` : ''
  return [
    {
      id: 'date-order',
      text: `${first.text} in ${first.file}: does the day or the month come first?${more}`,
      choices: ['Day first', 'Month first'],
      suggested: 'Day first',
    },
  ]
}
