import { grouped } from '../../figures/groups.ts'
import { counted } from '../../figures/words.ts'
import { literalText } from '../../figures/writing.ts'
import { amountOf, type PartRow } from './rows.ts'
import { monthOf, type TotalLine, totalsBy, vendorOf } from './totals.ts'

/**
 * The report in Markdown: totals, what could not be read, what is unsure and how dates were read. For a `document` names are
 * written so that none of their signs is taken for Markdown. Every receipt is a row of the table that is named, and none here.
 */
export function reportText(all: readonly PartRow[], table: string, left: readonly string[], document: boolean): string {
  const rows = document ? all.map(plainly) : all
  const read = rows.filter(row => row.unreadable === '')
  const unread = rows.filter(row => row.unreadable !== '')
  const unsure = [...read.flatMap(row => row.unsure.map(note => [row.file, note] as const)), ...likeOnes(read)]
  return `${[
    '# Receipts',
    `${counted(read.length, 'receipt')} ${read.length === 1 ? 'is' : 'are'} in ${table}. ${counted(unread.length, 'file')} could not be read. Amounts are not converted between currencies.`,
    ...section('Totals by month', totalLines('Month', totalsBy(read, monthOf))),
    ...section('Totals by vendor', totalLines('Vendor', totalsBy(read, vendorOf))),
    ...section(
      'Could not be read',
      unread.map(row => `- ${row.file}: ${row.unreadable}`),
    ),
    ...section(
      'Not looked at, because I cannot read this kind of file',
      left.map(file => `- ${file}`),
    ),
    ...section(
      'Unsure',
      unsure.map(([file, note]) => `- ${file}: ${note}`),
    ),
    ...section('How dates were read', dateLines(read)),
    ...section(
      'Read from pictures',
      read.filter(row => row.recognised).map(row => `- ${row.file}`),
    ),
  ].join('\n\n')}\n`
}

const plainly = (row: PartRow): PartRow => ({
  ...row,
  file: literalText(row.file),
  vendor: literalText(row.vendor),
  number: literalText(row.number),
  unsure: row.unsure.map(literalText),
  unreadable: literalText(row.unreadable),
})

const section = (title: string, lines: string[]) => (lines.length > 0 ? [`## ${title}`, lines.join('\n')] : [])

const cell = (text: string) => text.replace(/(?<!\\)\|/g, '\\|').replace(/\s+/g, ' ')

const totalLines = (first: string, lines: readonly TotalLine[]) =>
  lines.length === 0
    ? []
    : [
        `| ${first} | Currency | Receipts | Total | Tax |`,
        '| --- | --- | ---: | ---: | ---: |',
        ...lines.map(
          line => `| ${cell(line.name)} | ${line.currency} | ${line.receipts} | ${line.total} | ${line.tax} |`,
        ),
      ]

/** Receipts that are alike in every figure may be one and the same. */
function likeOnes(rows: readonly PartRow[]): (readonly [string, string])[] {
  const groups = grouped(rows, row =>
    [row.date, row.vendor.toLowerCase(), row.currency, row.total, row.number].join('\n'),
  )
  return groups.flatMap(group =>
    group
      .slice(1)
      .map(
        row =>
          [
            row.file,
            `it is like ${group[0]!.file} (same vendor, day, number and total of ${amountOf(row.total, row.currency)}); both are in the table`,
          ] as const,
      ),
  )
}

/** One line for each reason, with the files it counted for. */
function dateLines(rows: readonly PartRow[]): string[] {
  const read = rows.filter(row => row.dates !== null)
  const groups = grouped(read, row => row.dates!.because)
  return groups.map(
    group =>
      `- ${group[0]!.dates!.because}: ${group.map(row => `${row.dates!.text} in ${row.file} is ${row.date}`).join('; ')}`,
  )
}
