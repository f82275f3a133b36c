import { failed, ok, type Result } from '../../domain/failure.ts'
import type { EditOperation } from '../../ports/documents.ts'
import type { OfficePackage } from './package.ts'
import { hasInner, mark, paragraphsOf, replaceInParagraph, segmentsOf, type Tracker } from './runs.ts'
import { childOf, descendants, encodeXml, parseXml, plainText, prefixOf, splice, type XmlNode } from './xml.ts'

type Operation<Kind> = Extract<EditOperation, { kind: Kind }>

const DOCUMENT = 'word/document.xml'
const WORD_PARTS = /^word\/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$/
const SLIDE_PARTS = /^ppt\/(slides\/slide|notesSlides\/notesSlide)\d+\.xml$/
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z?)?$/

export const isWord = (office: OfficePackage) => office.has(DOCUMENT)
export const isSlides = (office: OfficePackage) => office.has('ppt/presentation.xml')

const partsOf = (office: OfficePackage) => office.names.filter(name => WORD_PARTS.test(name) || SLIDE_PARTS.test(name))

/** Replaces a text, which must stand in the document exactly once unless all of it is meant. Returns how often. */
export function replaceText(office: OfficePackage, operation: Operation<'replace-text'>): Result<number> {
  const find = plainText(operation.find)
  if (find === '') return failed('invalid', 'Say which text to replace.')
  if (operation.tracked && !isWord(office)) return failed('invalid', 'Only a Word document can hold tracked changes.')
  const found = countOf(office, find)
  if (!found.ok) return found
  if (found.value === 0)
    return failed(
      'invalid',
      `"${short(find)}" is not in the document, or runs over more than one paragraph. Copy it exactly.`,
    )
  if (found.value > 1 && !operation.all)
    return failed(
      'invalid',
      `"${short(find)}" stands in the document ${found.value} times. Give more of the text around it, or replace all.`,
    )
  return replaceEverywhere(office, find, plainText(operation.replace), operation.tracked ?? null)
}

/** Puts values where the document says `{{name}}`. Every name must be in it. */
export function fillTemplate(office: OfficePackage, values: Record<string, string>): Result<number> {
  let count = 0
  for (const [name, value] of Object.entries(values)) {
    const found = countOf(office, `{{${name}}}`)
    if (!found.ok) return found
    if (found.value === 0) return failed('invalid', `The document has no place "{{${name}}}".`)
    const filled = replaceEverywhere(office, `{{${name}}}`, plainText(value), null)
    if (!filled.ok) return filled
    count += filled.value
  }
  return ok(count)
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

function paragraphsIn(
  office: OfficePackage,
  part: string,
): Result<{ source: string; root: XmlNode; paragraphs: XmlNode[] }> {
  const source = office.text(part)
  if (!source.ok) return source
  const root = parseXml(source.value)
  if (!root.ok) return root
  const prefix = part.startsWith('ppt/') ? 'a:' : prefixOf(root.value)
  return ok({ source: source.value, root: root.value, paragraphs: paragraphsOf(root.value, prefix) })
}

function countOf(office: OfficePackage, find: string): Result<number> {
  let count = 0
  for (const part of partsOf(office)) {
    const read = paragraphsIn(office, part)
    if (!read.ok) return read
    for (const paragraph of read.value.paragraphs)
      count += segmentsOf(paragraph, read.value.source).text.split(find).length - 1
  }
  return ok(count)
}

function replaceEverywhere(
  office: OfficePackage,
  find: string,
  replace: string,
  tracked: { by: string; date: string } | null,
): Result<number> {
  let count = 0
  for (const part of partsOf(office)) {
    const read = paragraphsIn(office, part)
    if (!read.ok) return read
    const tracker = tracked ? trackerOf(tracked, read.value.source) : ok(null)
    if (!tracker.ok) return tracker
    const pieces = []
    for (const paragraph of read.value.paragraphs) {
      const { source } = read.value
      if (!segmentsOf(paragraph, source).text.includes(find)) continue
      if (hasInner(paragraph))
        return failed(
          'invalid',
          `"${short(find)}" stands in a paragraph around a text box, which cannot be changed here.`,
        )
      const done = replaceInParagraph(source.slice(paragraph.start, paragraph.end), find, replace, true, tracker.value)
      if (!done.ok) return done
      count += done.value.count
      pieces.push({ start: paragraph.start, end: paragraph.end, text: done.value.xml })
    }
    if (pieces.length > 0) office.set(part, splice(read.value.source, pieces))
  }
  return ok(count)
}

function trackerOf(tracked: { by: string; date: string }, source: string): Result<Tracker> {
  if (!ISO.test(tracked.date))
    return failed('invalid', `"${tracked.date}" is no date. Write it like 2026-11-22T09:30:00Z.`)
  const date = tracked.date.includes('T') ? tracked.date : `${tracked.date}T00:00:00Z`
  const used = [...source.matchAll(/\s(?:\w+:)?id="(\d{1,9})"/g)].map(match => Number(match[1]))
  return ok({
    by: plainText(tracked.by) || 'Deskhand',
    date,
    next: used.reduce((most, id) => Math.max(most, id), 0) + 1,
  })
}

/** Puts paragraphs behind the one with that text (at the end where it is empty), in its look; after a heading in the usual one. */
export function insertParagraphs(office: OfficePackage, operation: Operation<'insert-paragraphs'>): Result<void> {
  if (!isWord(office)) return failed('invalid', 'Paragraphs can only be put into a Word document.')
  const read = paragraphsIn(office, DOCUMENT)
  if (!read.ok) return read
  const { source, root, paragraphs } = read.value
  const tracker = operation.tracked ? trackerOf(operation.tracked, source) : ok(null)
  if (!tracker.ok) return tracker
  const anchor = anchorFor(root, paragraphs, source, plainText(operation.after))
  if (!anchor.ok) return anchor
  const { node, at } = anchor.value
  const p = prefixOf(root)
  const look = node && !isHeading(office, node, source) ? lookOf(node, source) : { pPr: '', rPr: '' }
  const made = operation.paragraphs.map(text => {
    const lines = plainText(text)
      .split('\n')
      .map(line => `<${p}t xml:space="preserve">${encodeXml(line)}</${p}t>`)
      .join(`<${p}br/>`)
    const run = `<${p}r>${look.rPr}${lines}</${p}r>`
    if (!tracker.value) return `<${p}p>${look.pPr === '' ? '' : `<${p}pPr>${look.pPr}</${p}pPr>`}${run}</${p}p>`
    const inserted = `<${p}rPr><${p}ins ${mark(tracker.value, p)}/></${p}rPr>`
    return `<${p}p><${p}pPr>${look.pPr}${inserted}</${p}pPr><${p}ins ${mark(tracker.value, p)}>${run}</${p}ins></${p}p>`
  })
  office.set(DOCUMENT, splice(source, [{ start: at, end: at, text: made.join('') }]))
  return ok(undefined)
}

function anchorFor(
  root: XmlNode,
  paragraphs: readonly XmlNode[],
  source: string,
  after: string,
): Result<{ node: XmlNode | null; at: number }> {
  const body = childOf(root, 'body')
  if (!body) return failed('unreadable', 'The document has no text to put paragraphs into.')
  if (after.trim() === '') {
    const last = body.children.at(-1)
    return ok({ node: null, at: last?.local === 'sectPr' ? last.start : body.innerEnd })
  }
  const texts = paragraphs.map(node => ({ node, text: segmentsOf(node, source).text.trim() }))
  const exact = texts.filter(({ text }) => text === after.trim())
  const found = exact.length > 0 ? exact : texts.filter(({ text }) => text.includes(after.trim()))
  const node = found[0]?.node
  if (!node) return failed('invalid', `No paragraph has the text "${short(after)}". Copy it exactly.`)
  if (found.length > 1)
    return failed('invalid', `${found.length} paragraphs have the text "${short(after)}". Give more of it.`)
  return ok({ node, at: node.end })
}

/** What its paragraph and its first run look like, without what belongs to that paragraph alone. */
function lookOf(node: XmlNode, source: string): { pPr: string; rPr: string } {
  const properties = childOf(node, 'pPr')
  const kept =
    properties?.children.filter(child => !['rPr', 'sectPr', 'pPrChange', 'pageBreakBefore'].includes(child.local)) ?? []
  const run = node.children.find(child => child.local === 'r')
  const look = run && childOf(run, 'rPr')
  return {
    pPr: kept.map(child => source.slice(child.start, child.end)).join(''),
    rPr: look ? source.slice(look.start, look.end) : '',
  }
}

function isHeading(office: OfficePackage, node: XmlNode, source: string): boolean {
  const properties = childOf(node, 'pPr')
  const style = properties && childOf(properties, 'pStyle')
  if (properties && childOf(properties, 'outlineLvl')) return true
  if (!style) return false
  const id = /val="([^"]*)"/.exec(source.slice(style.start, style.end))?.[1] ?? ''
  const styles = office.has('word/styles.xml') ? office.text('word/styles.xml') : null
  const root = styles?.ok ? parseXml(styles.value) : null
  if (!styles?.ok || !root?.ok) return /head|title|berschrift|titre/i.test(id)
  const own = [...descendants(root.value, 'style')].find(each =>
    styles.value.slice(each.start, each.openEnd).includes(`styleId="${id}"`),
  )
  if (!own) return false
  const text = styles.value.slice(own.start, own.end)
  return /outlineLvl/.test(text) || /name\s+\S*val="(heading|title)/i.test(text)
}
