import Papa from 'papaparse'
import { ok, type Result } from '../../../domain/failure.ts'
import type { DocumentFormat, DocumentPart, ReadDocument, ReadWish } from '../../../ports/documents.ts'
import { createCollector } from '../collect.ts'
import { decodeFile } from '../text-bytes.ts'
import { columnName } from './address.ts'

/** Reads a table of plain text. Cells are text as they stand: what looks like a number or date is for the reader to judge. */
export function readCsv(bytes: Uint8Array, format: DocumentFormat, wish: ReadWish): Result<ReadDocument> {
  const { text, encoding } = decodeFile(bytes)
  const collect = createCollector(wish)
  const part: DocumentPart = { name: 'table' }
  collect.part(part)
  let columns = 0
  let rows = 0
  let uneven = false
  const { meta, errors } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), {
    delimiter: format === 'tsv' ? '\t' : '',
    delimitersToGuess: [',', ';', '\t', '|'],
    skipEmptyLines: 'greedy',
    step({ data }) {
      rows++
      if (rows > 1 && data.length !== columns) uneven = true
      columns = Math.max(columns, data.length)
      const cells = data.map((cell, column) => ({ at: `${columnName(column)}${rows}`, text: cell }))
      collect.add({ kind: 'row', at: `row ${rows}`, table: 1, cells })
    },
  })
  part.sheet = { rows, columns, merged: [], hiddenRows: [], hiddenColumns: [] }
  if (encoding !== 'utf-8') collect.notice(`The text was read as ${encoding}.`)
  if (meta?.delimiter) collect.about = { separator: meta.delimiter === '\t' ? 'tab' : meta.delimiter }
  if (uneven) collect.notice('Not all rows have the same number of cells.')
  if (errors.some(error => error.type === 'Quotes')) collect.notice('Quotation marks are not closed somewhere.')
  return ok(collect.finish(format))
}
