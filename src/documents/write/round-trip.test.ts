import { expect, test } from 'vitest'
import { documentsInThread } from '../../../tests/doubles/documents-in-thread.ts'
import { ROUND_TRIPS, type Through } from '../../../tests/support/round-trips.ts'
import { packageProblems } from '../check/ooxml.ts'

/** The full number is for `npm run soak -- round-trips`, in a browser. */
const RUNS = 10
const LONG = 120_000

const bytesOf: (spec: Parameters<Through>[0]) => Promise<Uint8Array> = async spec => {
  if (spec.format === 'md') return new TextEncoder().encode(spec.text)
  const written = await documentsInThread.write(spec)
  if (!written.ok) throw new Error(`${written.failure.message} ${written.failure.detail ?? ''}`)
  return written.value
}

/** Reads with the readers of the app, which know nothing of the writers, and sees that nothing leads outside. */
const through: Through = async spec => {
  const bytes = await bytesOf(spec)
  if (['docx', 'xlsx', 'pptx'].includes(spec.format)) {
    const problems = packageProblems(new Uint8Array(bytes))
    expect(problems.ok && problems.value).toEqual([])
  }
  if (spec.format === 'html')
    expect(new TextDecoder().decode(bytes)).not.toMatch(/<(?:script|link|iframe|a)\b|(?:src|href)="(?!data:)/)
  const read = await documentsInThread.read(bytes, `a.${spec.format}`, { from: 1, count: 100_000 })
  if (!read.ok) throw new Error(read.failure.message)
  return read.value
}

test.each(ROUND_TRIPS)('$format: what was written is what is read', { timeout: LONG }, each =>
  each.holds(through, RUNS),
)

test('what the font of a pdf lacks is refused by name', async () => {
  const refused = await documentsInThread.write({ format: 'pdf', markdown: 'Hello 日' })
  expect(!refused.ok && refused.failure.message).toContain('日 (U+65E5)')
})
