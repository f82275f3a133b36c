import { fold } from './words.ts'

/** Which currency a sign or word means, and a sentence when that is a guess. */
export interface CurrencyReading {
  code: string
  unsure?: string
}

const CODES =
  'EUR USD GBP CHF JPY SEK NOK DKK PLN CZK INR CAD AUD BRL NZD MXN HUF RON BGN TRY ILS KRW CNY HKD SGD ZAR ISK UAH THB RUB AED KWD BHD JOD OMR TND'.split(
    ' ',
  )

/** Signs and words that mean one currency, whatever stands around them. */
const CERTAIN: Record<string, string> = {
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  us$: 'USD',
  $us: 'USD',
  $ca: 'CAD',
  $au: 'AUD',
  au$: 'AUD',
  br$: 'BRL',
  '£gb': 'GBP',
  ca$: 'CAD',
  c$: 'CAD',
  cad$: 'CAD',
  a$: 'AUD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  mx$: 'MXN',
  r$: 'BRL',
  reais: 'BRL',
  'cn¥': 'CNY',
  'jp¥': 'JPY',
  元: 'CNY',
  rmb: 'CNY',
  円: 'JPY',
  yen: 'JPY',
  'fr.': 'CHF',
  'sfr.': 'CHF',
  sfr: 'CHF',
  franken: 'CHF',
  kc: 'CZK',
  zl: 'PLN',
  zloty: 'PLN',
  zlotych: 'PLN',
  '₹': 'INR',
  rs: 'INR',
  'rs.': 'INR',
  rupees: 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₪': 'ILS',
  '₴': 'UAH',
  '₽': 'RUB',
  '฿': 'THB',
  lei: 'RON',
  kronor: 'SEK',
  skr: 'SEK',
  nkr: 'NOK',
  dkr: 'DKK',
}

interface Shared {
  usual: string
  /** True when the sign alone is as good as certain. */
  sure?: boolean
  also: [code: string, hint: RegExp][]
}
/** Signs that several countries share, with what in the document tells them apart. */
const SHARED: Record<string, Shared> = {
  $: {
    usual: 'USD',
    also: [
      ['CAD', /\bcad\b|\bcanada\b|\b(?:hst|qst|pst)\b|\bca\$|\b(?:toronto|vancouver|montreal|calgary|ottawa)\b/],
      ['AUD', /\baud\b|\baustralia\b|\babn\b|\bau?\$|\b(?:sydney|melbourne|brisbane|perth|adelaide)\b/],
      ['NZD', /\bnzd\b|new zealand|\bnz\$|\bauckland\b/],
      ['SGD', /\bsgd\b|\bsingapore\b/],
      ['HKD', /\bhkd\b|hong kong/],
      ['MXN', /\bmxn\b|\bmexico\b/],
      [
        'USD',
        /\busd\b|\bus\$|\bu\.?s\.?a\b|united states|sales tax|\b[a-z]+,? (?:ca|ny|tx|wa|or|il|fl|ma|co|ga|pa|nc|oh|az) \d{5}\b/,
      ],
    ],
  },
  kr: {
    usual: 'SEK',
    also: [
      [
        'NOK',
        /\bnok\b|\bnorge\b|\bnorway\b|\bmva\b|\b(?:oslo|bergen|trondheim|stavanger)\b|\bkvittering\b.*\bbelop\b/s,
      ],
      [
        'DKK',
        /\bdkk\b|\bdanmark\b|\bdenmark\b|\bcvr\b|\b(?:kobenhavn|kbenhavn|aarhus|arhus|odense|aalborg)\b|\bat betale\b/,
      ],
      ['ISK', /\bisk\b|\breykjavik\b/],
      [
        'SEK',
        /\bsek\b|\bsverige\b|\bsweden\b|\bkvitto\b|\batt betala\b|\b(?:stockholm|goteborg|malmo|uppsala)\b|\borg\.?\s?nr\b/,
      ],
    ],
  },
  '¥': {
    usual: 'JPY',
    also: [
      ['CNY', /\bcny\b|\brmb\b|元|发票|\bchina\b/],
      ['JPY', /\bjpy\b|円|\bjapan\b|合計|領収|年|税/],
    ],
  },
  'kr.': {
    usual: 'DKK',
    sure: true,
    also: [
      ['NOK', /\bnok\b|\bnorge\b|\bmva\b/],
      ['SEK', /\bsek\b|\bsverige\b/],
      ['DKK', /\bdkk\b|\bdanmark\b/],
    ],
  },
}
const ALIASES: Record<string, string> = {
  dollar: '$',
  dollars: '$',
  kroner: 'kr',
  kronur: 'kr',
  pound: '£',
  pounds: '£',
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const isWord = (text: string) => /^\p{L}+\.?$/u.test(text)
const written = [
  ...Object.keys(CERTAIN),
  ...Object.keys(SHARED),
  ...Object.keys(ALIASES),
  'kč',
  'zł',
  'złoty',
  'złotych',
  'eur',
]
const cased = (sign: string) => [sign, sign.toUpperCase(), sign.charAt(0).toUpperCase() + sign.slice(1)]
const signs = [...new Set([...CODES, ...written.flatMap(cased)])]
  .sort((a, b) => b.length - a.length)
  .map(sign => (isWord(sign) ? `(?<!\\p{L})${literally(sign)}(?!\\p{L})` : literally(sign)))

/** Source of a pattern (flag `u`) that matches one currency sign, code or word. Codes count in capitals only: "try 2". */
export const CURRENCY = `(?:${signs.join('|')})`

/** What `sign` means in a document that says `around`. */
export function currencyOf(sign: string, around: string): CurrencyReading {
  const folded = fold(sign).trim()
  const code = folded.toUpperCase()
  if (CODES.includes(code)) return { code }
  const key = ALIASES[folded] ?? folded
  const certain = CERTAIN[key]
  if (certain) return { code: certain }
  const shared = SHARED[key]
  if (!shared) return { code: '' }
  const context = fold(around)
  const told = shared.also.filter(([, hint]) => hint.test(context)).map(([one]) => one)
  if (told.length === 1) return { code: told[0]! }
  if (told.length === 0 && shared.sure) return { code: shared.usual }
  const guess = told[0] ?? shared.usual
  return { code: guess, unsure: `"${sign.trim()}" is used by several countries and was read as ${guess}` }
}
