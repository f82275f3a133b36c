import type { CellSpec } from '../../../ports/documents.ts'
import { piecesOf, sheetsOf } from './packed.ts'
import { literalText } from './writing.ts'

/** What `read_document` gave of a document, as Markdown: headings, paragraphs, lists and tables, without what a person does not see. */
export function markdownOf(body: string): string {
  const blocks: { kind: string; text: string }[] = []
  for (const { at, text } of piecesOf(body)) {
    if (/^\((?:header|footer)\) /.test(text)) continue
    const heading = /^(#{1,6}) (.*)$/.exec(text)
    const item = /^(\s*)(-|•|\d+[.)]) (.*)$/.exec(text)
    if (heading) blocks.push({ kind: 'heading', text: `${heading[1]} ${literalText(heading[2]!)}` })
    else if (text.startsWith('|')) blocks.push({ kind: `table ${at.replace(/!\d+$| row \d+$/, '')}`, text })
    else if (item)
      blocks.push({ kind: 'list', text: `${item[1]}${item[2] === '•' ? '-' : item[2]} ${literalText(item[3]!)}` })
    else blocks.push({ kind: 'paragraph', text: literalText(text).replace(/^(\d+)([.)])/, '$1\\$2') })
  }
  let markdown = ''
  let before = ''
  for (const { kind, text } of blocks) {
    const together = kind === before && (kind === 'list' || kind.startsWith('table'))
    markdown += `${before === '' ? '' : together ? '\n' : '\n\n'}${text}`
    if (kind.startsWith('table') && !together) markdown += `\n|${' --- |'.repeat(columnsIn(text))}`
    before = kind
  }
  return `${markdown}\n`
}

const columnsIn = (row: string) => row.replace(/\\\|/g, '').split('|').length - 2

export const markdownTable = (rows: readonly (readonly string[])[]) =>
  rows
    .map(row => `| ${row.map(cell => literalText(cell)).join(' | ')} |`)
    .flatMap((line, index) => (index === 0 ? [line, `|${' --- |'.repeat(rows[0]!.length)}`] : [line]))
    .join('\n')

/** Tables that are written in Markdown. */
export function tablesIn(markdown: string): { name: string; rows: string[][] }[] {
  const body = markdown
    .split('\n')
    .filter(line => !/^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/.test(line) || !line.includes('-'))
    .join('\n')
  let table = 0
  let inside = false
  const lines = body.split('\n').flatMap(line => {
    const isRow = /^\s*\|.*\|\s*$/.test(line)
    if (isRow && !inside) table++
    inside = isRow
    return isRow ? [`[table ${table} row 1] ${line.trim()}`] : []
  })
  return sheetsOf(lines.join('\n'))
}

const PLAIN = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/
const COMMA = /^-?(?:0|[1-9]\d{0,2}(?:\.?\d{3})*),\d{1,4}$/
const DAY = /^(?:19[0-9][1-9]|19[1-9]\d|20\d\d)-\d\d-\d\d$/

/** Cells with their types: numbers where a whole column is numbers, days where they are written like 2026-11-22. All else stays text. */
export function typedRows(rows: readonly (readonly string[])[]): CellSpec[][] {
  const [head = [], ...body] = rows
  const kinds = head.map((_, column) => {
    const cells = body.map(row => row[column]?.trim() ?? '').filter(cell => cell !== '')
    if (cells.length === 0) return 'text'
    if (cells.every(cell => PLAIN.test(cell))) return 'number'
    if (cells.every(cell => COMMA.test(cell))) return 'comma'
    return cells.every(cell => DAY.test(cell) && !Number.isNaN(Date.parse(cell))) ? 'day' : 'text'
  })
  return [
    [...head],
    ...body.map(row =>
      row.map((cell, column): CellSpec => {
        const text = cell.trim()
        if (text === '') return null
        if (kinds[column] === 'number') return Number(text)
        if (kinds[column] === 'comma') return Number(text.replaceAll('.', '').replace(',', '.'))
        return kinds[column] === 'day' ? { date: text } : cell
      }),
    ),
  ]
}
