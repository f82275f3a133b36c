/** What somebody is saying, piece by piece. The pieces are never put together: that would copy all of it each time. */
export class Said {
  readonly pieces: string[] = []

  add(piece: string): void {
    this.pieces.push(piece)
  }

  /** The last characters, that many at most. */
  end(most: number): string {
    let text = ''
    for (let at = this.pieces.length - 1; at >= 0 && text.length < most; at--) text = this.pieces[at] + text
    return text.slice(-most)
  }

  whole(): string {
    return this.pieces.join('')
  }
}

/** A text as it stands, or one that is still being said, of which so many pieces are there. */
export type Written = { text: string } | { said: Said; pieces: number }
