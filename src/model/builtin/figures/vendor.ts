import { amountsIn } from './amount.ts'
import { datesIn } from './date.ts'
import type { Document } from './document.ts'
import { meaningOf } from './labels.ts'
import { fold } from './words.ts'

const LABEL =
  /^\s*(?:vendor|merchant|seller|sold by|supplier|store|shop|from|issued by|billed by|verkaufer|handler|lieferant|firma|vendeur|fournisseur|emetteur|vendedor|proveedor|emisor|fornitore|venditore|emitente|fornecedor|leverancier|verkoper|saljare|selger|saelger|sprzedawca|dodavatel|prodejce|販売者|発行者|店名)\s*(?:[:：]|\s{2,}|\t)\s*(?<name>\S.*)$/
const GENERIC_WORDS =
  'receipt receipts invoice tax bill order confirmation payment your from for of the no nr number copy original thank you thanks welcome rechnung quittung beleg kassenbon kassenzettel bon ihre facture recu ticket de caisse votre fattura ricevuta scontrino fiscale factura recibo simplificada fatura factuur kassabon kvitto kvittering faktura paragon fiskalny doklad danovy uctenka paid order sales fiscal proof purchase subject re fwd fw date 領収書 領収証 レシート 請求書'.split(
    ' ',
  )

/** Who was paid, and how it was told: `label` and `sender` are certain, `header` is likely, `nothing` is not. */
export interface Vendor {
  name: string
  from: 'label' | 'sender' | 'header' | 'nothing'
}

/** Finds the vendor: by a label, else the first line that is a name, else the title, else the sender of a mail. */
export function vendorOf(document: Document): Vendor {
  for (const line of document.lines) {
    const match = LABEL.exec(labelFolded(line))
    // The name is taken out of the line itself: folding keeps the length of what stands in front of it.
    if (match) return { name: tidy(line.slice(line.length - match.groups!.name!.length)), from: 'label' }
  }
  const sender = document.sender ? senderName(document.sender) : ''
  const named = nameIn(document.heading ?? '')
  if (sender !== '' && (named === '' || sender !== domainWord(document.sender ?? '')))
    return { name: sender, from: 'sender' }
  const heading = [document.heading, ...document.lines.slice(0, 4), document.title]
    .map(line => nameIn(line ?? ''))
    .find(Boolean)
  return heading ? { name: heading, from: 'header' } : { name: '', from: 'nothing' }
}

/** Folded one character for one, so that positions stay true. */
const labelFolded = (line: string) =>
  [...line].map(char => (fold(char).length === char.length ? fold(char) : char)).join('')

const tidy = (name: string) => name.replace(/^[\s"'*=#|-]+|[\s"'*=#|,;:-]+$/g, '').replace(/\s+/g, ' ')

const NO_NAME =
  /^(?:no-?reply|donotreply|info|billing|invoices?|orders?|receipts?|service|sales|shop|mail|hello|support|accounts?)$/i

const domainWord = (from: string) => /@([^<>\s"]+?)>?$/.exec(from.trim())?.[1]?.split('.').at(-2) ?? ''

/** `"Shop" <a@shop.example>` is Shop; a mailbox that is no name gives the domain's own word. */
function senderName(from: string): string {
  const shown = tidy(from.replace(/<[^>]*>/, '').replaceAll('"', ''))
  if (shown !== '' && !shown.includes('@') && !NO_NAME.test(shown))
    return shown.replace(/\s+(?:via\s.*|billing|receipts?|invoices?)$/i, '')
  return domainWord(from)
}

/** A line that is a name, without words like "Receipt"; `''` when it is none. */
function nameIn(line: string): string {
  const parts = line.split(/\s+[-–—|:·]+\s+|\s{2,}|:\s+/).map(tidy)
  for (const part of parts) {
    const words = part.split(' ').filter(word => !GENERIC_WORDS.includes(fold(word).replace(/[^\p{L}]/gu, '')))
    if (words.length === 0 || !/\p{L}{2}/u.test(part)) continue
    if (words.every(word => /\d/.test(word))) continue
    if (datesIn(part).length > 0 || amountsIn(part).some(amount => amount.money)) continue
    if (meaningOf(part).kind !== 'other') continue
    if (
      /^(?:date|datum|fecha|data|time|cashier|table|kasse|tel|phone|www\.|https?:|hello|hi|dear|hallo|bonjour|hola|ciao)\b/i.test(
        part,
      )
    )
      continue
    const generic = part.split(' ').length - words.length
    return generic > 0 ? tidy(words.filter(word => !/^#?\w*\d/.test(word)).join(' ')) : part
  }
  return ''
}
