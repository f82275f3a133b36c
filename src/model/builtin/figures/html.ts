import { Parser } from 'htmlparser2'

/** What a page says to a reader: no scripts, no styles; table rows and blocks are lines, cells stand apart by two spaces. */
export interface PageText {
  title: string
  heading: string
  text: string
}

const HIDDEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head'])
const BLOCKS = new Set(
  'address article aside blockquote body br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)
const CELLS = new Set(['td', 'th'])

/** Reads HTML of any quality; what is broken is read as a browser would guess it. */
export function pageText(html: string): PageText {
  let text = ''
  let title = ''
  let heading = ''
  const open: string[] = []
  const inside = (name: string) => open.includes(name)
  const parser = new Parser({
    onopentag(name) {
      open.push(name)
      if (BLOCKS.has(name)) text += '\n'
    },
    ontext(chunk) {
      const words = chunk.replace(/\s+/g, ' ')
      if (inside('title')) title += words
      else if (!open.some(name => HIDDEN.has(name))) {
        if (inside('h1')) heading += words
        text += words
      }
    },
    onclosetag(name) {
      const at = open.lastIndexOf(name)
      if (at >= 0) open.splice(at)
      if (CELLS.has(name)) text += '  '
      if (BLOCKS.has(name)) text += '\n'
    },
  })
  parser.write(html)
  parser.end()
  const lines = text.split('\n').map(line => line.trim().replace(/ {3,}/g, '  '))
  return { title: title.trim(), heading: heading.trim(), text: lines.filter(line => line !== '').join('\n') }
}
