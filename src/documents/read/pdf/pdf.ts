import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { ok, type Result } from '../../../domain/failure.ts'
import type { ReadDocument, ReadWish } from '../../../ports/documents.ts'
import { type Collector, createCollector } from '../collect.ts'
import { openPdf, operations, type PdfAssets } from './library.ts'
import { type Glyphs, type Line, linesOf } from './lines.ts'
import { drawPage } from './picture.ts'
import { unseenOn } from './unseen.ts'

/** On longer documents only so many pages are looked at for text that is drawn invisibly: it is by far the slowest part. */
const MOST_LOOKED_THROUGH = 150

/** Reads a pdf page by page; the text of a page is its lines, in the order a person reads them. */
export async function readPdf(bytes: Uint8Array, wish: ReadWish, assets: PdfAssets): Promise<Result<ReadDocument>> {
  const opened = await openPdf(bytes, assets)
  if (!opened.ok) return opened
  const read = await readOpened(opened.value, wish)
  await opened.value.destroy()
  return ok(read)
}

/** The same of one that is open, and stays so. */
export async function readOpened(pdf: PDFDocumentProxy, wish: ReadWish): Promise<ReadDocument> {
  const collect = createCollector(wish)
  collect.about = await aboutPdf(pdf)
  const empty: number[] = []
  for (let number = 1; number <= pdf.numPages && !collect.full; number++) {
    if (!collect.part({ name: `page ${number}` }) || collect.past) continue
    const lines = await readSafely(pdf, number, collect)
    if (lines === 0) empty.push(number)
  }
  sayEmpty(empty, pdf.numPages, collect)
  if (pdf.numPages > MOST_LOOKED_THROUGH && !wish.parts)
    collect.notice(`Only the first ${MOST_LOOKED_THROUGH} pages were looked through for hidden text.`)
  return collect.finish('pdf')
}

/** One broken page is said and left out; the others still count. */
async function readSafely(pdf: PDFDocumentProxy, number: number, collect: Collector): Promise<number | null> {
  try {
    const page = await pdf.getPage(number)
    const thorough = number <= MOST_LOOKED_THROUGH || collect.wish.parts !== undefined
    const lines = await readPage(page, number, thorough, collect)
    if (collect.wish.pictures) await drawPage(page, `page ${number}`, collect)
    page.cleanup()
    return lines
  } catch (error) {
    collect.notice(
      `Page ${number} is damaged and was not read whole (${error instanceof Error ? error.name : 'unknown'}).`,
    )
    return null
  }
}

async function aboutPdf(pdf: PDFDocumentProxy): Promise<Record<string, string>> {
  const { info } = await pdf.getMetadata()
  const about: Record<string, string> = { pages: String(pdf.numPages) }
  for (const [key, name] of [
    ['Title', 'title'],
    ['Author', 'author'],
    ['Subject', 'subject'],
  ] as const) {
    const value = (info as Record<string, unknown>)[key]
    if (typeof value === 'string' && value.trim() !== '') about[name] = value.trim()
  }
  return about
}

function sayEmpty(empty: number[], pages: number, collect: Collector): void {
  if (empty.length === 0) return
  const which =
    empty.length === pages
      ? 'The pdf has'
      : `${empty.length === 1 ? 'Page' : 'Pages'} ${listed(empty)} ${empty.length === 1 ? 'has' : 'have'}`
  collect.notice(
    `${which} no text, only pictures or nothing, as scanned paper has. Ask for pictures to look at it, or have its words recognised.`,
  )
}

const listed = (numbers: number[]) =>
  numbers.length > 12 ? `${numbers.slice(0, 12).join(', ')} and ${numbers.length - 12} more` : numbers.join(', ')

/** Adds the page's lines; gives how many there were, recognised and invisible ones of a scanner included. */
async function readPage(page: PDFPageProxy, number: number, thorough: boolean, collect: Collector): Promise<number> {
  const at = `page ${number}`
  const { items } = await page.getTextContent({ disableNormalization: false })
  const view = page.view as [number, number, number, number]
  const hidden = thorough ? unseenOn(await page.getOperatorList(), operations, view) : { unseen: [], seen: '' }
  // The library leaves text beyond the edges out of the page's text altogether.
  for (const each of hidden.unseen) if (each.why === 'off the page') collect.hide({ at, ...each })
  const scanner = hidden.seen.trim() === '' && hidden.unseen.every(each => each.why === 'drawn invisibly')
  const unseen = scanner ? [] : hidden.unseen.filter(each => each.text.trim() !== '')
  if (scanner && hidden.unseen.length > 0)
    collect.notice(`The text of ${at} was recognised by the scanner that made it, and may have mistakes.`)
  const shown: Glyphs[] = []
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue
    const glyphs = glyphsOf(item, page.rotate)
    const why =
      whyUnseen(item, view) ?? unseen.find(each => holds(each.text, item.str) && !holds(hidden.seen, item.str))?.why
    if (why) collect.hide({ at, why, text: item.str })
    else shown.push(glyphs)
  }
  const lines = linesOf(shown)
  const usual = median(lines.map(each => each.size))
  for (const line of lines) addLine(line, usual, at, collect)
  return lines.length
}

interface Item {
  str: string
  dir: string
  transform: number[]
  width: number
  height: number
}

/** Letters run along the page as it is turned, or are placed as if they did. */
function glyphsOf(item: Item, rotate: number): Glyphs {
  const [a = 1, b = 0, , , x = 0, y = 0] = item.transform
  const size = Math.hypot(a, b) || item.height || 1
  const placed =
    rotate === 90 ? { x: y, y: -x } : rotate === 180 ? { x: -x, y: -y } : rotate === 270 ? { x: -y, y: x } : { x, y }
  return { text: item.str, ...placed, width: item.width, size, rightToLeft: item.dir === 'rtl' }
}

function whyUnseen(item: Item, [left, bottom, right, top]: [number, number, number, number]): string | null {
  const [a = 1, b = 0, , , x = 0, y = 0] = item.transform
  if (Math.hypot(a, b) <= 2) return `${Math.round(Math.hypot(a, b) * 10) / 10} pt small`
  const beyond = x > right || y > top || y + item.height < bottom || x + Math.abs(item.width) < left
  return beyond && Math.abs(b) < 0.01 ? 'off the page' : null
}

const bare = (text: string) => text.replace(/\s+/g, '')
const holds = (text: string, part: string) => bare(text).includes(bare(part))

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/** A short line of clearly larger letters is a heading. */
function addLine({ text, size }: Line, usual: number, at: string, collect: Collector): void {
  if (text === '') return
  if (size >= usual * 1.25 && text.length < 120)
    collect.add({ kind: 'heading', at, level: size >= usual * 1.7 ? 1 : 2, text })
  else collect.add({ kind: 'paragraph', at, text })
}
