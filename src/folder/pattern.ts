import { failed, ok, type Result } from '../domain/failure.ts'
import { repeatsRepeats } from '../domain/pattern.ts'

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
