/** How data stands in front of a model: apart from instructions, with nothing invisible in it. */

const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]|(?![\t\n\r])\p{Cc}/gu

/** Replaces characters that cannot be seen, or that turn the reading direction, by their visible code: `⟨U+202E⟩`. */
export const showInvisible = (text: string) =>
  text.replace(INVISIBLE, char => `⟨U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`)

/** A tool's result as text: one line of JSON, then the body between marks with a number that the body itself does not hold. */
export function quoteResult(header: Record<string, unknown>, body?: string): string {
  const first = showInvisible(JSON.stringify(header))
  if (body === undefined) return first
  const shown = showInvisible(body)
  let number = 1
  while (shown.includes(`DATA${number}>>>`)) number++
  return `${first}\n<<<DATA${number}\n${shown}\nDATA${number}>>>`
}

/** The inverse of `quoteResult`; null when the text is not such a result. */
export function readResult(text: string): { header: Record<string, unknown>; body: string | null } | null {
  const end = text.indexOf('\n')
  try {
    const header: unknown = JSON.parse(end < 0 ? text : text.slice(0, end))
    if (typeof header !== 'object' || header === null) return null
    const mark = /^\n<<<DATA(\d+)\n/.exec(end < 0 ? '' : text.slice(end))
    const start = end + (mark?.[0].length ?? 0)
    const stop = mark ? text.lastIndexOf(`\nDATA${mark[1]}>>>`) : -1
    const body = mark && stop >= start - 1 ? text.slice(start, Math.max(start, stop)) : null
    return { header: header as Record<string, unknown>, body }
  } catch {
    return null
  }
}
