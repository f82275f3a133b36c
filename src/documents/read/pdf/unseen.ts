import type { OPS as Operations } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { alike } from '../colour.ts'

interface Glyph {
  unicode?: string
}

/** Text on a page that is drawn so that nobody sees it. */
export interface Unseen {
  why: string
  text: string
}

type Matrix = [number, number, number, number, number, number]

interface Pen {
  fill: string
  mode: number
  opacity: number
  space: Matrix
}

interface Operators {
  fnArray: number[]
  argsArray: unknown[]
}

/**
 * Walks what a page draws and tells which text is drawn invisibly: in the mode for it, fully transparent, or white where
 * nothing else was painted before; or where it begins beyond the edges of the page. Sizes are judged elsewhere.
 */
export function unseenOn(
  { fnArray, argsArray }: Operators,
  ops: typeof Operations,
  view: readonly number[],
): { unseen: Unseen[]; seen: string } {
  const unseen: Unseen[] = []
  let seen = ''
  let pen: Pen = { fill: '000000', mode: 0, opacity: 1, space: [1, 0, 0, 1, 0, 0] }
  let line: Matrix = [1, 0, 0, 1, 0, 0]
  const saved: Pen[] = []
  let painted = false
  for (let i = 0; i < fnArray.length; i++) {
    const args = (argsArray[i] ?? []) as unknown[]
    switch (fnArray[i]) {
      case ops.save:
        saved.push({ ...pen })
        break
      case ops.restore:
        pen = saved.pop() ?? pen
        break
      case ops.setFillRGBColor:
        pen.fill = colourOf(args)
        break
      case ops.setFillGray:
      case ops.setFillCMYKColor:
      case ops.setFillColorN:
        pen.fill = ''
        break
      case ops.transform:
        pen.space = times(pen.space, args as unknown as Matrix)
        break
      case ops.beginText:
        line = [1, 0, 0, 1, 0, 0]
        break
      case ops.setTextMatrix:
        line = [...((args[0] ?? [1, 0, 0, 1, 0, 0]) as Iterable<number>)] as Matrix
        break
      case ops.moveText:
      case ops.setLeadingMoveText:
        line = times(line, [1, 0, 0, 1, Number(args[0]), Number(args[1])])
        break
      case ops.setTextRenderingMode:
        pen.mode = Number(args[0])
        break
      case ops.setGState:
        for (const [key, value] of (args[0] ?? []) as [string, unknown][]) if (key === 'ca') pen.opacity = Number(value)
        break
      case ops.constructPath:
        if (pen.fill !== 'FFFFFF' && paints(args, ops)) painted = true
        break
      case ops.paintImageXObject:
      case ops.paintInlineImageXObject:
      case ops.paintImageMaskXObject:
      case ops.shadingFill:
        painted = true
        break
      case ops.showText:
      case ops.showSpacedText: {
        const text = lettersOf(args)
        const why = whyUnseen(pen, painted) ?? (beyond(times(pen.space, line), view) ? 'off the page' : null)
        if (why) unseen.push({ why, text })
        else seen += text
        break
      }
    }
  }
  return { unseen, seen }
}

/** The first argument of a path says what is done with it. */
const paints = (args: unknown[], ops: typeof Operations) =>
  [ops.fill, ops.eoFill, ops.fillStroke, ops.eoFillStroke].includes(Number(args[0]) as never)

function whyUnseen(pen: Pen, painted: boolean): string | null {
  if (pen.mode === 3 || pen.mode === 7) return 'drawn invisibly'
  if (pen.opacity <= 0.02) return 'made transparent'
  if (!painted && alike(pen.fill, 'FFFFFF')) return 'white on white'
  return null
}

/** Far enough beyond an edge that no letter reaches back. */
const EDGE = 2

const beyond = ([, , , , x, y]: Matrix, [left = 0, bottom = 0, right = 0, top = 0]: readonly number[]) =>
  x > right + EDGE || x < left - (right - left) || y > top + EDGE || y < bottom - 40

const times = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[2] * b[1],
  a[1] * b[0] + a[3] * b[1],
  a[0] * b[2] + a[2] * b[3],
  a[1] * b[2] + a[3] * b[3],
  a[0] * b[4] + a[2] * b[5] + a[4],
  a[1] * b[4] + a[3] * b[5] + a[5],
]

function colourOf(args: unknown[]): string {
  const first = args[0]
  if (typeof first === 'string') return first.replace('#', '').toUpperCase()
  return args
    .map(part => Math.round(Number(part)).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}

const lettersOf = (args: unknown[]) =>
  ((args[0] ?? []) as (Glyph | number | null)[])
    .map(glyph =>
      typeof glyph === 'object' && glyph ? (glyph.unicode ?? '') : typeof glyph === 'number' && glyph < -200 ? ' ' : '',
    )
    .join('')
