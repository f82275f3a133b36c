/** Something measured, against the least that is physically possible and what we hold ourselves to. */
export interface Figure {
  name: string
  value: number
  floor: number
  /** The figure is ok when it is on this side of the target. */
  atMost?: number
  atLeast?: number
  unit?: string
}

export const isOk = ({ value, atMost, atLeast }: Figure) =>
  (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast)

/** `name: value · floor … · target … · ok` */
export function sayFigure(figure: Figure): string {
  const { name, value, floor, atMost, atLeast } = figure
  const say = (number: number) => (figure.unit ? `${number.toFixed(1)} ${figure.unit}` : number.toFixed(3))
  const target = atMost === undefined ? `at least ${say(atLeast!)}` : `at most ${say(atMost)}`
  return `${name}: ${say(value)} · floor ${say(floor)} · target ${target} · ${isOk(figure) ? 'ok' : 'short'}`
}

/** The value that a share of the numbers does not exceed, between two neighbours in proportion. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)]!
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at))
}

export const median = (numbers: readonly number[]) => quantile(numbers, 0.5)
