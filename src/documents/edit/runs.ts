import { failed, ok, type Result } from '../../domain/failure.ts'
import {
  childOf,
  descendants,
  encodeXml,
  parseXml,
  prefixOf,
  type Splice,
  splice,
  textIn,
  type XmlNode,
} from './xml.ts'

/** Who says to have made a change that others can accept or refuse, and the next free number for it. */
export interface Tracker {
  by: string
  date: string
  next: number
}

interface Segment {
  node: XmlNode
  run: XmlNode
  start: number
  end: number
}

/** Text of a paragraph (`w:p` or `a:p`) as the person reads it, with where each stretch of it stands. Inner paragraphs are not part. */
export function segmentsOf(paragraph: XmlNode, source: string): { text: string; segments: Segment[] } {
  const segments: Segment[] = []
  let text = ''
  const walk = (node: XmlNode, run: XmlNode | null) => {
    for (const child of node.children) {
      if (child.local === 'p' || child.local === 'del' || child.local === 'rPr' || child.local === 'pPr') continue
      const inRun = child.local === 'r' && prefixOf(child) === prefixOf(paragraph) ? child : run
      const piece = inRun && child !== inRun ? readable(child, source) : null
      if (piece !== null && inRun) {
        segments.push({ node: child, run: inRun, start: text.length, end: text.length + piece.length })
        text += piece
      } else walk(child, inRun)
    }
  }
  walk(paragraph, null)
  return { text, segments }
}

function readable(node: XmlNode, source: string): string | null {
  if (node.local === 't') return textIn(node, source)
  if (node.local === 'tab') return '\t'
  if (node.local === 'br' || node.local === 'cr') return '\n'
  return node.local === 'noBreakHyphen' ? '-' : null
}

/**
 * A paragraph's XML with one text replaced by another, once or everywhere, in the look of where it starts. With `tracker` the old text
 * stays, marked as deleted, and the new one is marked as inserted.
 */
export function replaceInParagraph(
  xml: string,
  find: string,
  replace: string,
  all: boolean,
  tracker: Tracker | null,
): Result<{ xml: string; count: number }> {
  let source = xml
  let count = 0
  let from = 0
  for (;;) {
    const root = parseXml(source)
    if (!root.ok) return root
    const { text, segments } = segmentsOf(root.value, source)
    const at = text.indexOf(find, from)
    if (at < 0) return ok({ xml: source, count })
    const hit = segments.filter(segment => segment.end > at && segment.start < at + find.length)
    const made = tracker
      ? trackedPieces(source, hit, at, at + find.length, replace, tracker)
      : ok(plainPieces(source, hit, at, at + find.length, replace))
    if (!made.ok) return made
    source = splice(source, made.value)
    count++
    // What was deleted is no longer read; what was put in is not looked at again.
    from = at + replace.length
    if (!all) return ok({ xml: source, count })
  }
}

function plainPieces(source: string, hit: readonly Segment[], from: number, to: number, replace: string): Splice[] {
  let written = false
  return hit.map(({ node, run, start, end }, index) => {
    if (node.local !== 't') {
      // A tab or break that is replaced first gives its place to the new text.
      const text = index === 0 && hit.length === 1 ? textElement(prefixOf(node), replace, run, source) : ''
      if (text !== '') written = true
      return { start: node.start, end: node.end, text }
    }
    const whole = textIn(node, source)
    const before = whole.slice(0, Math.max(0, from - start))
    const after = end > to ? whole.slice(to - start) : ''
    const text = written ? before + after : before + replace + after
    written = true
    return { start: node.start, end: node.end, text: textElement(prefixOf(node), text, run, source) }
  })
}

/** `w:t` elements of a text, with its line breaks and tabs as elements; for slides, runs with breaks between them. */
function textElement(p: string, text: string, run: XmlNode, source: string): string {
  if (p === 'a:') {
    const look = childOf(run, 'rPr')
    const rPr = look ? source.slice(look.start, look.end) : ''
    return text
      .split('\n')
      .map(line => `<a:t>${encodeXml(line)}</a:t>`)
      .join(`</a:r><a:br>${rPr}</a:br><a:r>${rPr}`)
  }
  return text
    .split(/([\n\t])/)
    .filter((piece, index) => piece !== '' || index === 0)
    .map(piece =>
      piece === '\n'
        ? `<${p}br/>`
        : piece === '\t'
          ? `<${p}tab/>`
          : `<${p}t xml:space="preserve">${encodeXml(piece)}</${p}t>`,
    )
    .join('')
}

const SIMPLE = ['rPr', 't', 'tab', 'br', 'cr', 'noBreakHyphen', 'lastRenderedPageBreak', 'softHyphen']

function trackedPieces(
  source: string,
  hit: readonly Segment[],
  from: number,
  to: number,
  replace: string,
  tracker: Tracker,
): Result<Splice[]> {
  const runs = [...new Set(hit.map(segment => segment.run))]
  const pieces: Splice[] = []
  for (const [index, run] of runs.entries()) {
    if (run.children.some(child => !SIMPLE.includes(child.local)))
      return failed(
        'invalid',
        'The text to replace stands together with a picture or a field. Name a shorter piece of text.',
      )
    const mine = runSegments(run, source, hit)
    const look = childOf(run, 'rPr')
    const rPr = look ? source.slice(look.start, look.end) : ''
    const p = prefixOf(run)
    const make = (text: string, deleted: boolean) => {
      if (text === '') return ''
      const content = textElement(p, text, run, source)
      const named = deleted ? content.replace(/(<\/?[^\s<>/]*?)t(?=[ >])/g, '$1delText') : content
      return `<${p}r>${rPr}${named}</${p}r>`
    }
    const [cutFrom, cutTo] = [Math.max(0, from - mine.start), Math.min(mine.text.length, to - mine.start)]
    const gone = `<${p}del ${mark(tracker, p)}>${make(mine.text.slice(cutFrom, cutTo), true)}</${p}del>`
    const inside = run.parent?.local === 'ins'
    const added = index < runs.length - 1 || replace === '' ? '' : make(replace, false)
    const come = added === '' || inside ? added : `<${p}ins ${mark(tracker, p)}>${added}</${p}ins>`
    pieces.push({
      start: run.start,
      end: run.end,
      text: make(mine.text.slice(0, cutFrom), false) + gone + come + make(mine.text.slice(cutTo), false),
    })
  }
  return ok(pieces)
}

/** A run's whole text, and where it starts in its paragraph's. */
function runSegments(run: XmlNode, source: string, hit: readonly Segment[]) {
  const first = hit.find(segment => segment.run === run)!
  let text = ''
  let before = 0
  for (const child of run.children) {
    if (child === first.node) before = text.length
    text += readable(child, source) ?? ''
  }
  return { text, start: first.start - before }
}

export const mark = (tracker: Tracker, p: string) =>
  `${p}id="${tracker.next++}" ${p}author="${encodeXml(tracker.by)}" ${p}date="${encodeXml(tracker.date)}"`

/** Paragraphs of a part in their order. */
export function paragraphsOf(root: XmlNode, prefix: string): XmlNode[] {
  return [...descendants(root, 'p')].filter(node => prefixOf(node) === prefix)
}

export const hasInner = (paragraph: XmlNode) => !descendants(paragraph, 'p').next().done
