import { failed, ok, type Result } from '../../domain/failure.ts'
import { extensionOf } from '../../domain/place.ts'
import type { DocumentFormat, DocumentPiece, ReadDocument } from '../../ports/documents.ts'
import type { CodeLine, GridRow, Look, LookView, SlideLook } from '../../ports/preview.ts'
import { formatOf } from '../read/format.ts'
import { readDocument } from '../read/read.ts'
import { decodeFile } from '../read/text-bytes.ts'
import { codeLines, languageOf } from './code.ts'
import { type Grid, gridsOf, rowsOf } from './grid.ts'
import { markdownChunks } from './markdown.ts'
import { safeHtml } from './safe-html.ts'

/** A file that was opened to be looked at; all but pdf, whose pages are drawn elsewhere. */
export interface Opened {
  look: Look
  rows(sheet: number, from: number, count: number): Result<GridRow[]>
  pieces(from: number, count: number): Result<DocumentPiece[]>
  slides(from: number, count: number): Result<SlideLook[]>
  lines(from: number, count: number): Promise<Result<CodeLine[]>>
}

const MOST_TEXT = 20_000_000
const MOST_HTML = 3_000_000
const MOST_MARKDOWN = 2_000_000
const TEXTUAL: readonly DocumentFormat[] = ['csv', 'tsv', 'html', 'md', 'text', 'eml', 'ics']

const nothing = failed('invalid', 'The file has no such part.')

/** Reads the file whole and keeps it, so that parts of it can be asked for as they come into view. */
export async function openLook(bytes: Uint8Array, name: string): Promise<Result<Opened>> {
  const ending = extensionOf(name)
  const found = formatOf(bytes, name)
  if (!found.ok) return found
  const format = found.value
  const text = TEXTUAL.includes(format) ? decodeFile(bytes.subarray(0, MOST_TEXT)).text.replace(/^\ufeff/, '') : null
  const read = await readDocument(bytes, name, { pictures: true })
  if (!read.ok) return read
  const document = read.value
  const notices = [...document.notices]
  if (text !== null && bytes.length > MOST_TEXT) notices.push('Only the first 20 MB of the text are shown.')
  const grids = gridsIn(document)
  const look: Look = {
    format,
    view: viewOf(document, text, ending, grids, bytes),
    lines: linesOf(text, languageOf(ending)),
    about: document.about,
    notices,
    hidden: document.hidden,
  }
  let coloured: Promise<CodeLine[]> | null = null
  return ok({
    look,
    rows: (sheet, from, count) => (grids[sheet] ? rowsOf(grids[sheet], from, count) : nothing),
    pieces: (from, count) => ok(document.pieces.slice(from, from + count)),
    slides: (from, count) => ok(slidesOf(document, from, count)),
    async lines(from, count) {
      if (text === null) return nothing
      coloured ??= codeLines(text, look.lines.language)
      return ok((await coloured).slice(from, from + count))
    },
  })
}

const gridsIn = (document: ReadDocument): Grid[] =>
  ['xlsx', 'xls', 'ods', 'csv', 'tsv'].includes(document.format) ? gridsOf(document) : []

function linesOf(text: string | null, language: string | null): Look['lines'] {
  if (text === null) return { count: 0, widest: 0, language: null }
  let count = 1
  let widest = 0
  let from = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
    count++
    widest = Math.max(widest, at - from)
    from = at + 1
  }
  return { count, widest: Math.min(2000, Math.max(widest, text.length - from)), language }
}

function viewOf(
  document: ReadDocument,
  text: string | null,
  ending: string,
  grids: Grid[],
  bytes: Uint8Array,
): LookView {
  switch (document.format) {
    case 'xlsx':
    case 'xls':
    case 'ods':
    case 'csv':
    case 'tsv':
      return { kind: 'grid', sheets: grids.map(grid => grid.look) }
    case 'pptx':
      return { kind: 'slides', slides: document.parts.length }
    case 'docx':
    case 'eml':
    case 'ics':
      return { kind: 'flow', pieces: document.pieces.length, pictures: document.pictures }
    case 'md':
      return text!.length > MOST_MARKDOWN ? { kind: 'code' } : { kind: 'markdown', chunks: markdownChunks(text!) }
    case 'html':
      return text!.length > MOST_HTML ? { kind: 'code' } : { kind: 'html', html: safeHtml(text!) }
    case 'image':
      return { kind: 'picture', type: document.about.type ?? 'image/png', bytes }
    default:
      if (ending === 'svg' && /<svg[\s>]/.test(text ?? '')) return { kind: 'picture', type: 'image/svg+xml', bytes }
      return { kind: 'code' }
  }
}

function slidesOf(document: ReadDocument, from: number, count: number): SlideLook[] {
  return document.parts.slice(from, from + count).map((part, index) => {
    const number = from + index + 1
    return {
      number,
      title: part.title ?? '',
      hidden: part.hidden ?? false,
      pieces: document.pieces.filter(piece => piece.part === number - 1),
      pictures: document.pictures.filter(picture => picture.at === `slide ${number}`),
    }
  })
}
