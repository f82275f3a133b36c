import { alike } from './colour.ts'

/** Why an element's text is not seen, by what stands in its own attributes; style sheets are not followed. */
export function unseenByStyle(attributes: Record<string, string>): string | null {
  if ('hidden' in attributes) return 'marked as hidden'
  const style = (attributes.style ?? '').toLowerCase().replace(/\s+/g, '')
  const color = hex(property(style, 'color') ?? attributes.color)
  if (style !== '') {
    if (/display:none|visibility:(hidden|collapse)/.test(style)) return 'marked as hidden'
    if (/(?<![\w.-])opacity:0?(\.0\d*)?(;|$|!)/.test(style)) return 'made transparent'
    const size = /font-size:([\d.]+)(px|pt|em|rem|%)?/.exec(style)
    if (size && Number(size[1]) <= ({ em: 0.15, rem: 0.15, '%': 15 }[size[2] ?? ''] ?? 2)) return 'too small to read'
    if (/(left|top|right|bottom|text-indent|margin-left|margin-top):-\d{3,}/.test(style)) return 'off the page'
    if (/(?<!-)(height|width):0(px|;|$)/.test(style) && style.includes('overflow:hidden')) return 'without any room'
  }
  const behind =
    hex(property(style, 'background-color') ?? property(style, 'background') ?? attributes.bgcolor) ?? 'FFFFFF'
  return color && alike(color, behind) ? 'in the colour of the paper' : null
}

const property = (style: string, name: string) => new RegExp(`(?:^|;)${name}:([^;!]+)`).exec(style)?.[1]

const NAMED: Record<string, string> = { white: 'FFFFFF', snow: 'FFFAFA', black: '000000', transparent: 'FFFFFF' }

function hex(color: string | undefined): string | undefined {
  if (!color) return undefined
  const text = color.trim().toLowerCase()
  if (NAMED[text]) return NAMED[text]
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text)
  if (short)
    return short
      .slice(1)
      .map(digit => digit + digit)
      .join('')
      .toUpperCase()
  if (/^#[0-9a-f]{6}$/.test(text)) return text.slice(1).toUpperCase()
  const rgb = /^rgba?\((\d+),(\d+),(\d+)/.exec(text)
  if (rgb)
    return rgb
      .slice(1)
      .map(part => Number(part).toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase()
  return undefined
}
