import type { Result } from '../domain/failure.ts'

/** What a file really is, by its bytes first and its ending second. */
export type DocumentFormat =
  | 'pdf'
  | 'docx'
  | 'pptx'
  | 'xlsx'
  | 'xls'
  | 'ods'
  | 'csv'
  | 'tsv'
  | 'html'
  | 'md'
  | 'text'
  | 'eml'
  | 'ics'
  | 'image'

/* ---- reading ---- */

/** Which part of a document is wanted. Without anything, its start, up to the limits of the reader. */
export interface ReadWish {
  /** Piece to start with, counted from 1. */
  from?: number
  /** Pieces at most. */
  count?: number
  /** Only these parts (pages, slides, sheets), counted from 1, both included. */
  parts?: { from: number; to: number }
  /** Also pictures: of the pages of `parts`, of the slides' own pictures, of an image file. */
  pictures?: boolean
  /** Reads the words in an image, or on scanned pages of `parts`. */
  recognise?: boolean
}

/** A page, sheet, slide, mail or calendar; a document without pages has one. */
export interface DocumentPart {
  /** `page 3`, `slide 2`, the sheet's name, or `text`. */
  name: string
  /** Title of a slide, address of a sheet's used cells. */
  title?: string
  /** The person does not see it when they open the file. */
  hidden?: boolean
  /** A sheet: rows and columns of its used cells, merged ranges, and what is hidden in it (`C`, `12`). */
  sheet?: { rows: number; columns: number; merged: string[]; hiddenRows: number[]; hiddenColumns: string[] }
}

export interface DocumentCell {
  /** `B4` in a sheet. */
  at?: string
  /** As the person sees it, with its format. */
  text: string
  type?: 'text' | 'number' | 'money' | 'percent' | 'date' | 'time' | 'boolean' | 'error'
  /** The value itself; ISO text for a date or time. */
  value?: string | number | boolean
  /** Without the `=`. */
  formula?: string
  hidden?: boolean
}

/** One piece of a document, in reading order. `at` says where it stands, so that a quote can be found again. */
export type DocumentPiece = {
  /** `page 3`, `¶ 12`, `table 2 row 3`, `Costs!4`, `slide 2`. */
  at: string
  /** Index into `parts`. */
  part: number
} & (
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string /** 0 to 100, of recognised words. */; confidence?: number }
  | { kind: 'item'; level: number /** `-`, or `3.` */; marker: string; text: string }
  /** A row of a table or sheet. `table` is the same for rows that belong together. */
  | { kind: 'row'; table: number; cells: DocumentCell[] }
  /** Beside the text: who said it in `by`, what it is about in `about`. */
  | { kind: 'note'; what: NoteKind; text: string; by?: string; about?: string }
)

export type NoteKind =
  | 'comment'
  | 'footnote'
  | 'endnote'
  | 'header'
  | 'footer'
  | 'speaker notes'
  | 'inserted'
  | 'deleted'
  | 'attachment'
  | 'text box'

/** Text that the person does not see when they open the file, kept apart from what they do. */
export interface HiddenText {
  at: string
  /** As it stands after "hidden text": `white on white`, `1 pt small`, `off the page`, `in a hidden column`. */
  why: string
  text: string
}

export interface DocumentPicture {
  at: string
  type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'
  width: number
  height: number
  bytes: Uint8Array
}

export interface ReadDocument {
  format: DocumentFormat
  /** Title, author, from, to, date, subject, width, height, as the document says of itself. */
  about: Record<string, string>
  parts: DocumentPart[]
  /** Pieces in all, as far as they were counted; `more` when the reader stopped at a limit. */
  total: number
  more: boolean
  /** Number of the first of `pieces`, counted from 1. */
  from: number
  pieces: DocumentPiece[]
  hidden: HiddenText[]
  pictures: DocumentPicture[]
  /** Sentences on what is not what it seems: no text on a page, a file that is named wrongly, a limit that was reached. */
  notices: string[]
}

/* ---- writing ---- */

/** A cell to write. Text stays text whatever it begins with; a formula only as `{ formula }`, without the `=`. */
export type CellSpec =
  | string
  | number
  | boolean
  | null
  | { date: string }
  | { formula: string }
  | { value: string | number | boolean; format: string }
  | { formula: string; format: string }

export interface SheetSpec {
  name: string
  columns?: { width?: number; format?: string }[]
  rows: CellSpec[][]
  /** Rows at the top that stay in view, are bold, and carry the filter. */
  headerRows?: number
  filter?: boolean
  charts?: (ChartSpec | RangeChartSpec)[]
}

/** A chart of cells of the sheet it stands in, like `A2:A13`; it follows them when they change. */
export interface RangeChartSpec {
  kind: 'bar' | 'line' | 'pie'
  title?: string
  labelCells: string
  series: { name: string; cells: string }[]
}

export interface ChartSpec {
  kind: 'bar' | 'line' | 'pie'
  title?: string
  labels: string[]
  series: { name: string; values: number[] }[]
}

export interface SlideSpec {
  title: string
  bullets?: { text: string; level?: number }[]
  table?: string[][]
  chart?: ChartSpec
  /** Name in `images`. */
  picture?: string
  notes?: string
}

export interface MailSpec {
  from: string
  to: string[]
  cc?: string[]
  subject: string
  date?: string
  text: string
  html?: string
  attachments?: { name: string; type: string; bytes: Uint8Array }[]
}

export interface EventSpec {
  uid: string
  title: string
  /** ISO; a date alone is a whole day. */
  start: string
  end?: string
  zone?: string
  place?: string
  text?: string
  /** Like `FREQ=WEEKLY;COUNT=4`. */
  repeat?: string
}

/** Pictures by the name Markdown or a slide calls them. */
export type ImageSpecs = Record<string, Uint8Array>

export interface TextDocumentSpec {
  markdown: string
  title?: string
  author?: string
  contents?: boolean
  /** Headings are numbered: 1, 1.1, 1.2. */
  numbered?: boolean
  header?: string
  footer?: string
  pageNumbers?: boolean
  images?: ImageSpecs
}

export type WriteSpec =
  | ({ format: 'docx' | 'pdf' | 'html' } & TextDocumentSpec)
  | { format: 'xlsx'; sheets: SheetSpec[]; title?: string }
  | { format: 'pptx'; title?: string; slides: SlideSpec[]; images?: ImageSpecs }
  | { format: 'csv' | 'tsv'; rows: CellSpec[][]; separator?: ',' | ';' }
  | { format: 'eml'; mail: MailSpec }
  | { format: 'ics'; events: EventSpec[] }
  | { format: 'svg' | 'png'; chart: ChartSpec; width?: number; height?: number }

/* ---- changing in place ---- */

export type EditOperation =
  | { kind: 'set-cells'; sheet: string; cells: { at: string; value: CellSpec }[] }
  | { kind: 'add-rows'; sheet: string; rows: CellSpec[][] }
  | { kind: 'replace-text'; find: string; replace: string; all?: boolean; tracked?: { by: string; date: string } }
  | { kind: 'insert-paragraphs'; after: string; paragraphs: string[]; tracked?: { by: string; date: string } }
  | { kind: 'fill'; values: Record<string, string> }
  | { kind: 'fill-form'; fields: Record<string, string | boolean> }
  | { kind: 'merge'; with: Uint8Array[] }
  | { kind: 'keep-pages'; pages: number[] }
  | { kind: 'rotate-pages'; pages: number[]; by: 90 | 180 | 270 }

/* ---- checking ---- */

/** What a document must hold, read back by another reader than the one that wrote it. */
export type Expectation =
  | { kind: 'sheets'; names: string[] }
  | { kind: 'columns'; sheet?: string; names: string[] }
  | { kind: 'rows'; sheet?: string; equals?: number; atLeast?: number }
  | { kind: 'sum'; sheet?: string; column: string; equals: number }
  | { kind: 'cell'; sheet?: string; at: string; equals: string | number | boolean }
  | { kind: 'headings'; texts: string[] }
  | { kind: 'pages'; equals?: number; atLeast?: number }
  | { kind: 'contains'; text: string }

export interface ExpectationResult {
  expectation: Expectation
  ok: boolean
  /** What was found, one sentence. */
  evidence: string
}

/**
 * Everything that is done with the insides of documents, in workers that are started when first needed, have limits of time and
 * memory, and are thrown away when a document breaks them. `name` is the file's name: its ending is a hint, its bytes decide.
 * Bad documents are failures, `unreadable`, `too-large` or `limit`, with a sentence for the person.
 */
export interface DocumentReading {
  read(bytes: Uint8Array, name: string, wish: ReadWish): Promise<Result<ReadDocument>>
}

export interface DocumentChanging {
  write(spec: WriteSpec): Promise<Result<Uint8Array>>
  /** Everything the operations do not name stays as it is, which is checked before the bytes are given. */
  edit(bytes: Uint8Array, name: string, operations: EditOperation[]): Promise<Result<Uint8Array>>
  check(bytes: Uint8Array, name: string, expectations: Expectation[]): Promise<Result<ExpectationResult[]>>
}

export interface Documents extends DocumentReading, DocumentChanging {}
