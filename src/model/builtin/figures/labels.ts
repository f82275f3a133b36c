import { fold } from './words.ts'

/** What a line of a receipt is about, by its words. All patterns are for folded text (lower case, no accents). */
export type LineKind = 'total' | 'tax' | 'net' | 'other'

export interface LineMeaning {
  kind: LineKind
  /** How surely, 1 to 3; of several totals the surest counts. */
  weight: number
  /** Where the words end in the folded line: the amount stands behind them. */
  end: number
  /** True where the line names more amounts behind this one, as a table of taxes does. */
  nearest?: boolean
}

const INCLUDING =
  /\b(?:incl|inkl|inc|including|inclus|incluse|inclusa|incluido|incluidos|compris|comprise|inclusief|con iva|mit)\b|税込|ttc\b/
const EXCLUDING = /\b(?:excl|exkl|ex|excluding|before|hors|ohne|sin|zzgl|exclusief|senza|sem|bez|plus)\b|税抜|\bht\b/

const NOT_A_TOTAL =
  /\b(?:change|wechselgeld|ruckgeld|rendu|wisselgeld|vaxel|byttepenge|vekslepenger|vuelto|troco|reszta|tendered|gegeben|cash|bar|especes|efectivo|contanti|contant|kontant|dinheiro|gotowka|discount|rabatt|remise|korting|descuento|sconto|desconto|saved|savings|points|punkte|items?|artikel|articles|qty|quantity|previous balance|gift card|cambio|resto)\b|お釣り|お預/

const TOTALS: [number, RegExp][] = [
  [
    3,
    /\b(?:grand total|total due|total amount(?: due| payable)?|amount due|amount payable|balance due|total to pay|total payable|total charged|total paid|gesamtbetrag|rechnungsbetrag|endbetrag|zahlbetrag|gesamtsumme|bruttobetrag|zu zahlen(?:der betrag)?|total ttc|montant (?:total )?ttc|montant total|net a payer|total a payer|reste a payer|a payer|totale (?:documento|da pagare|fattura|complessivo|dovuto)|da pagare|importe total|total a pagar|a pagar|total factura|total da fatura|valor total|totaalbedrag|te betalen|att betala|summa att betala|at betale|a betale|belop a betale|i alt|do zaplaty|kwota do zaplaty|celkem k uhrade|k uhrade)\b|ご請求額|ご請求金額|お支払/,
  ],
  [2, /\b(?:total|totals|summe|somme|totale|totaal|totalt|summa|suma|sum|gesamt|razem|celkem|brutto|gross)\b|合計/],
  [
    1,
    /\b(?:amount|montant|importe|importo|bedrag|belopp|belob|kwota|betrag|valor|paid|bezahlt|price|preis|prix)\b|金額/,
  ],
]

const NET =
  /\b(?:sub-? ?total|zwischensumme|sous-? ?total|subtotale|subtotaal|delsumma|sum uten mva|mezisoucet|net(?!\s+a\s+payer)|netto(?:betrag|belopp)?|net amount|imponibile|base imponible|base|taxable(?: amount| value)?|mellansumma|montant ht|total ht)\b|小計/

const TAX =
  /\b(?:vat|mwst|mehrwertsteuer|ust|umsatzsteuer|tva|iva|btw|moms|mva|[csi]?gst|hst|pst|qst|tps|tvq|sales tax|tax|taxes|taxe|dph|ptu|podatek(?: vat)?|imposto|icms|iss|impuesto|imposta|igic|steuer)\b\.?|消費税|内税/
const TAX_NUMBER =
  /\b(?:id|no|nr|num|number|numero|reg|registration|idnr|id-nr|registered|steuernummer|intracom\w*|identification)\b|#|n°|\bn[o.º]\b|\bp\.? ?iva\b|\bpartita\b|\bust-?id|\bbtw-nr|\bsteuer-?n/

/** What the words of a line say it holds. */
export function meaningOf(line: string): LineMeaning {
  const text = fold(line)
  const tax = TAX.exec(text)
  const net = NET.exec(text)
  const excluding = EXCLUDING.exec(text)
  const total = totalIn(text)
  const endOf = (match: RegExpExecArray) => match.index + match[0].length
  if (tax && TAX_NUMBER.test(text)) return { kind: 'other', weight: 0, end: 0 }
  if (total && excluding && (tax || /\bht\b|hors|税抜/.test(text)))
    return { kind: 'net', weight: 1, end: endOf(excluding) }
  if (net && tax && tax.index > net.index && !excluding)
    return { kind: 'tax', weight: 1, end: endOf(tax), nearest: true }
  if (net && !(tax && tax.index < net.index)) return { kind: 'net', weight: 2, end: endOf(net) }
  if (total && tax && INCLUDING.test(text))
    return { kind: 'total', weight: total.weight + 0.5, end: Math.max(total.end, 0) }
  if (tax) return { kind: 'tax', weight: total && total.weight > 1 ? 2 : 1, end: endOf(tax) }
  if (total && !(NOT_A_TOTAL.test(text) && total.weight < 3))
    return { kind: 'total', weight: total.weight, end: total.end }
  return { kind: 'other', weight: 0, end: 0 }
}

function totalIn(text: string): { weight: number; end: number } | null {
  for (const [weight, pattern] of TOTALS) {
    const match = pattern.exec(text)
    if (match) return { weight, end: match.index + match[0].length }
  }
  return null
}

const DATE_LABEL =
  /\b(?:date|datum|fecha|data|dato|rechnungsdatum|belegdatum|dated|issued|emis|emission|emitida|emesso|le|den|purchased|transaction)\b|日付|発行日/
const OTHER_DATE =
  /\b(?:due|fallig|falligkeit|echeance|scadenza|vencimiento|vencimento|forfall\w*|forfallodatum|vervaldatum|pay by|payable by|zahlbar|termin platnosci|splatnost|period|until|bis|valid|expires?|delivery|lieferdatum|leistungsdatum|birth|return)\b|期限/

/** 2: the day of the receipt, by its label; 1: some day; 0: another day, such as when it is due. */
export const dateWeight = (line: string) => {
  const text = fold(line)
  return OTHER_DATE.test(text) ? 0 : DATE_LABEL.test(text) ? 2 : 1
}
