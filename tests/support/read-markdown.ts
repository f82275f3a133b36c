import type { Token, Tokens } from 'marked'
import { type Blocks, type Change, createBlocks } from '../../src/ui/markdown-blocks.ts'

/** Keeps what was told of a text, as the screen does: every block, with what has grown at its end. */
export function createReader(): Pick<Blocks, 'append' | 'settle'> & { all(): Token[] } {
  const blocks = createBlocks()
  const closed: Token[] = []
  let tail: Token[] = []
  const take = <C extends Change | null>(change: C): C => {
    if (change?.kind === 'more') tail = [...tail.slice(0, -1), ...tail.slice(-1).map(last => grown(last, change.text))]
    if (change?.kind === 'read') {
      if (change.anew === 'all') closed.length = 0
      closed.push(...change.closed)
      tail = change.tail
    }
    return change
  }
  return {
    append: piece => take(blocks.append(piece)),
    settle: () => take(blocks.settle()),
    all: () => [...closed, ...tail],
  }
}

function grown(token: Tokens.Generic, text: string): Token {
  const parts = token.type === 'list' ? token.items : token.tokens
  const part = parts?.length > 0 ? [...parts.slice(0, -1), grown(parts.at(-1), text)] : parts
  return {
    ...token,
    ...(token.type === 'list' ? { items: part } : part ? { tokens: part } : {}),
    raw: token.raw + text,
    ...(typeof token.text === 'string' ? { text: token.text + text } : {}),
  } as Token
}
