import type { Result } from '../../domain/failure.ts'
import type { DocumentPiece, ReadDocument, ReadWish } from '../../ports/documents.ts'
import type { CodeLine, Comparison, DrawnPage, GridRow, Look, NamedBytes, SlideLook } from '../../ports/preview.ts'

/** What the worker for pdf does: its library cannot share a worker with anything. */
export interface PdfCommands {
  read(bytes: Uint8Array, wish: ReadWish): Promise<Result<ReadDocument>>
  /** Keeps the pdf open, so that its pages can be drawn. */
  open(bytes: Uint8Array): Promise<Result<Look>>
  page(number: number, width: number): Promise<Result<DrawnPage>>
}

/** What the worker behind a preview does: it keeps one file open, and compares two. */
export interface PreviewCommands {
  open(file: NamedBytes): Promise<Result<Look>>
  rows(sheet: number, from: number, count: number): Promise<Result<GridRow[]>>
  pieces(from: number, count: number): Promise<Result<DocumentPiece[]>>
  slides(from: number, count: number): Promise<Result<SlideLook[]>>
  lines(from: number, count: number): Promise<Result<CodeLine[]>>
  compare(before: NamedBytes | null, after: NamedBytes): Promise<Result<Comparison>>
  /** The same of what was read already. */
  compareRead(before: ReadDocument | null, after: ReadDocument): Promise<Result<Comparison>>
}
