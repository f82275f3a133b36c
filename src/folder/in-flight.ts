/** Each handle is a round trip to the browser's own process, so many are sent at once; more than these are slower again. */
export const LISTS_IN_FLIGHT = 16
export const FILES_IN_FLIGHT = 64

/** Does the work for all items, at most `most` at once, and gives the results in the items' order. */
export async function mapInFlight<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length)
  let next = 0
  const takeTurns = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, takeTurns))
  return results
}
