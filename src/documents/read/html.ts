import { Parser } from 'htmlparser2'
import { ok, type Result } from '../../domain/failure.ts'
import type { DocumentCell, ReadDocument, ReadWish } from '../../ports/documents.ts'
import { type Collector, createCollector } from './collect.ts'
import { unseenByStyle } from './html-style.ts'
import { decodeFile } from './text-bytes.ts'

const SKIPPED = new Set(['script', 'style', 'template', 'head', 'noscript', 'iframe', 'object'])
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead title tr ul h1 h2 h3 h4 h5 h6 br'.split(
    ' ',
  ),
)

interface Walk {
  collect: Collector
  /** Prefix of a location, for pages that are part of something. */
  prefix: string
  text: string
  count: number
  tables: number
  open: { name: string; why: string | null }[]
  lists: { ordered: boolean; count: number }[]
  row: DocumentCell[] | null
  rows: number
  heading: number
  item: boolean
  hidden: string | null
  title: string
}

/** Reads a page. */
export function readHtml(bytes: Uint8Array, wish: ReadWish): Result<ReadDocument> {
  const collect = createCollector(wish)
  collect.part({ name: 'text' })
  const { text } = decodeFile(bytes)
  const declared = /<meta[^>]+charset=["']?([\w-]+)/i.exec(text.slice(0, 2048))?.[1]
  const title = addHtml(declared ? withCharset(bytes, declared, text) : text, '', collect)
  if (title) collect.about = { title }
  return ok(collect.finish('html'))
}

function withCharset(bytes: Uint8Array, charset: string, otherwise: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch (error) {
    if (error instanceof RangeError) return otherwise
    throw error
  }
}

/** Adds what a page says to its reader, and apart what it does not; gives its title. Nothing in it is run or loaded. */
export function addHtml(html: string, prefix: string, collect: Collector): string {
  const walk: Walk = {
    collect,
    prefix,
    text: '',
    count: 0,
    tables: 0,
    open: [],
    lists: [],
    row: null,
    rows: 0,
    heading: 0,
    item: false,
    hidden: null,
    title: '',
  }
  const parser = new Parser({
    onopentag: (name, attributes) => opened(name, attributes, walk),
    ontext: text => said(text, walk),
    oncomment: text => walk.collect.hide({ at: here(walk), why: 'in a comment', text }),
    onclosetag: name => closed(name, walk),
  })
  parser.end(html)
  flush(walk)
  return walk.title.replace(/\s+/g, ' ').trim()
}

const here = (walk: Walk) => `${walk.prefix}¶ ${walk.count + 1}`

function opened(name: string, attributes: Record<string, string>, walk: Walk): void {
  if (BLOCKS.has(name) && !(walk.row && name !== 'tr' && name !== 'td' && name !== 'th')) flush(walk)
  else if (BLOCKS.has(name)) walk.text += ' '
  const above = walk.open.at(-1)?.why ?? null
  const why = above ?? unseenByStyle(attributes)
  if (!VOID.has(name)) walk.open.push({ name, why })
  switch (name) {
    case 'ul':
    case 'ol':
      walk.lists.push({ ordered: name === 'ol', count: Number(attributes.start ?? 1) - 1 || 0 })
      break
    case 'li':
      walk.item = true
      if (walk.lists.length > 0) walk.lists.at(-1)!.count++
      break
    case 'table':
      walk.tables++
      walk.rows = 0
      break
    case 'tr':
      flush(walk)
      walk.row = []
      break
    case 'img':
      if (attributes.alt?.trim()) said(`[picture: ${attributes.alt.trim()}]`, walk)
      break
    case 'meta':
    case 'link':
      break
    default:
      if (/^h[1-6]$/.test(name)) walk.heading = Number(name[1])
  }
}

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

function said(text: string, walk: Walk): void {
  if (walk.open.some(each => each.name === 'title')) {
    walk.title += text
    return
  }
  if (walk.open.some(each => SKIPPED.has(each.name))) return
  const why = walk.open.at(-1)?.why
  if (why) walk.collect.hide({ at: here(walk), why, text })
  else walk.text += walk.open.some(each => each.name === 'pre') ? text : text.replace(/\s+/g, ' ')
}

function closed(name: string, walk: Walk): void {
  if (VOID.has(name)) return
  if (name === 'td' || name === 'th') {
    if (walk.row) walk.row.push({ text: taken(walk) })
  } else if (name === 'tr') endRow(walk)
  else if (BLOCKS.has(name) && !walk.row) flush(walk)
  if (name === 'ul' || name === 'ol') walk.lists.pop()
  if (name === 'li') walk.item = false
  const at = walk.open.findLastIndex(each => each.name === name)
  if (at >= 0) walk.open.splice(at)
}

function endRow(walk: Walk): void {
  const cells = walk.row
  walk.row = null
  walk.text = ''
  if (!cells?.some(cell => cell.text !== '')) return
  walk.rows++
  walk.collect.add({
    kind: 'row',
    at: `${walk.prefix}table ${walk.tables} row ${walk.rows}`,
    table: walk.tables,
    cells,
  })
}

function taken(walk: Walk): string {
  const text = walk.text.replace(/[ \t\u00a0]+/g, ' ').trim()
  walk.text = ''
  return text
}

function flush(walk: Walk): void {
  const level = walk.heading
  walk.heading = 0
  const text = taken(walk)
  if (text === '') return
  walk.count++
  const at = `${walk.prefix}¶ ${walk.count}`
  const list = walk.lists.at(-1)
  if (level > 0) walk.collect.add({ kind: 'heading', at, level, text })
  else if (walk.item && list) {
    const marker = list.ordered ? `${list.count}.` : '-'
    walk.collect.add({ kind: 'item', at, level: walk.lists.length - 1, marker, text })
    walk.item = false
  } else walk.collect.add({ kind: 'paragraph', at, text })
}
