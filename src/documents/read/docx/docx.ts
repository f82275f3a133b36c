import { failed, ok, type Result } from '../../../domain/failure.ts'
import type { NoteKind, ReadDocument, ReadWish } from '../../../ports/documents.ts'
import { openZip } from '../../safe-zip.ts'
import { type Collector, createCollector } from '../collect.ts'
import { aboutOf, createPackage, type OfficePackage, type Relation, targetOf } from '../package.ts'
import { pictureOf } from '../picture-type.ts'
import { attribute, child, descendants, elements, type XmlNode } from '../xml.ts'
import { type Numbering, readNumbering } from './numbering.ts'
import { type ParagraphText, paragraphText, shadeOf } from './paragraph.ts'
import { numberingOf, readStyles, type Styles } from './styles.ts'

interface Walk {
  collect: Collector
  styles: Styles
  numbering: Numbering
  relations: Map<string, Relation>
  comments: Map<string, { by: string; text: string }>
  notes: Map<string, string>
  paragraphs: number
  tables: number
  /** Where a picture stands, by the name of its part. */
  places: Map<string, string>
  /** The page's own colour, where it is not white. */
  paper: string | undefined
}

/** Reads a Word file: paragraphs and tables in order, with what is beside the text where it hangs. */
export async function readDocx(bytes: Uint8Array, wish: ReadWish): Promise<Result<ReadDocument>> {
  const zip = openZip(bytes)
  if (!zip.ok) return zip
  const office = createPackage(zip.value)
  const roots = await office.relations('')
  if (!roots.ok) return roots
  const main = targetOf(roots.value, 'officeDocument') ?? 'word/document.xml'
  const document = await office.xml(main)
  if (!document.ok) return document
  const body = child(document.value ?? undefined, 'body')
  if (!body) return failed('unreadable', 'The file is damaged: it has no text part.')
  const relations = await office.relations(main)
  if (!relations.ok) return relations
  const part = (type: string) => partOf(office, relations.value, type)
  const [styles, numbering, comments, footnotes, endnotes] = await Promise.all(
    ['styles', 'numbering', 'comments', 'footnotes', 'endnotes'].map(part),
  )
  const walk: Walk = {
    collect: createCollector(wish),
    styles: readStyles(styles!),
    numbering: readNumbering(numbering!),
    relations: relations.value,
    comments: new Map(
      elements(comments ?? undefined, 'comment').map(each => [
        attribute(each, 'id') ?? '',
        { by: attribute(each, 'author') ?? '', text: plainText(each) },
      ]),
    ),
    notes: new Map([
      ...elements(footnotes ?? undefined, 'footnote').map(
        each => [`footnote ${attribute(each, 'id')}`, plainText(each)] as const,
      ),
      ...elements(endnotes ?? undefined, 'endnote').map(
        each => [`endnote ${attribute(each, 'id')}`, plainText(each)] as const,
      ),
    ]),
    paragraphs: 0,
    tables: 0,
    places: new Map(),
    paper: attribute(child(document.value ?? undefined, 'background'), 'color')?.toUpperCase(),
  }
  walk.collect.about = await aboutOf(office)
  walk.collect.part({ name: 'text' })
  blocks(body, walk)
  await margins(office, walk)
  if (wish.pictures) await pictures(office, walk)
  for (const each of relations.value.values())
    if (each.outside && each.type === 'attachedTemplate')
      walk.collect.notice(`The document would load a template from ${each.target} when it is opened in Word.`)
  return ok(walk.collect.finish('docx'))
}

async function partOf(office: OfficePackage, relations: Map<string, Relation>, type: string): Promise<XmlNode | null> {
  const target = targetOf(relations, type)
  const root = target ? await office.xml(target) : ok(null)
  return root.ok ? root.value : null
}

const plainText = (node: XmlNode) =>
  descendants(node, 'p')
    .map(paragraph =>
      descendants(paragraph, 't')
        .map(each => each.children.join(''))
        .join(''),
    )
    .join('\n')
    .trim()

function blocks(node: XmlNode, walk: Walk): void {
  for (const each of elements(node)) {
    if (walk.collect.full) return
    if (each.name === 'p') paragraph(each, walk)
    else if (each.name === 'tbl') table(each, walk)
    else if (each.name === 'altChunk')
      walk.collect.notice('A part of the document is another file inside it and was not read.')
    else if (!['sectPr', 'sdtPr', 'sdtEndPr', 'Fallback', 'tblPr'].includes(each.name)) blocks(each, walk)
  }
}

const textIn = (node: XmlNode, walk: Walk, shade?: string) => {
  const properties = child(node, 'pPr')
  const style = attribute(child(properties, 'pStyle'), 'val')
  const text = paragraphText(node, {
    styles: walk.styles,
    relations: walk.relations,
    style,
    shade: shadeOf(properties) ?? shade ?? walk.paper,
  })
  return { properties, style, text }
}

function paragraph(node: XmlNode, walk: Walk): void {
  walk.paragraphs++
  const at = `¶ ${walk.paragraphs}`
  const { properties, style, text } = textIn(node, walk)
  const level = walk.styles.headingLevel(style, properties)
  const numbering = numberingOf(properties) ?? walk.styles.numbering(style)
  const listed = numbering && numbering.id !== '0' ? numbering : undefined
  const words = text.text.trim()
  if (words !== '') {
    const marker = listed ? walk.numbering.next(listed.id, listed.level) : ''
    if (level > 0)
      walk.collect.add({ kind: 'heading', at, level, text: marker && marker !== '-' ? `${marker} ${words}` : words })
    else if (listed) walk.collect.add({ kind: 'item', at, level: listed.level, marker, text: words })
    else walk.collect.add({ kind: 'paragraph', at, text: words })
  }
  beside(text, at, walk)
}

/** Comments, notes, tracked changes, text boxes and hidden words of a paragraph. */
function beside(text: ParagraphText, at: string, walk: Walk): void {
  const note = (what: NoteKind, words: string, more: { by?: string; about?: string } = {}) => {
    const filled = Object.fromEntries(Object.entries(more).filter(([, value]) => value))
    if (words.trim() !== '') walk.collect.add({ kind: 'note', at, what, text: words.trim(), ...filled })
  }
  for (const id of text.pictures) {
    const part = walk.relations.get(id)?.target
    if (part && !walk.places.has(part)) walk.places.set(part, at)
  }
  for (const each of text.hidden) walk.collect.hide({ at, ...each })
  for (const each of text.changes) note(each.what, each.text, { by: each.by })
  for (const each of text.notes) note(each.kind, walk.notes.get(`${each.kind} ${each.id}`) ?? '')
  for (const { id, about } of text.comments) {
    const comment = walk.comments.get(id)
    if (comment) note('comment', comment.text, { by: comment.by, about })
  }
  for (const box of text.boxes) {
    const inside = elements(box, 'p').map(each => textIn(each, walk).text)
    note('text box', inside.map(each => each.text).join('\n'))
    for (const each of inside) for (const hidden of each.hidden) walk.collect.hide({ at, ...hidden })
  }
}

function table(node: XmlNode, walk: Walk): void {
  const number = ++walk.tables
  for (const [index, row] of rowsOf(node).entries()) {
    const at = `table ${number} row ${index + 1}`
    const texts: ParagraphText[] = []
    const cells = cellsOf(row).flatMap(cell => {
      const properties = child(cell, 'tcPr')
      const span = Math.min(50, Number(attribute(child(properties, 'gridSpan'), 'val') ?? 1) || 1)
      const merge = child(properties, 'vMerge')
      const inside = descendants(cell, 'p').map(each => textIn(each, walk, shadeOf(properties)).text)
      texts.push(...inside)
      const goesOn = merge !== undefined && attribute(merge, 'val') !== 'restart'
      const words = goesOn
        ? ''
        : inside
            .map(each => each.text.trim())
            .filter(Boolean)
            .join('\n')
      return [{ text: words }, ...Array.from({ length: span - 1 }, () => ({ text: '' }))]
    })
    walk.collect.add({ kind: 'row', at, table: number, cells })
    for (const text of texts) beside(text, at, walk)
  }
}

/** Rows and cells may stand inside content controls. */
const rowsOf = (node: XmlNode): XmlNode[] =>
  elements(node).flatMap(each => (each.name === 'tr' ? [each] : isWrapper(each) ? rowsOf(each) : []))
const cellsOf = (node: XmlNode): XmlNode[] =>
  elements(node).flatMap(each => (each.name === 'tc' ? [each] : isWrapper(each) ? cellsOf(each) : []))
const isWrapper = (node: XmlNode) => ['sdt', 'sdtContent', 'ins', 'customXml', 'smartTag'].includes(node.name)

/** What stands above and below every page, each text once. */
async function margins(office: OfficePackage, walk: Walk): Promise<void> {
  const said = new Set<string>()
  for (const { type, target, outside } of walk.relations.values()) {
    if ((type !== 'header' && type !== 'footer') || outside) continue
    const root = await office.xml(target)
    if (!root.ok || !root.value) continue
    const inside = descendants(root.value, 'p').map(each => textIn(each, walk).text)
    const text = inside
      .map(each => each.text.trim())
      .filter(Boolean)
      .join('\n')
    if (text !== '' && !said.has(`${type} ${text}`)) walk.collect.add({ kind: 'note', at: type, what: type, text })
    said.add(`${type} ${text}`)
    for (const each of inside) for (const hidden of each.hidden) walk.collect.hide({ at: type, ...hidden })
  }
}

async function pictures(office: OfficePackage, walk: Walk): Promise<void> {
  for (const { type, target, outside } of walk.relations.values()) {
    if (type !== 'image' || outside) continue
    const bytes = await office.zip.bytes(target)
    const picture = bytes.ok
      ? pictureOf(bytes.value, walk.places.get(target) ?? target.split('/').at(-1) ?? target)
      : null
    if (picture) walk.collect.picture(picture)
  }
}
