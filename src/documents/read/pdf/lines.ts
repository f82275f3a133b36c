/** A run of letters on a page, as a pdf places it. Points, from the lower left corner. */
export interface Glyphs {
  text: string
  x: number
  /** Of the baseline. */
  y: number
  width: number
  size: number
  rightToLeft: boolean
}

export interface Line {
  text: string
  x: number
  y: number
  width: number
  size: number
  /** What it is made of. */
  glyphs: readonly Glyphs[]
}

/**
 * Lines of a page in the order they are read: columns one after the other, lines from above. Words far apart on a line
 * are told apart by two spaces, as in a table.
 */
export function linesOf(glyphs: readonly Glyphs[]): Line[] {
  return columnsOf(glyphs.filter(each => each.text.trim() !== '')).flatMap(linesInColumn)
}

const MOST_CUTS = 8

/** Parts of a page that are read one after the other: above and below a wide gap only where columns follow. */
function columnsOf(glyphs: readonly Glyphs[], level = 0): Glyphs[][] {
  if (glyphs.length < 2 * LINES_IN_COLUMN || level > MOST_CUTS) return [[...glyphs]]
  const gutter = gutterOf(glyphs)
  if (gutter === null) {
    const cut = shelfOf(glyphs)
    if (cut === null) return [[...glyphs]]
    const above = glyphs.filter(each => each.y >= cut)
    const below = glyphs.filter(each => each.y < cut)
    if (gutterOf(above) === null && gutterOf(below) === null) return [[...glyphs]]
    return [...columnsOf(above, level + 1), ...columnsOf(below, level + 1)]
  }
  const left = glyphs.filter(each => each.x + each.width / 2 < gutter)
  const right = glyphs.filter(each => each.x + each.width / 2 >= gutter)
  const turned = glyphs.filter(each => each.rightToLeft).length > glyphs.length / 2
  const sides = turned ? [right, left] : [left, right]
  return sides.flatMap(side => columnsOf(side, level + 1))
}

/** A table's gap between label and figure is no gutter: columns of text have full lines on both sides. */
const WORDS_IN_COLUMN = 4
const LINES_IN_COLUMN = 5

/** Where an empty strip runs down the page between two columns of text. */
function gutterOf(glyphs: readonly Glyphs[]): number | null {
  if (glyphs.length < 2 * LINES_IN_COLUMN) return null
  const sorted = [...glyphs].sort((a, b) => a.x - b.x)
  let reach = Number.NEGATIVE_INFINITY
  for (const each of sorted) {
    const gap = each.x - reach
    if (reach > Number.NEGATIVE_INFINITY && gap > each.size * 0.9) {
      const at = each.x - gap / 2
      const sides = [glyphs.filter(one => one.x < at), glyphs.filter(one => one.x >= at)]
      if (sides.every(isText)) return at
    }
    reach = Math.max(reach, each.x + each.width)
  }
  return null
}

function isText(side: readonly Glyphs[]): boolean {
  const lines = linesInColumn(side)
  const words = lines.reduce((sum, line) => sum + line.text.split(/\s+/).length, 0)
  return lines.length >= LINES_IN_COLUMN && words / lines.length >= WORDS_IN_COLUMN
}

/** The height below the first line or lines that run over the whole width, such as a heading above columns. */
function shelfOf(glyphs: readonly Glyphs[]): number | null {
  const lines = linesInColumn(glyphs)
  let best: { gap: number; at: number } | null = null
  for (let i = 1; i < Math.min(lines.length, 12); i++) {
    const gap = lines[i - 1]!.y - lines[i]!.y
    if (gap > lines[i]!.size * 1.7 && (!best || gap > best.gap)) best = { gap, at: lines[i]!.y + lines[i]!.size }
  }
  return best?.at ?? null
}

function linesInColumn(glyphs: readonly Glyphs[]): Line[] {
  const sorted = [...glyphs].sort((a, b) => b.y - a.y || a.x - b.x)
  const rows: Glyphs[][] = []
  for (const each of sorted) {
    const row = rows.at(-1)
    const base = row?.[0]
    // Half a line's height, so that raised figures stay on their line.
    if (row && base && base.y - each.y < Math.max(base.size, each.size) * 0.45) row.push(each)
    else rows.push([each])
  }
  return rows.map(lineOf)
}

function lineOf(row: Glyphs[]): Line {
  const turned = row.filter(each => each.rightToLeft).length > row.length / 2
  const sorted = [...row].sort((a, b) => (turned ? b.x + b.width - (a.x + a.width) : a.x - b.x))
  let text = ''
  let last: Glyphs | null = null
  for (const each of sorted) {
    if (last) {
      const gap = turned ? last.x - (each.x + each.width) : each.x - (last.x + last.width)
      const size = Math.max(each.size, last.size, 1)
      if (gap > size * 1.2) text = `${text.trimEnd()}  `
      else if (gap > size * 0.12 && !/\s$/.test(text) && !/^\s/.test(each.text)) text += ' '
    }
    text += each.text
    last = each
  }
  const x = Math.min(...row.map(each => each.x))
  return {
    text: text.replace(/[ \t]{3,}/g, '  ').trim(),
    x,
    y: row[0]!.y,
    width: Math.max(...row.map(each => each.x + each.width)) - x,
    size: Math.max(...row.map(each => each.size)),
    glyphs: row,
  }
}
