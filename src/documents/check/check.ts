import { ok, type Result } from '../../domain/failure.ts'
import type {
  DocumentCell,
  DocumentPiece,
  Expectation,
  ExpectationResult,
  ReadDocument,
  ReadWish,
} from '../../ports/documents.ts'
import { checkTable, sheetRows } from './sheet.ts'

/** Reads the document that is checked, a page of pieces at a time. */
export type Reader = (wish: ReadWish) => Promise<Result<ReadDocument>>

const PIECES = 20_000
const MOST_PIECES = 500_000

/** Holds a document against what was asked, as a reader finds it that had no part in writing it. */
export async function checkDocument(
  expectations: readonly Expectation[],
  read: Reader,
): Promise<Result<ExpectationResult[]>> {
  const whole = await readWhole(read)
  if (!whole.ok) return whole
  return ok(expectations.map(expectation => ({ expectation, ...checkOne(expectation, whole.value) })))
}

async function readWhole(read: Reader): Promise<Result<ReadDocument>> {
  const first = await read({ from: 1, count: PIECES })
  if (!first.ok) return first
  const pieces = [...first.value.pieces]
  let last = first.value
  while (last.pieces.length > 0 && pieces.length < Math.min(last.total, MOST_PIECES)) {
    const next = await read({ from: pieces.length + 1, count: PIECES })
    if (!next.ok) return next
    last = next.value
    pieces.push(...last.pieces)
  }
  return ok({ ...first.value, pieces })
}

type Finding = Omit<ExpectationResult, 'expectation'>

function checkOne(expectation: Expectation, document: ReadDocument): Finding {
  switch (expectation.kind) {
    case 'sheets': {
      const names = document.parts.map(part => part.name)
      const missing = expectation.names.filter(name => !names.some(each => same(each, name)))
      return {
        ok: missing.length === 0,
        evidence:
          missing.length > 0
            ? `It has no sheet ${quoted(missing)}, but ${quoted(names)}.`
            : `It has the sheets ${quoted(expectation.names)}.`,
      }
    }
    case 'columns':
    case 'rows':
    case 'sum':
      return checkTable(expectation, document)
    case 'cell':
      return checkCell(expectation, document)
    case 'headings': {
      const headings = headingsOf(document)
      const missing = expectation.texts.filter(text => !headings.some(heading => heading.includes(plain(text))))
      return {
        ok: missing.length === 0,
        evidence:
          missing.length > 0
            ? `It has no heading ${quoted(missing)}.`
            : `It has ${headings.length} headings, with all that were asked for.`,
      }
    }
    case 'pages': {
      const count = document.format === 'pdf' || document.format === 'pptx' ? document.parts.length : 0
      const what = document.format === 'pptx' ? 'slides' : 'pages'
      const met = expectation.equals !== undefined ? count === expectation.equals : count >= (expectation.atLeast ?? 1)
      return { ok: met, evidence: count === 0 ? 'Its pages cannot be counted.' : `It has ${count} ${what}.` }
    }
    case 'contains': {
      const wanted = plain(expectation.text)
      const found = wanted !== '' && document.pieces.some(piece => plain(pieceText(piece)).includes(wanted))
      return { ok: found, evidence: `It ${found ? 'says' : 'does not say'} "${expectation.text.slice(0, 80)}".` }
    }
  }
}

function checkCell(expectation: Extract<Expectation, { kind: 'cell' }>, document: ReadDocument): Finding {
  const rows = sheetRows(document, expectation.sheet)
  if (typeof rows === 'string') return { ok: false, evidence: rows }
  const cell = rows.flatMap(row => row.cells).find(each => each.at?.toUpperCase() === expectation.at.toUpperCase())
  if (!cell) return { ok: false, evidence: `${expectation.at} is empty.` }
  return {
    ok: equals(cell, expectation.equals),
    evidence: `${expectation.at} is ${cell.text.slice(0, 80) || 'empty'}.`,
  }
}

function equals(cell: DocumentCell, wanted: string | number | boolean): boolean {
  if (typeof wanted === 'number') return typeof cell.value === 'number' && Math.abs(cell.value - wanted) <= 0.0051
  return (
    cell.value === wanted ||
    plain(cell.text) === plain(String(wanted)) ||
    plain(String(cell.value ?? '')) === plain(String(wanted))
  )
}

function headingsOf(document: ReadDocument): string[] {
  const titles = document.parts.flatMap(part => (document.format === 'pptx' && part.title ? [plain(part.title)] : []))
  return [...titles, ...document.pieces.flatMap(piece => (piece.kind === 'heading' ? [plain(piece.text)] : []))]
}

const pieceText = (piece: DocumentPiece) =>
  piece.kind === 'row' ? piece.cells.map(cell => cell.text).join(' ') : piece.text

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
const same = (a: string, b: string) => plain(a) === plain(b)
const quoted = (texts: readonly string[]) =>
  texts
    .slice(0, 8)
    .map(text => `"${text}"`)
    .join(', ')
