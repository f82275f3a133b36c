import { showInvisible } from '../domain/quote.ts'

/** So many lines of code are laid out together; a longer block is several of these, and those out of sight cost nothing. */
const LINES = 100

/** Adds to a block of code. Where it is cut into parts depends on the whole text alone, not on how it came. */
export function addCode(code: Element, text: string): void {
  let rest = showInvisible(text)
  while (rest !== '') {
    const part = lastPart(code)
    const end = endOfLines(rest, LINES - linesIn(part.data))
    part.appendData(rest.slice(0, end))
    rest = rest.slice(end)
    if (rest === '') return
    const next = document.createElement('span')
    next.className = 'part'
    next.append('')
    code.append(next)
  }
}

function lastPart(code: Element): Text {
  const last = code.lastChild instanceof Element ? code.lastChild.lastChild : code.lastChild
  if (last instanceof Text) return last
  const text = document.createTextNode('')
  code.append(text)
  return text
}

const linesIn = (text: string) => text.split('\n').length - 1

/** Where so many lines end; the end of the text when it has fewer. */
function endOfLines(text: string, count: number): number {
  let at = 0
  for (let line = 0; line < count; line++) {
    at = text.indexOf('\n', at) + 1
    if (at === 0) return text.length
  }
  return at
}
