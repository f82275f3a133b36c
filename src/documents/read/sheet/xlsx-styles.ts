import { alike } from '../colour.ts'
import { attribute, child, elements, type XmlNode } from '../xml.ts'
import { formatOfId } from './value.ts'

/** What the look of a cell tells: its number format, and why its text cannot be seen, if so. */
export interface CellStyle {
  format: string
  unseen: string | null
}

export function readCellStyles(root: XmlNode | null): CellStyle[] {
  const node = root ?? undefined
  const own = new Map(
    elements(child(node, 'numFmts'), 'numFmt').map(each => [
      Number(attribute(each, 'numFmtId')),
      attribute(each, 'formatCode') ?? 'General',
    ]),
  )
  const fonts = elements(child(node, 'fonts'), 'font').map(font => ({
    color: colourOf(child(font, 'color')),
    size: Number(attribute(child(font, 'sz'), 'val') ?? 11),
  }))
  const fills = elements(child(node, 'fills'), 'fill').map(fill => {
    const pattern = child(fill, 'patternFill')
    if (!pattern) return null
    return attribute(pattern, 'patternType') === 'solid' ? (colourOf(child(pattern, 'fgColor')) ?? null) : 'FFFFFF'
  })
  return elements(child(node, 'cellXfs'), 'xf').map(xf => {
    const format = formatOfId(Number(attribute(xf, 'numFmtId') ?? 0), own)
    const font = fonts[Number(attribute(xf, 'fontId') ?? 0)]
    const fill = fills[Number(attribute(xf, 'fillId') ?? 0)] ?? null
    return { format, unseen: unseen(format, font, fill) }
  })
}

function unseen(format: string, font: { color: string | undefined; size: number } | undefined, fill: string | null) {
  if (/^;;;/.test(format)) return 'in a format that shows nothing'
  if (font && font.size <= 2) return `${font.size} pt small`
  if (font?.color && fill && alike(font.color, fill)) return 'in the colour of the cell'
  return null
}

/** Six hex digits; theme colours only where they are the usual white and black. */
function colourOf(node: XmlNode | undefined): string | undefined {
  const rgb = attribute(node, 'rgb')
  if (rgb && /^[0-9a-f]{8}$/i.test(rgb)) return rgb.slice(2).toUpperCase()
  if (attribute(node, 'tint') !== undefined && Number(attribute(node, 'tint')) !== 0) return undefined
  const theme = attribute(node, 'theme')
  if (theme === '0') return 'FFFFFF'
  if (theme === '1') return '000000'
  const indexed = attribute(node, 'indexed')
  if (indexed === '9' || indexed === '1' || indexed === '65') return 'FFFFFF'
  return undefined
}
