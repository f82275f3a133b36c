import { failed, ok, type Result } from '../../domain/failure.ts'

/** An element and where it stands in its text, so that a change touches nothing else. */
export interface XmlNode {
  /** With its prefix. */
  name: string
  /** Without it. */
  local: string
  start: number
  end: number
  /** Where its content starts and ends; both are `end` for `<a/>`. */
  innerStart: number
  innerEnd: number
  /** Where its first tag ends, after `>`. */
  openEnd: number
  children: XmlNode[]
  parent: XmlNode | null
}

const TAG =
  /<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\?[\s\S]*?\?>|(\/?)([^\s<>/=!?]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>|!DOCTYPE)/y

/** Reads XML into elements that know their place. A document type, which could hide entities, is refused. */
export function parseXml(source: string): Result<XmlNode> {
  const top: XmlNode[] = []
  let open: XmlNode | null = null
  let at = 0
  const bad = (why: string) => failed('unreadable', `A part of the file is not well-formed: ${why}.`)
  for (;;) {
    at = source.indexOf('<', at)
    if (at < 0) break
    TAG.lastIndex = at
    const match = TAG.exec(source)
    if (!match) return bad(`a tag at ${at} does not end`)
    if (match[0] === '<!DOCTYPE') return bad('it has a document type, which office programs do not write')
    const [whole, closing, name, , selfClosing] = match
    if (name !== undefined) {
      if (closing) {
        if (open?.name !== name) return bad(`</${name}> closes nothing`)
        open.innerEnd = at
        open.end = at + whole.length
        open = open.parent
      } else {
        const end = at + whole.length
        const node: XmlNode = {
          name,
          local: name.slice(name.indexOf(':') + 1),
          start: at,
          end,
          innerStart: end,
          innerEnd: end,
          openEnd: end,
          children: [],
          parent: open,
        }
        if (open) open.children.push(node)
        else top.push(node)
        if (!selfClosing) open = node
      }
    }
    at += whole.length
  }
  if (open) return bad(`<${open.name}> is not closed`)
  if (top.length !== 1) return bad('it has no single root')
  return ok(top[0]!)
}

const ATTRIBUTE = /([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** Attributes by their whole name, decoded. */
export function attributesOf(node: XmlNode, source: string): Map<string, string> {
  const tag = source.slice(node.start + 1 + node.name.length, node.openEnd)
  return new Map([...tag.matchAll(ATTRIBUTE)].map(match => [match[1]!, decodeXml(match[2] ?? match[3] ?? '')]))
}

export const attribute = (node: XmlNode, source: string, name: string) => attributesOf(node, source).get(name)

export const isEmptyTag = (node: XmlNode, source: string) => source[node.openEnd - 2] === '/'

/** All elements of that local name below the node, in their order. */
export function* descendants(node: XmlNode, local: string): Generator<XmlNode> {
  for (const child of node.children) {
    if (child.local === local) yield child
    yield* descendants(child, local)
  }
}

export const childOf = (node: XmlNode, local: string) => node.children.find(child => child.local === local)

/** The element's text, decoded, without that of its children. For elements that hold nothing but text. */
export const textIn = (node: XmlNode, source: string) => decodeXml(source.slice(node.innerStart, node.innerEnd))

/** `w:` for `w:p`, so that what is added is in the namespace of what is there. */
export const prefixOf = (node: XmlNode) => node.name.slice(0, node.name.length - node.local.length)

export interface Splice {
  start: number
  end: number
  text: string
}

/** The text with pieces replaced; they must not overlap. Everything between them is kept to the byte. */
export function splice(source: string, pieces: readonly Splice[]): string {
  const sorted = pieces
    .map((piece, index) => ({ ...piece, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index)
  let at = 0
  const out: string[] = []
  for (const piece of sorted) {
    if (piece.start < at) throw new Error('pieces overlap')
    out.push(source.slice(at, piece.start), piece.text)
    at = piece.end
  }
  out.push(source.slice(at))
  return out.join('')
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export const decodeXml = (text: string) =>
  text
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, inner: string) => inner.replaceAll('&', '&amp;'))
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })

export const encodeXml = (text: string) =>
  plainText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Text without the characters that XML cannot hold (control characters, halves of pairs); line breaks are `\n`. */
export const plainText = (text: string) =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must go
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
