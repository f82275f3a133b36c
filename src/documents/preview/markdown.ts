/** As much as is drawn at once without being felt. */
const CHUNK = 12_000

/** A text of Markdown in parts, each cut at an empty line that is in no fenced code. */
export function markdownChunks(text: string): string[] {
  const chunks: string[] = []
  let chunk: string[] = []
  let length = 0
  let fence: string | null = null
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n?|\n/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && fence === null) fence = mark[0]!
    else if (mark && mark[0] === fence) fence = null
    chunk.push(line)
    length += line.length + 1
    if ((line.trim() === '' && fence === null && length > CHUNK) || length > CHUNK * 5) {
      chunks.push(chunk.join('\n'))
      chunk = []
      length = 0
    }
  }
  if (chunk.length > 0) chunks.push(chunk.join('\n'))
  return chunks
}
