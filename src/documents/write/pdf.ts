import { PDFDocument, type PDFFont, type PDFImage, rgb } from '@cantoo/pdf-lib'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { TextDocumentSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { type Block, blocksOf, textOf } from './blocks.ts'
import { type ImageFacts, imageFacts } from './image.ts'
import { type Ink, type Laid, layOut, type Mark, PAGE } from './pdf-layout.ts'
import type { Face, Measure } from './pdf-lines.ts'
import { readTrueType, type TrueType } from './truetype.ts'

/** The bytes of our four fonts (Liberation Sans: Latin, Greek, Cyrillic). */
export type PdfFonts = Record<Face, Uint8Array>

const FACES: Face[] = ['regular', 'bold', 'italic', 'boldItalic']
const COLORS: Record<Ink, [number, number, number]> = {
  ink: [0.12, 0.16, 0.2],
  accent: [0.12, 0.31, 0.47],
  grey: [0.38, 0.43, 0.49],
  light: [0.8, 0.82, 0.85],
  shade: [0.89, 0.92, 0.95],
}
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u

/** A pdf of Markdown, with its fonts inside. Characters the fonts lack are a failure that names them, never boxes. */
export async function writePdf(spec: TextDocumentSpec, fontBytes: PdfFonts): Promise<Result<Uint8Array>> {
  const blocks = blocksOf(printable(spec.markdown))
  const faces = Object.fromEntries(
    FACES.map(face => [face, readTrueType(fontBytes[face], `LiberationSans-${face}`)]),
  ) as Record<Face, TrueType>
  const edges = { title: spec.title ?? '', header: spec.header ?? '', footer: spec.footer ?? '' }
  const missing = missingCharacters([...Object.values(edges).map(plainText), ...textsOf(blocks)], faces)
  if (missing) return failed('invalid', missing)
  const images = new Map<string, ImageFacts>()
  for (const [name, bytes] of Object.entries(spec.images ?? {})) {
    const facts = imageFacts(bytes, name)
    if (!facts.ok) return facts
    if (facts.value.type === 'gif')
      return failed('invalid', `"${name}" is a gif, which a pdf cannot hold. Use a png or jpg.`)
    images.set(name, facts.value)
  }
  const measure: Measure = (text, face, size) => (faces[face].widthOf(text) * size) / faces[face].unitsPerEm
  const laid = layOut(blocks, {
    measure,
    images,
    numbered: spec.numbered ?? false,
    ...(spec.title ? { title: plainText(spec.title) } : {}),
  })
  const pages = spec.contents ? [...contentsPages(laid, measure), ...laid.pages] : laid.pages
  return ok(await draw(pages, spec, fontBytes))
}

async function draw(pages: Mark[][], spec: TextDocumentSpec, fontBytes: PdfFonts): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.registerFontkit({ create: (bytes: Uint8Array) => readTrueType(bytes, nameOfFace(bytes, fontBytes)) })
  document.setTitle(plainText(spec.title ?? ''))
  document.setAuthor(plainText(spec.author ?? 'Deskhand'))
  document.setProducer('Deskhand')
  document.setCreator('Deskhand')
  const used = new Set<Face>(['regular', ...pages.flat().flatMap(mark => (mark.kind === 'text' ? [mark.face] : []))])
  const fonts = new Map<Face, PDFFont>()
  for (const face of used) fonts.set(face, await document.embedFont(fontBytes[face], { subset: true }))
  const pictures = new Map<string, PDFImage>()
  for (const mark of pages.flat()) {
    const bytes = mark.kind === 'image' ? spec.images?.[mark.name] : undefined
    if (mark.kind !== 'image' || !bytes || pictures.has(mark.name)) continue
    pictures.set(mark.name, bytes[0] === 0xff ? await document.embedJpg(bytes) : await document.embedPng(bytes))
  }
  for (const [index, marks] of pages.entries()) {
    const page = document.addPage([PAGE.width, PAGE.height])
    for (const mark of [...marks, ...edgeMarks(spec, index + 1, pages.length)]) drawMark(page, mark, fonts, pictures)
  }
  return document.save()
}

/** Accents on their letters, every kind of space as a space, without the marks that only say where a word may break. */
const printable = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\u2000-\u200a\u202f\u205f]/g, ' ')
    .replace(/\u00ad|[\u200b\u2060\ufeff]|\ufe0e|\ufe0f/g, '')

const nameOfFace = (bytes: Uint8Array, fonts: PdfFonts) => {
  const face = FACES.find(
    each => fonts[each] === bytes || (fonts[each].length === bytes.length && fonts[each][100] === bytes[100]),
  )
  return `LiberationSans-${face ?? 'regular'}`
}

function drawMark(
  page: ReturnType<PDFDocument['addPage']>,
  mark: Mark,
  fonts: ReadonlyMap<Face, PDFFont>,
  pictures: ReadonlyMap<string, PDFImage>,
) {
  const y = PAGE.height - mark.y
  if (mark.kind === 'image') {
    const picture = pictures.get(mark.name)
    if (picture) page.drawImage(picture, { x: mark.x, y, width: mark.width, height: mark.height })
    return
  }
  const color = rgb(...COLORS[mark.color])
  if (mark.kind === 'text') {
    const font = fonts.get(mark.face)
    if (font) page.drawText(mark.text, { x: mark.x, y, font, size: mark.size, color })
  } else if (mark.kind === 'box')
    page.drawRectangle({ x: mark.x, y: y - mark.height, width: mark.width, height: mark.height, color })
  else
    page.drawLine({ start: { x: mark.x, y }, end: { x: mark.toX, y: PAGE.height - mark.toY }, thickness: 0.6, color })
}

/** Header, footer and page number of one page. */
function edgeMarks(spec: TextDocumentSpec, number: number, count: number): Mark[] {
  const small = (x: number, y: number, text: string): Mark => ({
    kind: 'text',
    x,
    y,
    text: plainText(text).replaceAll('\n', ' '),
    face: 'regular',
    size: 8.5,
    color: 'grey',
  })
  return [
    ...(spec.header ? [small(PAGE.margin, 40, spec.header)] : []),
    ...(spec.footer ? [small(PAGE.margin, PAGE.height - 36, spec.footer)] : []),
    ...(spec.pageNumbers ? [small(PAGE.width - PAGE.margin - 36, PAGE.height - 36, `${number} / ${count}`)] : []),
  ]
}

/** Contents in front: laid out once to know how many pages they take, and again with the numbers that follow from it. */
function contentsPages(laid: Laid, measure: Measure): Mark[][] {
  const headings = laid.headings.filter(heading => heading.level <= 3)
  const rows = (shift: number): Block[] => [
    { kind: 'heading', level: 2, runs: [{ text: 'Contents' }] },
    ...headings.map(
      ({ level, text, page }): Block => ({
        kind: 'paragraph',
        runs: [{ text: `${'\u00a0'.repeat((level - 1) * 5)}${text}  ·  ${page + shift}` }],
      }),
    ),
  ]
  const options = { measure, images: new Map<string, ImageFacts>(), numbered: false }
  return layOut(rows(layOut(rows(0), options).pages.length), options).pages
}

function textsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block): string[] => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return [textOf(block.runs)]
      case 'code':
        return [block.text]
      case 'list':
        return textsOf(block.items.flat())
      case 'quote':
        return textsOf(block.blocks)
      case 'table':
        return [block.head, ...block.rows].flat().map(textOf)
      case 'image':
        return [block.alt || block.name]
      default:
        return []
    }
  })
}

/** What cannot be written, in words for the person; null when everything can. */
function missingCharacters(texts: readonly string[], faces: Record<Face, TrueType>): string | null {
  const lacking = new Set<string>()
  for (const character of texts.join('')) {
    if (/[\n\t]/.test(character)) continue
    if (RIGHT_TO_LEFT.test(character) || !FACES.every(face => faces[face].hasCharacter(character.codePointAt(0)!)))
      lacking.add(character)
  }
  if (lacking.size === 0) return null
  const shown = [...lacking].slice(0, 8).map(each => `${each} (U+${each.codePointAt(0)!.toString(16).toUpperCase()})`)
  const more = lacking.size > 8 ? ` and ${lacking.size - 8} more` : ''
  return `A pdf cannot be written with these characters, which its font does not have or which run from right to left: ${shown.join(', ')}${more}. Write a docx instead, or leave them out.`
}
