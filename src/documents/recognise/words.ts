export interface Word {
  text: string
  left: number
  top: number
  width: number
  height: number
  /** 0 to 100. */
  confidence: number
}

/** Words out of the engine's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
export function wordsIn(table: string): Word[] {
  return table.split('\n').flatMap(row => {
    const [level, , , , , , left, top, width, height, confidence, ...text] = row.split('\t')
    const word = text.join('\t').trim()
    if (level !== '5' || word === '' || Number(confidence) < 0) return []
    return [
      {
        text: word,
        left: Number(left),
        top: Number(top),
        width: Number(width),
        height: Number(height),
        confidence: Number(confidence),
      },
    ]
  })
}
