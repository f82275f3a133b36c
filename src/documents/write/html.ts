import { ok, type Result } from '../../domain/failure.ts'
import type { TextDocumentSpec } from '../../ports/documents.ts'
import { encodeXml } from '../edit/xml.ts'
import { type Block, blocksOf, type Run, textOf } from './blocks.ts'
import { imageFacts } from './image.ts'

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1f2933}' +
  'h1,h2,h3,h4,h5,h6{color:#1f4e79;line-height:1.25}table{border-collapse:collapse;margin:1rem 0}' +
  'th,td{border:1px solid #cbd2d9;padding:.3rem .6rem;text-align:left;vertical-align:top}th{background:#e4eaf1}' +
  'pre{background:#f5f7fa;padding:.75rem;overflow:auto}blockquote{border-left:3px solid #cbd2d9;margin:1rem 0;padding-left:1rem}' +
  'img{max-width:100%}header,footer{color:#616e7c;font-size:.85rem}'

/** A page that stands alone: its look and pictures are inside, it has no scripts and leads nowhere. */
export function writeHtml(spec: TextDocumentSpec): Result<Uint8Array> {
  const blocks = blocksOf(spec.markdown)
  for (const [name, bytes] of Object.entries(spec.images ?? {})) {
    const facts = imageFacts(bytes, name)
    if (!facts.ok) return facts
  }
  const title = spec.title ?? firstHeading(blocks) ?? 'Document'
  const counters: number[] = []
  const body = blocks.map(block => render(block, spec, counters)).join('\n')
  const html = [
    '<!doctype html>',
    '<html>',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${encodeXml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    ...(spec.header ? [`<header>${encodeXml(spec.header)}</header>`] : []),
    ...(spec.title ? [`<h1 class="title">${encodeXml(spec.title)}</h1>`] : []),
    ...(spec.contents ? [contents(blocks)] : []),
    body,
    ...(spec.footer ? [`<footer>${encodeXml(spec.footer)}</footer>`] : []),
    '</body>',
    '</html>',
    '',
  ]
  return ok(new TextEncoder().encode(html.join('\n')))
}

const firstHeading = (blocks: readonly Block[]) =>
  blocks.flatMap(block => (block.kind === 'heading' ? [textOf(block.runs)] : []))[0]

const contents = (blocks: readonly Block[]) =>
  `<nav><ul>${blocks
    .flatMap(block => (block.kind === 'heading' ? [`<li>${encodeXml(textOf(block.runs))}</li>`] : []))
    .join('')}</ul></nav>`

function render(block: Block, spec: TextDocumentSpec, counters: number[]): string {
  switch (block.kind) {
    case 'heading': {
      const number = spec.numbered ? `${nextNumber(counters, block.level)} ` : ''
      return `<h${block.level}>${number}${inline(block.runs)}</h${block.level}>`
    }
    case 'paragraph':
      return `<p>${inline(block.runs)}</p>`
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul'
      const start = block.ordered && block.start !== 1 ? ` start="${block.start}"` : ''
      const items = block.items.map(item => `<li>${item.map(each => inItem(each, spec, counters)).join('')}</li>`)
      return `<${tag}${start}>${items.join('')}</${tag}>`
    }
    case 'table': {
      const cell = (tag: string, runs: Run[], column: number) => {
        const align = block.align[column]
        return `<${tag}${align ? ` style="text-align:${align}"` : ''}>${inline(runs)}</${tag}>`
      }
      const row = (tag: string, cells: Run[][]) =>
        `<tr>${block.head.map((_, column) => cell(tag, cells[column] ?? [], column)).join('')}</tr>`
      return `<table><thead>${row('th', block.head)}</thead><tbody>${block.rows.map(cells => row('td', cells)).join('')}</tbody></table>`
    }
    case 'code':
      return `<pre><code>${encodeXml(block.text)}</code></pre>`
    case 'quote':
      return `<blockquote>${block.blocks.map(each => render(each, spec, counters)).join('')}</blockquote>`
    case 'image':
      return picture(block, spec)
    case 'rule':
      return '<hr>'
    case 'page-break':
      return '<div style="break-after:page"></div>'
  }
}

const inItem = (block: Block, spec: TextDocumentSpec, counters: number[]) =>
  block.kind === 'paragraph' ? inline(block.runs) : render(block, spec, counters)

/** 1, 1.1, 1.2, 2: counts on at a level and starts the lower ones anew. */
export function nextNumber(counters: number[], level: number): string {
  while (counters.length < level) counters.push(0)
  counters.length = level
  counters[level - 1] = (counters[level - 1] ?? 0) + 1
  return counters.map(count => Math.max(1, count)).join('.')
}

const inline = (runs: readonly Run[]) =>
  runs
    .map(run => {
      if (run.break) return '<br>'
      const tags = [run.bold && 'strong', run.italic && 'em', run.strike && 's', run.code && 'code'].filter(
        tag => !!tag,
      )
      return tags.reduceRight((inner, tag) => `<${tag}>${inner}</${tag}>`, encodeXml(run.text))
    })
    .join('')

function picture({ name, alt }: { name: string; alt: string }, spec: TextDocumentSpec): string {
  const bytes = spec.images?.[name]
  const facts = bytes ? imageFacts(bytes, name) : null
  if (!bytes || !facts?.ok) return `<p><em>[picture: ${encodeXml(alt || name)}]</em></p>`
  const type = facts.value.type === 'jpg' ? 'jpeg' : facts.value.type
  return `<p><img alt="${encodeXml(alt)}" src="data:image/${type};base64,${base64(bytes)}"></p>`
}

export function base64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}
