import { extensionOf } from '../../../domain/place.ts'

/** Formats that only `read_document` can read. */
export const PACKED = ['pdf', 'docx', 'xlsx', 'xls', 'ods', 'pptx', 'eml']
/** Their words are recognised, which takes seconds for each. */
export const PICTURES = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp']

export const isPacked = (path: string) => PACKED.includes(extensionOf(path)) || isPicture(path)
export const isPicture = (path: string) => PICTURES.includes(extensionOf(path))

/** `[¶ 12] text`, as `read_document` writes each piece. */
const PIECE = /^\[([^\]]+)\] ?(.*)$/
/** What stands beside the text and is no part of what the document says: hidden text above all. */
const ASIDE = /^\((?:hidden,|comment|deleted|speaker notes|attachment)/
const NOTE = /^\((?:header|footer|footnote|endnote|inserted|text box)[^)]*\) /

/** What `read_document` wrote in front of a line that it was not sure of. */
const UNCERTAIN = /^\(uncertain, \d+ %\) /

export interface Piece {
  at: string
  text: string
}

/** The pieces of a document that a person sees, in order, each with where it stands. */
export const piecesOf = (body: string): Piece[] =>
  body.split('\n').flatMap(line => {
    const match = PIECE.exec(line)
    return match && !ASIDE.test(match[2]!) ? [{ at: match[1]!, text: match[2]! }] : []
  })

/** Lines with figures that were recognised in a picture and may be wrong. */
export const uncertainLines = (body: string): string[] =>
  piecesOf(body).flatMap(({ text }) =>
    UNCERTAIN.test(text) && /\d/.test(text) ? [text.replace(UNCERTAIN, '').trim()] : [],
  )

/** A document's lines of plain words; the cells of a row stand apart by two spaces. */
export const packedLines = (body: string): string[] => linesIn(piecesOf(body))

export const linesIn = (pieces: readonly Piece[]): string[] =>
  pieces
    .flatMap(({ text }) =>
      text.startsWith('| ')
        ? [
            cellsOf(text)
              .flatMap(cell => cell.split(' / '))
              .filter(Boolean)
              .join('  '),
          ]
        : text.split(' / '),
    )
    .map(line =>
      line
        .replace(NOTE, '')
        .replace(UNCERTAIN, '')
        .replace(/^\s*(?:#{1,6}|-|\d+\.) +/, '')
        .trim(),
    )
    .filter(Boolean)

/** Cells of one row, without formulas and marks. */
const cellsOf = (text: string): string[] =>
  text
    .replace(/^\| /, '')
    .replace(/ \|$/, '')
    .split(/ \| |(?<=^|\|) (?=\|)/)
    .map(cell =>
      cell
        .replace(/ ?\{(?:=.*|hidden|-?[\d.e+-]+)\}/g, '')
        .replace(/\\\|/g, '|')
        .trim(),
    )

/** The rows of the first sheet that has any, under the names in its first row; null where that is no table. */
export const packedTable = (body: string) => tableIn(piecesOf(body))

export function tableIn(pieces: readonly Piece[]): { columns: string[]; rows: string[][] } | null {
  const rows = pieces.filter(({ text }) => text.startsWith('|'))
  const sheet = rows[0]?.at.replace(/!\d+$/, '')
  const cells = rows.filter(({ at }) => at.replace(/!\d+$/, '') === sheet).map(({ text }) => cellsOf(text))
  const start = cells.findIndex(row => row.filter(Boolean).length > 1)
  const names = cells[start]
  if (!names || cells.length < start + 2 || names.some(name => /^[\d\s.,:-]+$/.test(name))) return null
  const columns = names.map((name, index) => name || `column ${index + 1}`)
  if (new Set(columns).size < columns.length) return null
  return { columns, rows: cells.slice(start + 1).map(row => columns.map((_, index) => row[index] ?? '')) }
}

/** The sheets that a person sees, or the tables of a document, with all their rows. */
export function sheetsOf(body: string): { name: string; rows: string[][] }[] {
  const hidden = new Set(
    body.split('\n').flatMap(line => {
      const match = /^=== (.*) \((?:[^()]*; )?hidden(?:;[^()]*)?\) ===$/.exec(line)
      return match ? [match[1]!] : []
    }),
  )
  const sheets = new Map<string, string[][]>()
  for (const { at, text } of piecesOf(body)) {
    const name = at.replace(/!\d+$| row \d+$/, '')
    if (text.startsWith('|') && !hidden.has(name)) sheets.set(name, [...(sheets.get(name) ?? []), cellsOf(text)])
  }
  return [...sheets].map(([name, rows]) => ({ name, rows }))
}
