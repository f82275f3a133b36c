import { ok, type Result } from '../../domain/failure.ts'
import type { DocumentFormat, ReadDocument, ReadWish } from '../../ports/documents.ts'
import { type Collector, createCollector } from './collect.ts'
import { decodeFile } from './text-bytes.ts'

/** Reads plain text and Markdown; a location is a line. Markdown stays as it is written, for it is read as such anyway. */
export function readPlain(bytes: Uint8Array, format: DocumentFormat, wish: ReadWish): Result<ReadDocument> {
  const { text, encoding } = decodeFile(bytes)
  const collect = createCollector(wish)
  collect.part({ name: 'text' })
  if (encoding !== 'utf-8') collect.notice(`The text was read as ${encoding}.`)
  let fenced = false
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    const at = `line ${index + 1}`
    if (format === 'md') {
      if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
      else if (!fenced && heading(line, at, collect)) continue
      if (!fenced) comments(line, at, collect)
    }
    const shown = format === 'md' && !fenced ? line.replace(/<!--.*?-->/g, '') : line
    if (shown.trim() !== '') collect.add({ kind: 'paragraph', at, text: shown.trimEnd() })
  }
  return ok(collect.finish(format))
}

function heading(line: string, at: string, collect: Collector): boolean {
  const match = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line)
  if (match) collect.add({ kind: 'heading', at, level: match[1]!.length, text: match[2]! })
  return match !== null
}

function comments(line: string, at: string, collect: Collector): void {
  for (const [, text] of line.matchAll(/<!--(.*?)-->/g)) collect.hide({ at, why: 'in a comment', text: text! })
}
