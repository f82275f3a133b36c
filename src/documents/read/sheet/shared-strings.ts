import { walkXml } from '../xml.ts'

/** The workbook's table of texts. Phonetic readings, which stand beside their word, are left out. */
export function readSharedStrings(xml: string): string[] {
  const strings: string[] = []
  let text = ''
  let inText = false
  let phonetic = 0
  walkXml(xml, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 't') inText = phonetic === 0
      else if (name === 'rPh') phonetic++
    },
    text(piece) {
      if (inText) text += piece
    },
    close(name) {
      if (name === 'si') strings.push(unescapeText(text))
      else if (name === 't') inText = false
      else if (name === 'rPh') phonetic--
    },
  })
  return strings
}

/** `_x000D_` is how workbooks write characters that XML cannot. */
export const unescapeText = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
