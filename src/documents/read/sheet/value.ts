import { SSF } from '@e965/xlsx'
import type { DocumentCell } from '../../../ports/documents.ts'

/** Some number formats of a workbook are built in and have only a number; these are the ones that are dates or money. */
const BUILT_IN: Record<number, string> = {
  5: '"$"#,##0_);\\("$"#,##0\\)',
  6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
  7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
  8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
}

export const formatOfId = (id: number, own: ReadonlyMap<number, string>): string =>
  own.get(id) ?? BUILT_IN[id] ?? (SSF.get_table() as Record<number, string>)[id] ?? 'General'

const DAY = 86_400_000
/** Excel's day 0 with its leap day of 1900 that never was; the other system starts with 1904. */
const EPOCH = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
/** 31 December 9999. */
const LAST_DAY = 2_958_466

/** What a number in a cell of that format is and how a person sees it. */
export function numberCell(value: number, format: string, date1904: boolean): Omit<DocumentCell, 'at'> {
  const plain = format.replace(/"[^"]*"|\\./g, '')
  const text = shown(value, format, date1904)
  if (isDate(plain)) {
    const iso = isoOf(value, plain, date1904)
    if (iso) return { text, type: iso.includes('-') ? 'date' : 'time', value: iso }
    return { text: String(value), type: 'number', value }
  }
  if (plain.includes('%')) return { text, type: 'percent', value }
  if (/[$€£¥₹₽₩₺]|\[\$[^-\]]/.test(format) || /"\s?(?:EUR|USD|GBP|CHF|Kč|kr|zł)\s?"/.test(format))
    return { text, type: 'money', value }
  return { text, type: 'number', value }
}

/** Days, hours or minutes in the format, and not only a colour or condition in brackets. */
const isDate = (plain: string) => {
  const bare = plain.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return /[dyhs]|m{1,5}/i.test(bare.replace(/general|e\+|red|blue/gi, '')) && !/[#?]/.test(bare)
}

function shown(value: number, format: string, date1904: boolean): string {
  try {
    const text = SSF.format(format, value, { date1904 }) as string
    return text === '' && value !== 0 ? String(value) : text.trim()
  } catch (error) {
    // A format that is not one: the person's own program would refuse it, the number still counts.
    return error instanceof Error ? String(value) : ''
  }
}

function isoOf(serial: number, plain: string, date1904: boolean): string | null {
  const last = date1904 ? LAST_DAY - 1462 : LAST_DAY
  if (serial < 0 || serial >= last || !Number.isFinite(serial)) return null
  const withDay = /[dy]/i.test(plain.replace(/\[[^\]]*\]/g, '')) || (/m/i.test(plain) === true && !/[hs]/i.test(plain))
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400)
  if (!withDay) {
    const all = Math.round(serial * 86_400)
    return `${pad(Math.floor(all / 3600))}:${pad(Math.floor(all / 60) % 60)}:${pad(all % 60)}`
  }
  // Day 60 is Excel's 29 February 1900; the days before it are one later than the calendar's.
  if (!date1904 && Math.floor(serial) === 60) return '1900-02-29'
  const early = !date1904 && serial < 60 ? 1 : 0
  const day = new Date((date1904 ? EPOCH_1904 : EPOCH) + (Math.floor(serial) + early) * DAY + seconds * 1000)
  const iso = day.toISOString()
  return seconds === 0 ? iso.slice(0, 10) : iso.slice(0, 19)
}

const pad = (value: number) => String(value).padStart(2, '0')
