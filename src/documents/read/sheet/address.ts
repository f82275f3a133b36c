/** 0 is A, 26 is AA. */
export function columnName(index: number): string {
  let name = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return name
}

/** The inverse; -1 where there is no column name at the start. */
export function columnIndex(address: string): number {
  let index = 0
  let at = 0
  for (; at < address.length && at < 4; at++) {
    const code = address.charCodeAt(at)
    if (code < 65 || code > 90) break
    index = index * 26 + code - 64
  }
  return at === 0 ? -1 : index - 1
}
