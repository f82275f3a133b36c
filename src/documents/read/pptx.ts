import { failed, ok, type Result } from '../../domain/failure.ts'
import type { ReadDocument, ReadWish } from '../../ports/documents.ts'
import { openZip } from '../safe-zip.ts'
import { type Collector, createCollector } from './collect.ts'
import { aboutOf, createPackage, type OfficePackage, type Relation, targetOf } from './package.ts'
import { pictureOf } from './picture-type.ts'
import { attribute, child, descendants, elements, textOf, type XmlNode } from './xml.ts'

interface Slide {
  at: string
  relations: Map<string, Relation>
  collect: Collector
  /** In the file's own units. */
  width: number
  height: number
  tables: number
}

/** Reads a presentation slide by slide: title, text in its order, tables, notes, comments. */
export async function readPptx(bytes: Uint8Array, wish: ReadWish): Promise<Result<ReadDocument>> {
  const zip = openZip(bytes)
  if (!zip.ok) return zip
  const office = createPackage(zip.value)
  const roots = await office.relations('')
  if (!roots.ok) return roots
  const main = targetOf(roots.value, 'officeDocument') ?? 'ppt/presentation.xml'
  const presentation = await office.xml(main)
  if (!presentation.ok) return presentation
  const relations = await office.relations(main)
  if (!relations.ok) return relations
  if (!presentation.value) return failed('unreadable', 'The presentation is damaged: its list of slides is missing.')
  const collect = createCollector(wish)
  collect.about = await aboutOf(office)
  const size = child(presentation.value, 'sldSz')
  for (const [index, id] of elements(child(presentation.value, 'sldIdLst'), 'sldId').entries()) {
    const path = relations.value.get(attribute(id, 'r:id') ?? '')?.target
    const read = await readSlide(path, index + 1, size, office, collect)
    if (!read.ok) return read
  }
  return ok(collect.finish('pptx'))
}

async function readSlide(
  path: string | undefined,
  number: number,
  size: XmlNode | undefined,
  office: OfficePackage,
  collect: Collector,
): Promise<Result<void>> {
  const at = `slide ${number}`
  const xml = path ? await office.xml(path) : ok(null)
  if (!xml.ok) return xml
  const relations = path ? await office.relations(path) : ok(new Map<string, Relation>())
  if (!relations.ok) return relations
  const tree = child(xml.value ?? undefined, 'cSld', 'spTree')
  const title = titleOf(tree)
  const hidden = ['0', 'false'].includes(attribute(xml.value ?? undefined, 'show') ?? '')
  if (!collect.part({ name: at, ...(title ? { title } : {}), ...(hidden ? { hidden: true } : {}) }))
    return ok(undefined)
  if (!xml.value) collect.notice(`Slide ${number} is missing from the file.`)
  const width = Number(attribute(size, 'cx') ?? 12_192_000)
  const height = Number(attribute(size, 'cy') ?? 6_858_000)
  const slide: Slide = { at, relations: relations.value, collect, width, height, tables: 0 }
  if (title) collect.add({ kind: 'heading', at, level: 1, text: title })
  for (const shape of elements(tree)) readShape(shape, slide)
  if (hidden)
    for (const each of descendants(tree, 't')) collect.hide({ at, why: 'on a hidden slide', text: textOf(each) })
  await besideSlide(slide, office)
  return ok(undefined)
}

const isTitle = (shape: XmlNode) =>
  ['title', 'ctrTitle'].includes(attribute(child(shape, 'nvSpPr', 'nvPr', 'ph'), 'type') ?? '')

const titleOf = (tree: XmlNode | undefined) =>
  elements(tree, 'sp')
    .filter(isTitle)
    .map(shape => paragraphsOf(shape).map(textIn).join(' ').trim())
    .find(Boolean)

const paragraphsOf = (shape: XmlNode) => elements(child(shape, 'txBody'), 'p')

/** Runs, fields and line breaks of one paragraph. */
const textIn = (paragraph: XmlNode): string =>
  elements(paragraph)
    .map(each => (each.name === 'br' ? '\n' : each.name === 'r' || each.name === 'fld' ? textOf(child(each, 't')) : ''))
    .join('')

function readShape(shape: XmlNode, slide: Slide): void {
  switch (shape.name) {
    case 'sp':
    case 'cxnSp':
      if (!isTitle(shape)) readText(shape, slide)
      return
    case 'grpSp':
      for (const each of elements(shape)) readShape(each, slide)
      return
    case 'graphicFrame':
      readFrame(shape, slide)
      return
    case 'AlternateContent':
      for (const each of elements(child(shape, 'Choice') ?? child(shape, 'Fallback'))) readShape(each, slide)
      return
    case 'pic': {
      const said = attribute(child(shape, 'nvPicPr', 'cNvPr'), 'descr')?.trim()
      if (said) slide.collect.add({ kind: 'paragraph', at: slide.at, text: `[picture: ${said}]` })
    }
  }
}

function readText(shape: XmlNode, slide: Slide): void {
  const why = whyUnseen(shape, slide)
  const kind = attribute(child(shape, 'nvSpPr', 'nvPr', 'ph'), 'type')
  if (kind === 'sldNum' || kind === 'dt') return
  // A body placeholder has bullets by its layout; a free text box has none unless it says so.
  const bulleted = child(shape, 'nvSpPr', 'nvPr', 'ph') !== undefined && kind !== 'subTitle'
  let counted = 0
  for (const paragraph of paragraphsOf(shape)) {
    const properties = child(paragraph, 'pPr')
    const { seen, tiny } = split(paragraph)
    for (const text of tiny) slide.collect.hide({ at: slide.at, why: 'too small to read', text })
    if (why) slide.collect.hide({ at: slide.at, why, text: seen })
    const text = seen.trim()
    if (text === '' || why) continue
    const numbered = child(properties, 'buAutoNum')
    const plain = child(properties, 'buNone') !== undefined
    counted = numbered ? counted + 1 : 0
    const level = Number(attribute(properties, 'lvl') ?? 0)
    if (numbered) slide.collect.add({ kind: 'item', at: slide.at, level, marker: `${counted}.`, text })
    else if (!plain && (bulleted || child(properties, 'buChar')))
      slide.collect.add({ kind: 'item', at: slide.at, level, marker: '-', text })
    else slide.collect.add({ kind: 'paragraph', at: slide.at, text })
  }
}

/** Text of up to 2 pt is no text for a reader. Sizes are hundredths of points. */
function split(paragraph: XmlNode): { seen: string; tiny: string[] } {
  const tiny: string[] = []
  const kept = elements(paragraph).filter(each => {
    const size = Number(attribute(child(each, 'rPr'), 'sz') ?? 1800)
    if (size > 200) return true
    tiny.push(textOf(child(each, 't')))
    return false
  })
  return { seen: textIn({ ...paragraph, children: kept }), tiny }
}

function whyUnseen(shape: XmlNode, slide: Slide): string | null {
  const hidden = attribute(child(shape, 'nvSpPr', 'cNvPr'), 'hidden')
  if (hidden === '1' || hidden === 'true') return 'marked as hidden'
  const frame = child(shape, 'spPr', 'xfrm')
  const [x, y] = ['x', 'y'].map(name => Number(attribute(child(frame, 'off'), name)))
  const [width, height] = ['cx', 'cy'].map(name => Number(attribute(child(frame, 'ext'), name)))
  if (frame && (x! >= slide.width || y! >= slide.height || x! + width! <= 0 || y! + height! <= 0))
    return 'off the slide'
  return null
}

function readFrame(frame: XmlNode, slide: Slide): void {
  const table = descendants(frame, 'tbl')[0]
  if (!table) {
    const said = attribute(child(frame, 'nvGraphicFramePr', 'cNvPr'), 'descr')?.trim()
    if (said) slide.collect.add({ kind: 'paragraph', at: slide.at, text: `[chart or drawing: ${said}]` })
    return
  }
  const number = ++slide.tables
  for (const row of elements(table, 'tr')) {
    const cells = elements(row, 'tc').map(cell => ({
      text:
        attribute(cell, 'hMerge') || attribute(cell, 'vMerge') ? '' : paragraphsOf(cell).map(textIn).join('\n').trim(),
    }))
    slide.collect.add({ kind: 'row', at: slide.at, table: number, cells })
  }
}

async function besideSlide(slide: Slide, office: OfficePackage): Promise<void> {
  for (const { type, target, outside } of slide.relations.values()) {
    if (outside) continue
    if (type === 'notesSlide') {
      const notes = await office.xml(target)
      const shapes = notes.ok ? elements(child(notes.value ?? undefined, 'cSld', 'spTree'), 'sp') : []
      const body = shapes.filter(shape => attribute(child(shape, 'nvSpPr', 'nvPr', 'ph'), 'type') === 'body')
      const text = body.flatMap(paragraphsOf).map(textIn).join('\n').trim()
      if (text) slide.collect.add({ kind: 'note', what: 'speaker notes', at: slide.at, text })
    } else if (type === 'comments') {
      const comments = await office.xml(target)
      for (const each of descendants((comments.ok && comments.value) || undefined, 'cm'))
        slide.collect.add({ kind: 'note', what: 'comment', at: slide.at, text: textOf(each).trim() })
    } else if (type === 'image' && slide.collect.wish.pictures) {
      const bytes = await office.zip.bytes(target)
      const picture = bytes.ok ? pictureOf(bytes.value, slide.at) : null
      if (picture) slide.collect.picture(picture)
    }
  }
}
