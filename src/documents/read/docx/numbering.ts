import { attribute, child, elements, type XmlNode } from '../xml.ts'

/** Counts numbered paragraphs as Word does, and says what stands before each. */
export interface Numbering {
  next(id: string, level: number): string
}

interface Level {
  format: string
  text: string
  start: number
}

export function readNumbering(root: XmlNode | null): Numbering {
  const abstract = new Map<string, Level[]>()
  for (const each of root ? elements(root, 'abstractNum') : [])
    abstract.set(attribute(each, 'abstractNumId') ?? '', elements(each, 'lvl').map(levelOf))
  const lists = new Map<string, string>()
  for (const each of root ? elements(root, 'num') : [])
    lists.set(attribute(each, 'numId') ?? '', attribute(child(each, 'abstractNumId'), 'val') ?? '')
  const counts = new Map<string, number[]>()

  return {
    next(id, level) {
      const list = lists.get(id) ?? id
      const levels = abstract.get(list)
      const at = levels?.[level]
      if (!levels || !at || at.format === 'bullet' || at.format === 'none') return '-'
      const count = counts.get(list) ?? []
      count.length = Math.min(count.length, level + 1)
      for (let i = 0; i <= level; i++) count[i] ??= (levels[i]?.start ?? 1) - (i === level ? 1 : 0)
      count[level]!++
      counts.set(list, count)
      return at.text.replace(/%(\d)/g, (_, digit: string) => {
        const index = Number(digit) - 1
        return written(count[index] ?? 1, levels[index]?.format ?? 'decimal')
      })
    },
  }
}

const levelOf = (node: XmlNode): Level => ({
  format: attribute(child(node, 'numFmt'), 'val') ?? 'decimal',
  text: attribute(child(node, 'lvlText'), 'val') ?? '%1.',
  start: Number(attribute(child(node, 'start'), 'val') ?? 1) || 1,
})

function written(value: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return letters(value)
    case 'upperLetter':
      return letters(value).toUpperCase()
    case 'lowerRoman':
      return roman(value).toLowerCase()
    case 'upperRoman':
      return roman(value)
    default:
      return String(value)
  }
}

/** After z comes aa, as Word counts. */
const letters = (value: number) =>
  String.fromCharCode(97 + ((Math.max(1, value) - 1) % 26))
    .repeat(Math.floor((Math.max(1, value) - 1) / 26) + 1)
    .slice(0, 20)

const ROMAN: [number, string][] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
]

function roman(value: number): string {
  if (value < 1 || value > 5000) return String(value)
  let text = ''
  for (const [worth, sign] of ROMAN)
    while (value >= worth) {
      text += sign
      value -= worth
    }
  return text
}
