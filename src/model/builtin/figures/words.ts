/** Text as it is compared: lower case, without accents, with plain digits, spaces and dashes. */
export const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁ]/g, 'l')
    .replace(/[øØ]/g, 'o')
    .replace(/[æÆ]/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/[‘’´`]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .toLowerCase()

const SHOWN = /⟨U\+([0-9A-F]{4,6})⟩/g

/** The inverse of how results show invisible characters, so that what is written again is what was read. */
export const unshow = (text: string) =>
  text.replace(/^⟨U\+FEFF⟩/, '').replace(SHOWN, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))

/** `one`, `one and two`, `one, two and three`. */
export const listed = (items: readonly string[]) =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

/** `1 file`, `3 files`. */
export const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`
