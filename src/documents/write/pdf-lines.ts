import type { Run } from './blocks.ts'

export type Face = 'regular' | 'bold' | 'italic' | 'boldItalic'

/** Width of a text at a size, in points. */
export type Measure = (text: string, face: Face, size: number) => number

export interface Piece {
  text: string
  face: Face
  width: number
  strike?: boolean
}
export type Line = Piece[]

export const faceOf = (run: Run): Face =>
  run.bold ? (run.italic ? 'boldItalic' : 'bold') : run.italic ? 'italic' : 'regular'

export const widthOfLine = (line: Line) => line.reduce((sum, piece) => sum + piece.width, 0)

/** Breaks runs into lines of at most `width`, between words where it can, inside a word that is longer than a line. */
export function linesOf(runs: readonly Run[], width: number, size: number, measure: Measure): Line[] {
  const lines: Line[] = [[]]
  let used = 0
  const put = (piece: Piece) => {
    lines.at(-1)!.push(piece)
    used += piece.width
  }
  const next = () => {
    lines.push([])
    used = 0
  }
  for (const run of runs) {
    if (run.break) {
      next()
      continue
    }
    const face = faceOf(run)
    const look = run.strike ? { strike: true } : {}
    for (const word of run.text.split(run.code ? /(?<=[ \t])/ : /(?<=[ \t\n])|(?=[\u3000-\u9fff\uac00-\ud7af])/)) {
      const shown = word.replace(/[\t\n]/g, ' ')
      const piece: Piece = { text: shown, face, width: measure(shown, face, size), ...look }
      const bare = measure(shown.trimEnd(), face, size)
      if (used + bare > width && used > 0) next()
      if (bare <= width) {
        put(piece)
        continue
      }
      for (const character of shown) {
        const one = measure(character, face, size)
        if (used + one > width && used > 0) next()
        put({ text: character, face, width: one, ...look })
      }
    }
  }
  return lines.map(joined)
}

/** Neighbours of one look become one piece: a reader finds words, not letters. */
function joined(line: Line): Line {
  const out: Line = []
  for (const piece of line) {
    const last = out.at(-1)
    if (last && last.face === piece.face && last.strike === piece.strike) {
      last.text += piece.text
      last.width += piece.width
    } else out.push({ ...piece })
  }
  return out
}
