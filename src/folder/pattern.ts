import { failed, ok, type Result } from '../domain/failure.ts'

/**
 * What to look for in one line. Refuses expressions that repeat a repeated group, like `(a+)+`: those may take years on one
 * short line, and nothing can interrupt them but ending the worker.
 */
export function compilePattern(pattern: string, regex: boolean, caseSensitive: boolean): Result<RegExp> {
  if (pattern === '') return failed('invalid', 'The pattern is empty.')
  if (!regex && /[\r\n]/.test(pattern))
    return failed('invalid', 'The pattern has a line break, but lines are searched one by one.')
  const source = regex ? pattern : pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  if (regex && repeatsRepeats(pattern))
    return failed(
      'invalid',
      'The pattern repeats a group that repeats something itself, which can take forever. Simplify it.',
    )
  const flags = caseSensitive ? '' : 'i'
  const modern = compiled(source, `u${flags}`)
  // Some expressions that are common elsewhere, like `\-`, are only allowed without `u`.
  return modern.ok ? modern : compiled(source, flags)
}

function compiled(source: string, flags: string): Result<RegExp> {
  try {
    return ok(new RegExp(source, flags))
  } catch (error) {
    return failed('invalid', `The pattern is not a valid regular expression: ${(error as Error).message}.`)
  }
}

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
