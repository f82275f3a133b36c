/** True where a group with an endless repeat in it is itself repeated without end. */
export function repeatsRepeats(pattern: string): boolean {
  const bare = pattern.replace(/\\./gs, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x')
  const open: boolean[] = []
  let repeats = false
  for (let at = 0; at < bare.length; at++) {
    const char = bare[at]
    if (char === '(') {
      open.push(repeats)
      repeats = false
    } else if (char === ')') {
      const endless = isEndless(bare.slice(at + 1))
      if (repeats && endless) return true
      repeats = (open.pop() ?? false) || repeats || endless
    } else if (isEndless(bare.slice(at))) repeats = true
  }
  return false
}

const isEndless = (rest: string) => /^(?:[*+]|\{\d*,\})/.test(rest)
