/** How wide columns should be, as shares of 1: by the text in them, none so narrow that words break, none that takes all. */
export function columnShares(rows: readonly (readonly string[])[]): number[] {
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const wishes = Array.from({ length: count }, (_, column) => {
    const length = most(rows, row => row[column]?.length ?? 0)
    const word = most(rows, row => longestWord(row[column] ?? ''))
    return Math.max(4, Math.min(word, 24), Math.min(length, 40))
  })
  const sum = wishes.reduce((total, wish) => total + wish, 0)
  return wishes.map(wish => wish / sum)
}

const longestWord = (text: string) => text.split(/\s+/).reduce((most, word) => Math.max(most, word.length), 0)

const most = <T>(items: readonly T[], sizeOf: (item: T) => number) =>
  items.reduce((largest, item) => Math.max(largest, sizeOf(item)), 0)
