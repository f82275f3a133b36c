import { type Amount, type AmountContext, amountsIn, decimalOf } from './amount.ts'
import { datesIn, type FoundDate, type OrderHint, orderByCountry, orderShownBy } from './date.ts'
import { type Document, documentOf } from './document.ts'
import { dateWeight, type LineMeaning, meaningOf } from './labels.ts'
import type { Attachment } from './mail.ts'
import { compareAmounts, type Decimal, inCurrency, sumOf } from './money.ts'
import type { Receipt, Unreadable } from './receipt-data.ts'
import { receiptRows } from './receipt-table.ts'
import { vendorOf } from './vendor.ts'
import { fold } from './words.ts'

const SNIFFED = 8192
const LARGEST = 'no line is named as the total; the largest amount was taken'

/** All receipts in the file (a csv may hold many), or why there is none. `order` decides dates that the file leaves open. */
export function readReceipts(file: string, text: string, order?: OrderHint): Receipt[] | Unreadable {
  const strange = [...text.slice(0, SNIFFED)].filter(
    char => char === '\ufffd' || (char < ' ' && !/\s/.test(char)),
  ).length
  if (strange > Math.min(text.length, SNIFFED) / 50) return { file, unreadable: 'it is not text' }
  const document = documentOf(file, text)
  if (document.lines.length === 0 && document.attachments.length === 0) return { file, unreadable: 'it is empty' }
  const rows = document.table ? receiptRows(file, document.table, order) : null
  if (rows) return rows.length > 0 ? rows : { file, unreadable: 'it is a table without a row that has a total' }
  const receipt = readOne(file, document, order)
  const attached = document.attachments.flatMap(one => attachedReceipts(file, one, document, order))
  if (attached.length > 0 && (!receipt || receipt.unsure.includes(LARGEST))) return attached
  if (receipt) return [compared(receipt, attached)]
  const unread = document.attachments.filter(one => one.lines.length === 0).map(one => one.name)
  const inside = unread.length > 0 ? `; it may be in the attachment ${unread.join(', ')}, which cannot be read` : ''
  return { file, unreadable: `no amount was found in it${inside}` }
}

/** The receipts in an attachment of a mail. What it does not say of itself, the mail around it says. */
function attachedReceipts(file: string, attached: Attachment, mail: Document, order: OrderHint | undefined): Receipt[] {
  const { lines, table } = attached
  const rows = table ? receiptRows(file, table, order) : null
  if (rows) return rows
  const document: Document = { lines, ...(mail.sent ? { sent: mail.sent } : {}), attachments: [], notes: mail.notes }
  const own = vendorOf(document).from === 'nothing' && mail.sender ? { ...document, sender: mail.sender } : document
  const receipt = readOne(file, own, order)
  return receipt ? [receipt] : []
}

/** A mail that names a total of its own is one receipt; an attachment that says another one makes it unsure. */
function compared(receipt: Receipt, attached: readonly Receipt[]): Receipt {
  const other = attached.find(one => compareAmounts(one.total, receipt.total) !== 0)
  return other
    ? { ...receipt, unsure: [...receipt.unsure, `an attachment of it names another total, ${other.total}`] }
    : receipt
}

function readOne(file: string, document: Document, order: OrderHint | undefined): Receipt | null {
  const around = [document.title, ...document.lines].join('\n')
  const context: AmountContext = { decimal: decimalOf(around), around, currency: mainCurrency(around) }
  const found = totalsIn(document.lines, context)
  if (!found.total) return null
  const { amount, unsure } = found.total
  const currency = amount.currency || context.currency || ''
  const total = inCurrency(amount.value, currency)
  const notes = [...amount.unsure, ...unsure]
  if (amount.currency === '' && currency !== '') notes.push(...currencyNote(around, context))
  if (currency === '') notes.push('it names no currency')
  const tax = found.tax === null ? '' : inCurrency(found.tax, currency)
  if (found.net !== null && tax !== '' && !addsUp(total, found.net, tax, found.extras))
    notes.push(`net ${inCurrency(found.net, currency)} and tax ${tax} do not add up to the total ${total}`)
  const vendor = vendorOf(document)
  if (vendor.from === 'nothing') notes.push('it names no vendor')
  const certain = notes.some(note => note.startsWith('"')) ? '' : currency
  const day = dayOf(document, around, certain, order)
  if (!day) notes.push('it has no date')
  return {
    file,
    date: day?.iso ?? '',
    vendor: vendor.name,
    currency,
    total,
    tax,
    number: numberIn(document),
    unsure: [...new Set([...notes, ...document.notes])],
    ...(day?.ambiguous ? { ambiguous: { text: day.text, ...day.ambiguous } } : {}),
    ...(day?.inferred ? { dateReading: { text: day.text, ...day.inferred } } : {}),
  }
}

/** Tips and postage may be on top of net and tax, and some call what includes the tax a subtotal. */
const addsUp = (total: Decimal, net: Decimal, tax: Decimal, extras: Decimal) =>
  [[net], [net, tax], [net, tax, extras], [net, extras]].some(parts => compareAmounts(sumOf(parts), total) === 0)

/** The currency that most amounts of the text have; undefined when none has one. */
function mainCurrency(text: string): string | undefined {
  const counts = new Map<string, number>()
  for (const line of text.split('\n'))
    for (const { currency } of amountsIn(line, { around: text }))
      if (currency) counts.set(currency, (counts.get(currency) ?? 0) + 1)
  const most = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
  if (/€|\beuros?\b/i.test(text)) return most ?? 'EUR'
  if (text.includes('£')) return most ?? 'GBP'
  return most ?? /\b(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|INR|CAD|AUD|BRL|NZD)\b/.exec(text)?.[0]
}

const currencyNote = (around: string, context: AmountContext) =>
  around
    .split('\n')
    .flatMap(line => amountsIn(line, context))
    .find(amount => amount.currency === context.currency)
    ?.unsure.filter(note => note.startsWith('"')) ?? []

interface Totals {
  total: { amount: Amount; unsure: string[] } | null
  tax: Decimal | null
  net: Decimal | null
  /** Tips, postage and the like. */
  extras: Decimal
}

const EXTRA =
  /\b(?:tip|gratuity|service|shipping|delivery|postage|versand|porto|trinkgeld|pourboire|livraison|propina|mancia|envio|frakt|fragt|discount|rabatt|remise|round\w*|rundung)\b/

function totalsIn(lines: readonly string[], context: AmountContext): Totals {
  const labelled = lines.flatMap((line, index) => {
    const meaning = meaningOf(line)
    if (meaning.kind === 'other') return []
    const amount = amountBehind(line, meaning, context) ?? aloneIn(lines[index + 1], context)
    return amount && (amount.money || meaning.kind === 'total') ? [{ ...meaning, amount }] : []
  })
  const of = (kind: string) => labelled.filter(one => one.kind === kind)
  const taxes = of('tax')
  const most = Math.max(...taxes.map(one => one.weight))
  const nets = of('net')
  return {
    total: best(of('total')) ?? largest(lines, context),
    tax:
      taxes.length === 0
        ? null
        : sumOf(
            distinct(
              taxes.filter(one => one.weight === most).map(one => one.amount.value),
              most,
            ),
          ),
    net: nets.at(-1)?.amount.value ?? null,
    extras: sumOf(
      lines
        .filter(line => EXTRA.test(fold(line)))
        .flatMap(
          line =>
            amountsIn(line, context)
              .filter(one => one.money)
              .at(-1)?.value ?? [],
        ),
    ),
  }
}

/** Taxes of several rates are added; one that says it is the total of the taxes stands for all. */
const distinct = (values: Decimal[], weight: number) => (weight > 1 ? values.slice(-1) : values)

function best(totals: { weight: number; amount: Amount }[]): Totals['total'] {
  const money = totals.some(one => one.amount.money) ? totals.filter(one => one.amount.money) : totals
  const top = Math.max(...money.map(one => one.weight))
  const first = money.filter(one => one.weight === top)
  const last = first.at(-1)
  if (!last) return null
  const others = [...new Set(first.map(one => one.amount.value))].filter(value => value !== last.amount.value)
  const unsure =
    others.length > 0
      ? [`it names several totals (${[...others, last.amount.value].join(', ')}); the last was taken`]
      : []
  return { amount: last.amount, unsure }
}

function largest(lines: readonly string[], context: AmountContext): Totals['total'] {
  const amounts = lines
    .filter(line => ['other', 'net'].includes(meaningOf(line).kind))
    .flatMap(line => amountsIn(line, context).filter(one => one.money))
  const amount = amounts.reduce<Amount | null>(
    (most, one) => (most && compareAmounts(most.value, one.value) >= 0 ? most : one),
    null,
  )
  return amount ? { amount, unsure: [LARGEST] } : null
}

function amountBehind(line: string, { end, nearest }: LineMeaning, context: AmountContext): Amount | null {
  const all = amountsIn(line, context)
  const behind = all.filter(amount => amount.index >= Math.min(end, line.length) - 1)
  const money = behind.filter(amount => amount.money)
  return (nearest ? money[0] : money.at(-1)) ?? behind.at(-1) ?? all.filter(amount => amount.money).at(-1) ?? null
}

function aloneIn(line: string | undefined, context: AmountContext): Amount | null {
  if (line === undefined) return null
  const amounts = amountsIn(line, context)
  const one = amounts[0]
  return amounts.length === 1 && one?.money && one.text.length >= line.trim().length - 2 ? one : null
}

function dayOf(
  document: Document,
  around: string,
  currency: string,
  order: OrderHint | undefined,
): FoundDate | undefined {
  const hint = orderShownBy(around) ?? orderByCountry(around, currency) ?? order
  const found = document.lines.flatMap((line, index) => {
    const label = dateWeight(line)
    const above =
      label === 1 && index > 0 && datesIn(document.lines[index - 1]!).length === 0
        ? dateWeight(document.lines[index - 1]!)
        : 1
    return datesIn(line, hint).map(date => ({
      date,
      weight: label === 1 && above !== 1 && date.text.length > line.trim().length - 3 ? above : label,
    }))
  })
  const top = Math.max(...found.map(one => one.weight))
  const day = top > 0 ? found.find(one => one.weight === top)?.date : undefined
  return (
    day ??
    (document.sent ? datesIn(document.sent)[0] : undefined) ??
    datesIn(document.title ?? '', hint)[0] ??
    found[0]?.date
  )
}

const NUMBER_LABEL =
  /(?:\b(?:tax invoice|invoice|receipt|rechnung|rechnungs|beleg|bon|quittung|facture|recu|fattura|ricevuta|scontrino|factura|recibo|fatura|factuur|kvitto|kvittering|faktura|paragon|doklad|order|bestell|bestellung|ticket|document)(?:s?-?\s?(?:no|nr|number|nummer|num|numero|id|n|c)\b\.?|\s?#|\s?n°|\s?nº)?\s*[.:#]?\s*|領収書番号\s*[:：]?\s*|\bno\.?\s*[:：]\s*)(?<number>[a-z]{0,6}[-/]?\d[a-z\d]*(?:[-/][a-z\d]+)*)(?![\d.,]|\s?%)/

/** The receipt's own number, as it is written; `''` when none is named. */
function numberIn(document: Document): string {
  for (const line of [...document.lines, document.title ?? '']) {
    const folded = fold(line)
    const match = NUMBER_LABEL.exec(folded)
    const number = match?.groups?.number
    if (!number || number.length < 2 || datesIn(number).length > 0 || /^(?:19|20)\d\d$/.test(number)) continue
    const at = line.toLowerCase().indexOf(number)
    return at < 0 ? number.toUpperCase() : line.slice(at, at + number.length)
  }
  return ''
}
