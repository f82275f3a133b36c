import type { Result } from '../domain/failure.ts'
import type { DocumentCell, DocumentFormat, DocumentPicture, DocumentPiece, HiddenText } from './documents.ts'

/* ---- looking at a file ---- */

/** A sheet, or a csv file. Its rows are asked for as they come into view. */
export interface GridLook {
  name: string
  hidden: boolean
  /** Of the used cells, counted from A1. */
  rows: number
  columns: number
  /** How wide the text of each column is, in characters; kept between bounds that are fit to look at. */
  widths: number[]
  /** Counted from 0, both ends included. */
  merged: { top: number; left: number; bottom: number; right: number }[]
  /** Counted from 0. */
  hiddenColumns: number[]
  formulas: number
}

export interface GridCell {
  /** From 0. */
  column: number
  text: string
  type?: DocumentCell['type']
  /** Without the `=`. */
  formula?: string
  /** The exact value, where `text` shows another. */
  value?: string
  hidden?: true
  /** A comment that hangs on the cell. */
  note?: string
}

export interface GridRow {
  /** From 1. */
  row: number
  hidden: boolean
  cells: GridCell[]
}

export interface SlideLook {
  /** From 1. */
  number: number
  title: string
  hidden: boolean
  pieces: DocumentPiece[]
  pictures: DocumentPicture[]
}

/** A line of code: runs of text, each with the kind that colours it, or none. */
export type CodeLine = { text: string; kind?: string }[]

/** How a file is shown, by what is in it. Long parts are asked for piece by piece. */
export type LookView =
  | { kind: 'grid'; sheets: GridLook[] }
  /** Text in paragraphs: asked for with `pieces`. Pictures stand where their `at` says. */
  | { kind: 'flow'; pieces: number; pictures: DocumentPicture[] }
  | { kind: 'slides'; slides: number }
  /** Points of the first page; others may differ. */
  | { kind: 'pages'; pages: number; width: number; height: number }
  /** Cut between blocks. */
  | { kind: 'markdown'; chunks: string[] }
  /** Scripts, links and everything that would load are taken out already. */
  | { kind: 'html'; html: string }
  | { kind: 'picture'; type: string; bytes: Uint8Array }
  | { kind: 'code' }

export interface Look {
  format: DocumentFormat
  view: LookView
  /** Lines of the file as text, for formats that are text; 0 for others. `widest` in characters. */
  lines: { count: number; widest: number; language: string | null }
  about: Record<string, string>
  notices: string[]
  hidden: HiddenText[]
}

/** A page as it is drawn, and its text for those who do not see it. */
export interface DrawnPage {
  bitmap: ImageBitmap
  /** Points. */
  width: number
  height: number
  text: string
}

/** A file that is being looked at. It holds a worker until it is closed; after that, and after a break, calls fail. */
export interface OpenLook {
  look: Look
  rows(sheet: number, from: number, count: number): Promise<Result<GridRow[]>>
  /** `from` counts from 0. */
  pieces(from: number, count: number): Promise<Result<DocumentPiece[]>>
  slides(from: number, count: number): Promise<Result<SlideLook[]>>
  lines(from: number, count: number): Promise<Result<CodeLine[]>>
  /** `number` from 1; `width` in device pixels. */
  page(number: number, width: number): Promise<Result<DrawnPage>>
  close(): void
}

/* ---- comparing two versions of it ---- */

/** A run of words, in both versions, only before, or only after. */
export interface Words {
  text: string
  in: 'both' | 'before' | 'after'
}

export type Fate = 'same' | 'added' | 'removed' | 'changed'

export interface CellChange {
  /** From 0, in the version after; of a removed column, in the one before. */
  column: number
  fate: Fate
  before?: { text: string; formula?: string }
  after?: { text: string; formula?: string }
  /** `value`: the formula is the same and gives another value. */
  what?: 'content' | 'formula' | 'value'
}

export interface RowChange {
  fate: Fate
  /** Row numbers, from 1. */
  before?: number
  after?: number
  cells: CellChange[]
}

export interface SheetComparison {
  name: string
  fate: Fate
  columns: { before: number | null; after: number | null; name: string }[]
  /** Changed rows, and a row of context where it is near. A gap in the numbers is rows that are the same. */
  rows: RowChange[]
  /** Whole counts, however many rows are listed. */
  counts: {
    rowsAdded: number
    rowsRemoved: number
    cellsChanged: number
    recalculated: number
    columnsAdded: number
    columnsRemoved: number
  }
}

export interface BlockChange {
  fate: Fate
  /** Where it stands: in the version after, or before where it was removed. */
  at: string
  kind: DocumentPiece['kind']
  level?: number
  words: Words[]
  /** Of a table's row, cell by cell. */
  cells?: Words[][]
}

/** A page, slide or the whole text. */
export interface GroupComparison {
  name: string
  fate: Fate
  blocks: BlockChange[]
}

export interface LineChange {
  fate: 'same' | 'added' | 'removed'
  /** From 1, in the version it stands in; after, where it is in both. */
  line: number
  words: Words[]
}

export type Comparison = { notices: string[] /** One sentence. */; summary: string } & (
  | { kind: 'same' }
  | { kind: 'sheets'; sheets: SheetComparison[]; more: number }
  | { kind: 'groups'; groups: GroupComparison[]; more: number }
  | { kind: 'lines'; lines: LineChange[]; more: number }
)

export interface NamedBytes {
  name: string
  bytes: Uint8Array
}

/**
 * Files as a person sees them, and what changed between two versions. Works in workers that are started when first needed and limited
 * in time; nothing of a file is run, and nothing is loaded for it. What cannot be shown is a failure with a sentence.
 */
export interface Previews {
  /** False where files can only be compared, as in a saved page. */
  canOpen: boolean
  open(file: NamedBytes): Promise<Result<OpenLook>>
  /** `before` is null for a file that was made. */
  compare(before: NamedBytes | null, after: NamedBytes): Promise<Result<Comparison>>
}
