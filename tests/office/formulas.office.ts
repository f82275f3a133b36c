import Papa from 'papaparse'
import { expect, test } from 'vitest'
import type { CellSpec } from '../../src/ports/documents.ts'
import { documentsInThread } from '../doubles/documents-in-thread.ts'
import { convert } from './libreoffice.ts'

/** Columns A to D of rows 2 to 7 that the formulas speak of. */
const DATA: CellSpec[][] = [
  ['apple', 3, 10.5, { date: '2026-01-31' }],
  ['pear', 7, 20.25, { date: '2026-02-28' }],
  ['apple', -2, 0.1, { date: '2026-03-15' }],
  ['fig', 5, 0.2, { date: '2026-11-22' }],
  ['Kiwi', 11, 1234.567, { date: '2024-02-29' }],
  ['pear', 4, 99, { date: '2026-12-31' }],
]

const FORMULAS = [
  'SUM(B2:B7)',
  'AVERAGE(C2:C7)',
  'MIN(B2:B7)',
  'MAX(C2:C7)',
  'COUNT(A2:C7)',
  'COUNTA(A2:D7)',
  'COUNTBLANK(A1:E3)',
  'COUNTIF(A2:A7,"apple")',
  'COUNTIFS(A2:A7,"pear",B2:B7,">4")',
  'SUMIF(A2:A7,"apple",C2:C7)',
  'SUMIFS(C2:C7,A2:A7,"pear",B2:B7,">=4")',
  'AVERAGEIF(A2:A7,"pear",B2:B7)',
  'SUMPRODUCT(B2:B7,C2:C7)',
  'PRODUCT(B2:B4)',
  'ROUND(C6,1)',
  'ROUNDUP(C6,1)',
  'ROUNDDOWN(C6,1)',
  'INT(-2.5)',
  'TRUNC(-2.567,2)',
  'MOD(-7,3)',
  'ABS(B4)',
  'SIGN(B4)',
  'SQRT(B2)',
  'POWER(B2,3)',
  'EXP(1)',
  'LN(B3)',
  'LOG(100,10)',
  'LOG10(C7)',
  'CEILING(C2,0.25)',
  'FLOOR(C6,5)',
  'PI()',
  'GCD(12,18)',
  'LCM(4,6)',
  'FACT(5)',
  'MEDIAN(C2:C7)',
  'STDEV(C2:C7)',
  'VAR(B2:B7)',
  'LARGE(B2:B7,2)',
  'SMALL(B2:B7,2)',
  'RANK(B3,B2:B7)',
  'IF(B2>B3,"more","less")',
  'IFERROR(1/0,"none")',
  'AND(B2>0,B3>0)',
  'OR(B4>0,B2<0)',
  'NOT(B2=3)',
  'ISNUMBER(A2)',
  'ISTEXT(A2)',
  'ISBLANK(E2)',
  'VLOOKUP("fig",A2:C7,3,FALSE)',
  'HLOOKUP("two",A1:D3,2,FALSE)',
  'INDEX(C2:C7,MATCH("Kiwi",A2:A7,0))',
  'MATCH("pear",A2:A7,0)',
  'CHOOSE(2,"a","b","c")',
  'LEFT(A2,2)',
  'RIGHT(A3,2)',
  'MID(A6,2,2)',
  'LEN(A6)',
  'UPPER(A2)',
  'LOWER(A6)',
  'PROPER("ann li")',
  'TRIM("  a  b ")',
  'CONCATENATE(A2,"-",B2)',
  'A2&"/"&B2',
  'SUBSTITUTE(A2,"p","b")',
  'REPLACE(A2,1,1,"x")',
  'FIND("p",A2)',
  'SEARCH("P",A2)',
  'REPT("ab",3)',
  'EXACT(A2,A4)',
  'VALUE("12.5")',
  'TEXT(C6,"#,##0.00")',
  'TEXT(D2,"yyyy-mm-dd")',
  'DATE(2026,2,30)',
  'YEAR(D6)',
  'MONTH(D2)',
  'DAY(D6)',
  'WEEKDAY(D5)',
  'EDATE(D2,1)',
  'EOMONTH(D3,1)',
  'DAYS(D7,D2)',
  'NETWORKDAYS(D2,D3)',
  'DATEDIF(D2,D7,"m")',
  'HOUR(0.75)',
  'TIME(6,30,0)',
  'PMT(0.05/12,12,-1000)',
  'FV(0.05,3,-100)',
  'PV(0.05,3,-100)',
  'NPV(0.1,B2:B3)',
  'SUBTOTAL(9,B2:B7)',
  '(B2+B3)*2^3-B4/10',
  '1/0',
  'TEXTJOIN(",",TRUE,A2:A4)',
  'IFS(B2>5,"big",B2>1,"mid")',
  'SWITCH(B2,3,"three","other")',
  'CONCAT(A2:A3)',
  'MAXIFS(C2:C7,A2:A7,"pear")',
  'XLOOKUP("fig",A2:A7,C2:C7)',
]
const NEWER = /^(XLOOKUP)/

test('values of formulas are those that LibreOffice calculates', async () => {
  const rows: CellSpec[][] = [['one', 'two', 'three', 'four'], ...DATA]
  for (const [index, formula] of FORMULAS.entries()) {
    rows[index] ??= []
    while (rows[index]!.length < 6) rows[index]!.push(null)
    rows[index]![6] = { formula }
  }
  const written = await documentsInThread.write({
    format: 'xlsx',
    sheets: [{ name: 'Data', rows, headerRows: 0, filter: false }],
  })
  if (!written.ok) throw new Error(written.failure.message)
  const ours = await valuesOf(written.value)
  const theirs = Papa.parse<string[]>(
    new TextDecoder().decode(convert(written.value, 'formulas.xlsx', 'csv')),
  ).data.map(row => row[6] ?? '')
  const wrong = FORMULAS.map((formula, index) => ({ formula, ours: ours[index], theirs: theirs[index] })).filter(
    ({ formula, ours: mine, theirs: other }) =>
      !same(mine, other ?? '') && !(NEWER.test(formula) && /#NAME/.test(other ?? '')),
  )
  expect(wrong).toEqual([])
  expect(FORMULAS.length).toBeGreaterThanOrEqual(60)
})

test('LibreOffice did calculate: a false value in the file does not show', async () => {
  const made = await documentsInThread.write({
    format: 'xlsx',
    sheets: [{ name: 'Data', rows: [['a'], [5], [{ formula: 'A2*3' }]] }],
  })
  if (!made.ok) throw new Error(made.failure.message)
  const { unzipSync, zipSync } = await import('fflate')
  const parts = unzipSync(made.value)
  const sheet = new TextDecoder().decode(parts['xl/worksheets/sheet1.xml'])
  parts['xl/worksheets/sheet1.xml'] = new TextEncoder().encode(sheet.replace('<v>15</v>', '<v>99</v>'))
  const csv = new TextDecoder().decode(convert(zipSync(parts), 'false.xlsx', 'csv'))
  expect(csv).toContain('15')
  expect(csv).not.toContain('99')
})

async function valuesOf(bytes: Uint8Array): Promise<unknown[]> {
  const { read, utils } = await import('@e965/xlsx')
  const sheet = read(bytes).Sheets.Data!
  return FORMULAS.map((_, index) => {
    const cell = sheet[utils.encode_cell({ r: index, c: 6 })]
    return cell?.t === 'e' ? cell.w : cell?.v
  })
}

function same(ours: unknown, theirs: string): boolean {
  if (typeof ours === 'boolean') return theirs === String(ours).toUpperCase()
  if (typeof ours !== 'number') return String(ours) === theirs
  const date = /^(\d{4})-(\d\d)-(\d\d)$|^(\d\d)\/(\d\d)\/(\d{2,4})$/.exec(theirs)
  if (date) {
    const [year, month, day] = date[1]
      ? [date[1], date[2], date[3]]
      : [date[6]!.length === 2 ? `20${date[6]}` : date[6], date[4], date[5]]
    return Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000 + 25_569 === ours
  }
  const time = /^(\d\d):(\d\d)(?::(\d\d))?( [AP]M)?$/.exec(theirs)
  if (time) return Math.abs((Number(time[1]) * 60 + Number(time[2])) / 1440 - ours) < 0.001
  const number = Number(theirs.replace(/[,$€ ]/g, ''))
  const digits = /\.(\d+)/.exec(theirs)?.[1]?.length ?? 0
  return Math.abs(number - ours) <= 0.6 * 10 ** -Math.max(digits, 2) + Math.abs(ours) * 1e-9
}
