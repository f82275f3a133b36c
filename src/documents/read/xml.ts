import { Parser } from 'htmlparser2'

/** An element without its namespace prefix; attributes keep theirs. Text stands among the children. */
export interface XmlNode {
  name: string
  attributes: Record<string, string>
  children: (XmlNode | string)[]
}

export interface XmlEvents {
  open(name: string, attributes: Record<string, string>): void
  text(text: string): void
  close(name: string): void
}

export const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/**
 * Walks XML of any quality. Entities a document defines for itself are never unfolded and nothing outside is loaded: they
 * stay in the text as they are written.
 */
export function walkXml(xml: string, events: XmlEvents): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => events.open(localName(name), attributes),
      ontext: text => events.text(text),
      onclosetag: name => events.close(localName(name)),
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
}

/** The document element, or an empty one where there is none. */
export function parseXml(xml: string): XmlNode {
  const root: XmlNode = { name: '', attributes: {}, children: [] }
  const open = [root]
  walkXml(xml, {
    open(name, attributes) {
      const node: XmlNode = { name, attributes, children: [] }
      open.at(-1)!.children.push(node)
      open.push(node)
    },
    text: text => open.at(-1)!.children.push(text),
    close: () => void (open.length > 1 && open.pop()),
  })
  return elements(root)[0] ?? root
}

export const elements = (node: XmlNode | undefined, name?: string): XmlNode[] =>
  node ? node.children.filter((each): each is XmlNode => typeof each !== 'string' && (!name || each.name === name)) : []

/** The first child of that name; through several names, one below the other. */
export const child = (node: XmlNode | undefined, ...path: string[]): XmlNode | undefined =>
  path.reduce<XmlNode | undefined>((at, name) => elements(at, name)[0], node)

/** All elements of that name below, in document order, without those inside one another. */
export function descendants(node: XmlNode | undefined, name: string): XmlNode[] {
  const found: XmlNode[] = []
  const left = node ? elements(node).reverse() : []
  for (let next = left.pop(); next; next = left.pop()) {
    if (next.name === name) found.push(next)
    else left.push(...elements(next).reverse())
  }
  return found
}

/** An attribute whatever its prefix is; with a prefix in `name`, exactly that one. */
export function attribute(node: XmlNode | undefined, name: string): string | undefined {
  if (!node) return undefined
  const exact = node.attributes[name]
  if (exact !== undefined || name.includes(':')) return exact
  const key = Object.keys(node.attributes).find(each => localName(each) === name)
  return key === undefined ? undefined : node.attributes[key]
}

/** All text below. */
export function textOf(node: XmlNode | undefined): string {
  if (!node) return ''
  let text = ''
  const left: (XmlNode | string)[] = [node]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string') text += next
    else for (let i = next.children.length - 1; i >= 0; i--) left.push(next.children[i]!)
  }
  return text
}

/** Whether a switch like `<w:vanish/>` is on: there, and not said to be off. */
export const isOn = (node: XmlNode | undefined) =>
  node !== undefined && !['0', 'false', 'off', 'none'].includes(attribute(node, 'val') ?? '')
