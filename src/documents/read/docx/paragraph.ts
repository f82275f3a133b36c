import { alike } from '../colour.ts'
import type { Relation } from '../package.ts'
import { attribute, child, elements, isOn, textOf, type XmlNode } from '../xml.ts'
import { type Look, lookOf, type Styles } from './styles.ts'

/** What one paragraph says, and what is hung onto it. */
export interface ParagraphText {
  text: string
  /** Text a person does not see, with the reason. */
  hidden: { why: string; text: string }[]
  changes: { what: 'inserted' | 'deleted'; by: string; text: string }[]
  /** Ids of comments and notes, in order; a comment with the words it is about. */
  comments: { id: string; about: string }[]
  notes: { kind: 'footnote' | 'endnote'; id: string }[]
  boxes: XmlNode[]
  /** Ids of the relations of its pictures. */
  pictures: string[]
}

export interface ParagraphContext {
  styles: Styles
  relations: Map<string, Relation>
  style: string | undefined
  /** Behind the text, as six hex digits, where it is not the paper. */
  shade: string | undefined
}

interface State {
  out: ParagraphText
  context: ParagraphContext
  change: { what: 'inserted' | 'deleted'; by: string } | null
  /** Comments whose range is open, with the words in it so far. */
  open: Map<string, string>
}

export function paragraphText(paragraph: XmlNode, context: ParagraphContext): ParagraphText {
  const out: ParagraphText = { text: '', hidden: [], changes: [], comments: [], notes: [], boxes: [], pictures: [] }
  const state: State = { out, context, change: null, open: new Map() }
  for (const each of elements(paragraph)) inline(each, state)
  for (const [id, about] of state.open) if (!out.comments.some(one => one.id === id)) out.comments.push({ id, about })
  out.text = out.text.replace(/[ \t]+$/gm, '')
  return out
}

function inline(node: XmlNode, state: State): void {
  switch (node.name) {
    case 'r':
      run(node, state)
      return
    case 'hyperlink': {
      const before = state.out.text.length
      for (const each of elements(node)) inline(each, state)
      const target = state.context.relations.get(attribute(node, 'r:id') ?? '')
      const words = state.out.text.slice(before)
      if (target?.outside && words !== '' && !sameAddress(words, target.target)) say(` (${target.target})`, state)
      return
    }
    case 'ins':
    case 'moveTo':
    case 'del':
    case 'moveFrom': {
      const outer = state.change
      const what = node.name === 'del' || node.name === 'moveFrom' ? 'deleted' : 'inserted'
      state.change = { what, by: attribute(node, 'author') ?? '' }
      for (const each of elements(node)) inline(each, state)
      state.change = outer
      return
    }
    case 'commentRangeStart':
      state.open.set(attribute(node, 'id') ?? '', '')
      return
    case 'commentRangeEnd':
      closeComment(attribute(node, 'id') ?? '', state)
      return
    case 'oMath':
    case 'oMathPara':
      say(textOf(node), state)
      return
    case 'pPr':
    case 'sdtPr':
      return
    default:
      // Content controls, smart tags, simple fields, directions: what is inside them is shown.
      for (const each of elements(node)) inline(each, state)
  }
}

const sameAddress = (words: string, target: string) =>
  target.replace(/^(mailto:|https?:\/\/)/, '').replace(/\/$/, '') ===
  words
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')

function closeComment(id: string, state: State): void {
  if (state.out.comments.some(each => each.id === id)) return
  state.out.comments.push({ id, about: (state.open.get(id) ?? '').trim() })
  state.open.delete(id)
}

function run(node: XmlNode, state: State): void {
  const why = whyHidden(child(node, 'rPr'), state.context)
  for (const part of elements(node)) {
    switch (part.name) {
      case 't':
      case 'delText':
        words(textOf(part), why, state)
        break
      case 'tab':
      case 'ptab':
        say('\t', state)
        break
      case 'br':
      case 'cr':
        say('\n', state)
        break
      case 'noBreakHyphen':
        say('-', state)
        break
      case 'sym':
        say('•', state)
        break
      case 'footnoteReference':
      case 'endnoteReference': {
        const kind = part.name === 'footnoteReference' ? 'footnote' : 'endnote'
        state.out.notes.push({ kind, id: attribute(part, 'id') ?? '' })
        break
      }
      case 'commentReference':
        closeComment(attribute(part, 'id') ?? '', state)
        break
      case 'drawing':
      case 'pict':
      case 'AlternateContent':
        drawing(part, state)
        break
    }
  }
}

/** Pictures give their description; text boxes are read after the paragraph they hang on. */
function drawing(node: XmlNode, state: State): void {
  if (node.name === 'Fallback') return
  if (node.name === 'txbxContent') return void state.out.boxes.push(node)
  const picture = node.name === 'blip' ? attribute(node, 'r:embed') : undefined
  if (picture) state.out.pictures.push(picture)
  if (node.name === 'docPr' && (attribute(node, 'descr') ?? '').trim() !== '')
    say(`[picture: ${attribute(node, 'descr')!.trim()}]`, state)
  for (const each of elements(node)) drawing(each, state)
}

function words(text: string, why: string | null, state: State): void {
  if (why) return void state.out.hidden.push({ why, text })
  if (state.change) {
    const last = state.out.changes.at(-1)
    if (last && last.what === state.change.what && last.by === state.change.by) last.text += text
    else state.out.changes.push({ ...state.change, text })
    if (state.change.what === 'deleted') return
  }
  say(text, state)
}

function say(text: string, state: State): void {
  if (state.change?.what === 'deleted') return
  state.out.text += text
  for (const [id, about] of state.open) state.open.set(id, about + text)
}

function whyHidden(properties: XmlNode | undefined, { styles, style, shade }: ParagraphContext): string | null {
  const own = lookOf(properties)
  const run = styles.look(attribute(child(properties, 'rStyle'), 'val'))
  const block = styles.look(style)
  const look: Look = {
    vanish: own.vanish ?? run.vanish ?? block.vanish,
    color: own.color ?? run.color ?? block.color,
    size: own.size ?? run.size ?? block.size,
  }
  if (look.vanish) return 'marked as hidden'
  if (look.size !== undefined && look.size <= 2) return `${look.size} pt small`
  const behind = shadeOf(properties) ?? shade ?? 'FFFFFF'
  const highlighted = isOn(child(properties, 'highlight')) && child(properties, 'highlight')
  if (look.color && !highlighted && alike(look.color, behind)) return 'in the colour of the paper'
  return null
}

/** The fill of `<w:shd>`; `auto` is the paper. */
export function shadeOf(properties: XmlNode | undefined): string | undefined {
  const fill = attribute(child(properties, 'shd'), 'fill')?.toUpperCase()
  return fill && /^[0-9A-F]{6}$/.test(fill) ? fill : undefined
}
