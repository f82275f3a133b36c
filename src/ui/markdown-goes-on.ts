import type { Token, Tokens } from 'marked'

/** How the end of a text goes on without being read again, as far as that is known. */
export type GoesOn =
  /** Words in a paragraph or a list. White space at the end of a list's line does not count until a word follows. */
  | { kind: 'words'; word: string; holds: boolean; held: string }
  /** The lines of an open fence; a line break at the end does not count until something follows. */
  | { kind: 'code'; line: string; held: string }

/** Characters that mean nothing in Markdown but themselves, in the middle of a line. */
const PLAIN = /^[\p{L}\p{M}\p{N} ,.?!'"%–—“”‘’…-]*$/u
/** A line that begins with a word begins no other block, whatever it goes on with; neither does one behind a bullet. */
const LINE_OF_WORDS = /^ {0,3}\p{L}/u
const LINE_OF_LIST = /^ *(?:(?:[-*+]|\d{1,9}[.)]) +(?:\[[ xX]\] +)?)?\p{L}/u
/** Such a word may become a link. */
const NOT_PLAIN = /www|[@:/]/i
const ENDS_PLAIN = /[\p{L}\p{N},] ?$/u

/** What may follow the end of `text`, which is read as these blocks; null when anything may mean something. */
export function goesOn(tail: readonly Token[], text: string): GoesOn | null {
  const last = tail.at(-1)
  if (last?.type === 'code') return openFence(last.raw)
  if (last?.type !== 'paragraph' && last?.type !== 'list') return null
  const leaf = leafOf(last)
  if (leaf === null || leaf.text !== leaf.raw || !text.endsWith(leaf.raw) || !ENDS_PLAIN.test(leaf.raw)) return null
  const line = lastLine(text)
  if (!(last.type === 'list' ? LINE_OF_LIST : LINE_OF_WORDS).test(line)) return null
  return { kind: 'words', word: lastWord(leaf.raw), holds: last.type === 'list', held: '' }
}

/** The text that a further piece adds where `goes` stands at; null when it must be read. */
export function goOn(goes: GoesOn, piece: string): string | null {
  if (goes.kind === 'code') return goOnInFence(goes, piece)
  if (!PLAIN.test(piece)) return null
  const words = goes.word + piece
  if (NOT_PLAIN.test(words)) return null
  goes.word = lastWord(words)
  if (!goes.holds) return piece
  const text = goes.held + piece
  const shown = text.trimEnd()
  goes.held = text.slice(shown.length)
  return shown
}

const lastLine = (text: string) => text.slice(text.lastIndexOf('\n') + 1)
const lastWord = (text: string) => text.slice(text.lastIndexOf(' ') + 1)

/** The text in which a block ends, when it ends in bare text. */
function leafOf(block: Token): Tokens.Text | null {
  let token: Tokens.Generic | undefined = block
  while (token) {
    if (token.type === 'text' && !token.tokens) return token as Tokens.Text
    if (!['paragraph', 'list', 'list_item', 'text'].includes(token.type)) return null
    token = (token.type === 'list' ? token.items : token.tokens)?.at(-1)
  }
  return null
}

const CLOSES = /^ {0,3}(?:`{3,}|~{3,})[~`]* *$/

/** A single line break at the end is not part of the code; of several, each is. */
const ONE_BREAK = /[^\n]\n$/

function openFence(raw: string): GoesOn | null {
  const fence = /^(`{3,}|~{3,})[^\n]*\n/.exec(raw)
  if (!fence || fence[0].length === raw.length) return null
  // A line break behind the closing fence still belongs to the block.
  if (CLOSES.test(lastLine(raw.replace(/\n$/, '')))) return null
  const code = raw.slice(fence[0].length)
  return { kind: 'code', line: lastLine(raw), held: ONE_BREAK.test(code) ? '\n' : '' }
}

function goOnInFence(goes: GoesOn & { kind: 'code' }, piece: string): string | null {
  const lines = (goes.line + piece).split('\n')
  if (lines.some(line => CLOSES.test(line))) return null
  const text = goes.held + piece
  const before = goes.held === '' && goes.line === '' ? '\n' : ' '
  goes.held = ONE_BREAK.test(before + text) ? '\n' : ''
  // A fence is at the beginning of its line: of a very long one the rest says nothing.
  goes.line = lines.at(-1)!.slice(0, 200)
  return goes.held === '' ? text : text.slice(0, -1)
}
