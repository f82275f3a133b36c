/** Colours (six hex digits) too near to tell letters from what is behind them. */
export function alike(one: string, other: string): boolean {
  if (!/^[0-9A-F]{6}$/i.test(one) || !/^[0-9A-F]{6}$/i.test(other)) return false
  const part = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return [0, 2, 4].every(at => Math.abs(part(one, at) - part(other, at)) <= 16)
}
