import { Parser } from 'htmlparser2'

/** Left out with all that is in them. */
const OUT = new Set('script noscript template iframe frame frameset object embed applet portal fencedframe'.split(' '))
/** Left out alone; most would load or lead somewhere. */
const OUT_ALONE = new Set(
  'base link meta html head body form input button select textarea source track param xmp plaintext noembed noframes'.split(
    ' ',
  ),
)
const VOID = new Set('area br col hr img wbr'.split(' '))
/** Of what leads or loads, only pictures that lie in the page itself stay. */
const ADDRESSES =
  /^(href|src|srcset|action|formaction|poster|data|background|cite|ping|longdesc|manifest|xlink:href|srcdoc|target|http-equiv|nonce|attributionsrc|imagesrcset|usemap|profile|archive|codebase|classid|lowsrc|dynsrc)$/
const PICTURE = /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i
const NAME = /^[a-z][\w:.-]*$/i

/**
 * The page as it may be shown: its text, structure and own styles, without anything that would run, load, send or lead away. The frame
 * it is shown in forbids all that once more.
 */
export function safeHtml(html: string): string {
  const out: string[] = []
  const open: string[] = []
  let dropped = 0
  let style = false
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (OUT.has(name)) dropped++
        if (dropped > 0 || OUT_ALONE.has(name) || !NAME.test(name)) return
        style = name === 'style'
        if (name === 'img' && !PICTURE.test((attributes.src ?? '').trim())) {
          out.push(`<span>[picture, not loaded${attributes.alt ? `: ${escaped(attributes.alt)}` : ''}]</span>`)
          return
        }
        out.push(`<${name}${Object.entries(attributes).map(attribute).join('')}>`)
        if (!VOID.has(name)) open.push(name)
      },
      ontext(text) {
        if (dropped > 0) return
        out.push(style ? styleText(text) : escaped(text))
      },
      onclosetag(name) {
        if (OUT.has(name)) {
          dropped = Math.max(0, dropped - 1)
          return
        }
        if (dropped > 0 || open.at(-1) !== name) return
        open.pop()
        style = false
        out.push(`</${name}>`)
      },
    },
    { decodeEntities: true },
  )
  parser.end(html)
  while (open.length > 0) out.push(`</${open.pop()}>`)
  return out.join('')
}

function attribute([name, value]: [string, string]): string {
  const lower = name.toLowerCase()
  if (!NAME.test(name) || lower.startsWith('on')) return ''
  if (lower === 'src' && PICTURE.test(value.trim())) return ` src="${escaped(value.trim())}"`
  if (ADDRESSES.test(lower)) return ''
  return ` ${name}="${escaped(lower === 'style' ? styleText(value) : value)}"`
}

/** Addresses in a style would be refused by the frame; taken out, they are not even tried. */
const styleText = (text: string) =>
  text
    .replace(/@import\b[^;]*;?/gi, '')
    .replace(/url\(\s*(["']?)(?!data:image\/)[^)]*\)/gi, 'none')
    .replace(/<\//g, '<\\/')

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
