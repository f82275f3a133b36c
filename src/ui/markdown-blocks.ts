import { lexer, type Token } from 'marked'

/**
 * Markdown that is still being written, as a list of blocks. A block that cannot change any more keeps its identity, so
 * that only the end of the text is read and drawn again with each piece.
 */
export function createBlocks() {
  let frozen: Token[] = []
  let frozenText = ''
  let tail: Token[] = []

  return (text: string): Token[] => {
    if (!text.startsWith(frozenText)) {
      frozen = []
      frozenText = ''
      tail = []
    }
    const fresh: Token[] = lexer(text.slice(frozenText.length))
    tail = fresh.map((token, index) =>
      tail[index]?.raw === token.raw && tail[index].type === token.type ? tail[index] : token,
    )
    const blocks = [...frozen, ...tail]
    // A blank line and another block behind it close a block: nothing later reaches back over both.
    const closed = tail.length - 3
    if (closed > 0) {
      const done = tail.slice(0, closed)
      frozen = [...frozen, ...done]
      frozenText += done.map(token => token.raw).join('')
      tail = tail.slice(closed)
    }
    return blocks
  }
}
