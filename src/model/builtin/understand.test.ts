import { describe, expect, test } from 'vitest'
import { HELD_OUT, NO_JOB_HELD_OUT, NO_JOB_TUNED, TUNED } from '../../../tests/fixtures/paraphrases.ts'
import { NO_JOB_SEVENTH, SEVENTH } from '../../../tests/fixtures/paraphrases-seventh.ts'
import { NO_JOB_SIXTH, SIXTH } from '../../../tests/fixtures/paraphrases-sixth.ts'
import { understand } from './understand.ts'
import { conceptsOf, resolveDates } from './words.ts'

const jobOf = (request: string) => {
  const understood = understand(request)
  return understood.kind === 'job' ? understood.job : null
}

describe.each(Object.keys(SIXTH))('%s', job => {
  const earlier = job in TUNED ? [...TUNED[job as keyof typeof TUNED], ...HELD_OUT[job as keyof typeof HELD_OUT]] : []
  const all = [...earlier, ...SIXTH[job]!, ...SEVENTH[job]!]

  test('at least 30 ways to ask for it are known, and at least 9 of 10 are understood', () => {
    expect(all.length).toBeGreaterThanOrEqual(30)
    const missed = all.filter(request => jobOf(request) !== job)
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(all.length / 10)
  })

  test('none starts another job', () => {
    expect(all.filter(request => ![job, null].includes(jobOf(request)))).toEqual([])
  })
})

test('what is no job of ours starts none', () => {
  const requests = [...NO_JOB_TUNED, ...NO_JOB_HELD_OUT, ...NO_JOB_SIXTH, ...NO_JOB_SEVENTH]
  expect(requests.length).toBeGreaterThanOrEqual(120)
  expect(requests.flatMap(request => (jobOf(request) ? [`${jobOf(request)}: ${request}`] : []))).toEqual([])
})

test('two jobs in one request are a tie, not a guess', () => {
  expect(understand('find duplicates. Then rename all files to lower case')).toEqual({
    kind: 'tie',
    jobs: ['duplicates', 'rename'],
  })
  expect(understand('merge the csv tables and organise the files by month')).toEqual({
    kind: 'tie',
    jobs: ['merge', 'organise'],
  })
})

test('what the person does not want is not taken for what they want', () => {
  expect(jobOf("sort these files by month, but don't rename them")).toBe('organise')
  expect(jobOf("don't organise this folder")).toBe(null)
  expect(jobOf('find duplicates without deleting anything')).toBe('duplicates')
})

test('slips of the finger are mended, other words are not', () => {
  expect(conceptsOf('orgnaize the fotos')).toBe('ORGANISE the FILES')
  expect(conceptsOf('a quite remote note')).toBe('a quite remote note')
})

test('relative dates become dates', () => {
  const now = Date.UTC(2026, 0, 5, 12)
  expect(resolveDates('today, yesterday, this year, last year, this month, last month', now)).toBe(
    '2026-01-05, 2026-01-04, 2026, 2025, 2026-01, 2025-12',
  )
})
