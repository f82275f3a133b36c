import type { Alignment, Block, Run } from './blocks.ts'
import { textOf } from './blocks.ts'
import { columnShares } from './columns.ts'
import { nextNumber } from './html.ts'
import { fitted, type ImageFacts } from './image.ts'
import { type Face, type Line, linesOf, type Measure, widthOfLine } from './pdf-lines.ts'

/** Something to draw. `y` is from the top of the page, to the foot of the letters. */
export type Mark =
  | { kind: 'text'; x: number; y: number; text: string; face: Face; size: number; color: Ink }
  | { kind: 'box'; x: number; y: number; width: number; height: number; color: Ink }
  | { kind: 'line'; x: number; y: number; toX: number; toY: number; color: Ink }
  | { kind: 'image'; x: number; y: number; width: number; height: number; name: string }

export type Ink = 'ink' | 'accent' | 'grey' | 'light' | 'shade'

export const PAGE = { width: 595.28, height: 841.89, margin: 64 }
const WIDTH = PAGE.width - 2 * PAGE.margin
const BOTTOM = PAGE.height - PAGE.margin
const SIZES = [20, 16, 13.5, 12, 11, 11]
const BODY = 11
const LEADING = 1.35

export interface Laid {
  pages: Mark[][]
  headings: { level: number; text: string; page: number }[]
}

interface State {
  pages: Mark[][]
  y: number
  measure: Measure
  images: ReadonlyMap<string, ImageFacts>
  numbered: boolean
  counters: number[]
  headings: Laid['headings']
}

/** Lays blocks out on pages. Pure: `measure` knows the fonts, `images` the sizes of pictures. */
export function layOut(
  blocks: readonly Block[],
  options: { measure: Measure; images: ReadonlyMap<string, ImageFacts>; numbered: boolean; title?: string },
): Laid {
  const { measure, images, numbered, title } = options
  const state: State = { pages: [[]], y: PAGE.margin, measure, images, numbered, counters: [], headings: [] }
  if (title) {
    text(state, [{ text: title, bold: true }], { size: 26, color: 'accent' })
    state.y += 12
  }
  for (const block of blocks) place(state, block, 0)
  return { pages: state.pages, headings: state.headings }
}

const page = (state: State) => state.pages.at(-1)!

function newPage(state: State) {
  state.pages.push([])
  state.y = PAGE.margin
}

/** Starts a new page when so much does not fit any more. */
function room(state: State, height: number) {
  if (state.y + height > BOTTOM && state.y > PAGE.margin) newPage(state)
}

interface TextLook {
  size?: number
  color?: Ink
  indent?: number
  before?: number
  after?: number
}

function text(state: State, runs: readonly Run[], look: TextLook = {}) {
  const { size = BODY, color = 'ink', indent = 0, before = 0, after = 6 } = look
  if (state.y > PAGE.margin) state.y += before
  for (const line of linesOf(runs, WIDTH - indent, size, state.measure)) {
    room(state, size * LEADING)
    drawLine(state, line, PAGE.margin + indent, state.y + size, size, color)
    state.y += size * LEADING
  }
  state.y += after
}

function drawLine(state: State, line: Line, x: number, y: number, size: number, color: Ink) {
  let at = x
  for (const piece of line) {
    if (piece.text.trim() !== '')
      page(state).push({ kind: 'text', x: at, y, text: piece.text, face: piece.face, size, color })
    if (piece.strike)
      page(state).push({ kind: 'line', x: at, y: y - size * 0.3, toX: at + piece.width, toY: y - size * 0.3, color })
    at += piece.width
  }
}

function place(state: State, block: Block, indent: number) {
  switch (block.kind) {
    case 'heading': {
      const size = SIZES[block.level - 1] ?? BODY
      const number = state.numbered ? `${nextNumber(state.counters, block.level)}  ` : ''
      room(state, size * LEADING + 3 * BODY * LEADING)
      const runs = block.runs.map(run => ({ ...run, bold: true }))
      const at = state.pages.length
      text(state, number ? [{ text: number, bold: true }, ...runs] : runs, {
        size,
        color: 'accent',
        before: size * 0.7,
        indent,
      })
      state.headings.push({ level: block.level, text: `${number}${textOf(block.runs)}`, page: at })
      return
    }
    case 'paragraph':
      text(state, block.runs, { indent })
      return
    case 'list':
      for (const [index, item] of block.items.entries()) {
        const marker = block.ordered ? `${block.start + index}.` : '•'
        room(state, BODY * LEADING)
        drawLine(
          state,
          linesOf([{ text: marker }], 40, BODY, state.measure)[0] ?? [],
          PAGE.margin + indent + 4,
          state.y + BODY,
          BODY,
          'ink',
        )
        const [top, pages] = [state.y, state.pages.length]
        for (const inner of item) place(state, inner, indent + 22)
        if (state.y === top && state.pages.length === pages) state.y += BODY * LEADING
        else state.y -= item.length > 0 && item.at(-1)?.kind !== 'list' ? 3 : 0
      }
      state.y += indent === 0 ? 6 : 0
      return
    case 'code':
      for (const line of block.text.split('\n'))
        text(state, [{ text: line || ' ', code: true }], { size: 9.5, indent: indent + 8, after: 0 })
      state.y += 8
      return
    case 'quote':
      for (const inner of block.blocks) place(state, inner, indent + 18)
      return
    case 'rule':
      room(state, 14)
      page(state).push({
        kind: 'line',
        x: PAGE.margin,
        y: state.y + 6,
        toX: PAGE.margin + WIDTH,
        toY: state.y + 6,
        color: 'light',
      })
      state.y += 14
      return
    case 'page-break':
      newPage(state)
      return
    case 'image':
      image(state, block, indent)
      return
    case 'table':
      table(state, block, indent)
  }
}

function image(state: State, { name, alt }: { name: string; alt: string }, indent: number) {
  const facts = state.images.get(name)
  if (!facts) {
    text(state, [{ text: `[picture: ${alt || name}]`, italic: true }], { indent })
    return
  }
  const size = fitted(facts, { width: WIDTH - indent, height: BOTTOM - PAGE.margin - 20 })
  room(state, size.height)
  page(state).push({ kind: 'image', x: PAGE.margin + indent, y: state.y + size.height, ...size, name })
  state.y += size.height + 10
}

const CELL = { size: 9.5, padding: 4 }

function table(state: State, block: Extract<Block, { kind: 'table' }>, indent: number) {
  const shares = columnShares([block.head, ...block.rows].map(row => row.map(textOf)))
  const widths = shares.map(share => share * (WIDTH - indent))
  const cells = (row: readonly Run[][], bold: boolean) =>
    widths.map((width, column) =>
      linesOf(
        (row[column] ?? []).map(run => (bold ? { ...run, bold: true } : run)),
        width - 2 * CELL.padding,
        CELL.size,
        state.measure,
      ),
    )
  const head = cells(block.head, true)
  const height = (row: Line[][]) =>
    Math.max(1, ...row.map(lines => lines.length)) * CELL.size * LEADING + 2 * CELL.padding
  const draw = (row: Line[][], shaded: boolean) => drawRow(state, row, widths, block.align, indent, shaded, height(row))
  room(state, height(head) + CELL.size * 3)
  draw(head, true)
  for (const runs of block.rows) {
    let row = cells(runs, false)
    for (;;) {
      if (state.y + height(row) > BOTTOM && state.y > PAGE.margin + height(head) + 1) {
        newPage(state)
        draw(head, true)
      }
      const fit = Math.max(1, Math.floor((BOTTOM - state.y - 2 * CELL.padding) / (CELL.size * LEADING)))
      const rest = row.map(lines => lines.slice(fit))
      draw(
        row.map(lines => lines.slice(0, fit)),
        false,
      )
      if (rest.every(lines => lines.length === 0)) break
      row = rest
    }
  }
  state.y += 10
}

function drawRow(
  state: State,
  row: Line[][],
  widths: readonly number[],
  align: readonly Alignment[],
  indent: number,
  shaded: boolean,
  height: number,
) {
  const left = PAGE.margin + indent
  const right = left + widths.reduce((sum, width) => sum + width, 0)
  const marks = page(state)
  if (shaded) marks.push({ kind: 'box', x: left, y: state.y, width: right - left, height, color: 'shade' })
  let x = left
  for (const [column, lines] of row.entries()) {
    const width = widths[column]!
    for (const [index, line] of lines.entries()) {
      const spare = width - 2 * CELL.padding - widthOfLine(line)
      const shift = align[column] === 'right' ? spare : align[column] === 'center' ? spare / 2 : 0
      drawLine(
        state,
        line,
        x + CELL.padding + Math.max(0, shift),
        state.y + CELL.padding + CELL.size + index * CELL.size * LEADING,
        CELL.size,
        'ink',
      )
    }
    x += width
  }
  for (const y of [state.y, state.y + height])
    marks.push({ kind: 'line', x: left, y, toX: right, toY: y, color: 'light' })
  for (let column = 0, at = left; column <= widths.length; at += widths[column] ?? 0, column++)
    marks.push({ kind: 'line', x: at, y: state.y, toX: at, toY: state.y + height, color: 'light' })
  state.y += height
}
