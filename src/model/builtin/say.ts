import type { Answer, Call } from './steps.ts'

/** A `report` call within the limits of that tool. */
export const reportCall = (summary: string, open: readonly string[]): Call => {
  const kept = open.slice(0, open.length > 100 ? 99 : 100).map(line => clip(line, 500))
  if (open.length > 100) kept.push(`And ${open.length - 99} more.`)
  return { tool: 'report', input: { summary: clip(summary, 20_000) || 'Nothing was found.', open: kept } }
}

export const clip = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

export const countOf = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

/** The rows of a result's body, one JSON value a line. */
export const rowsOf = <Row>(answer: Answer): Row[] =>
  (answer.body ?? '')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Row)

/** What the person wrote while rules were at work: rules cannot take it in, and say so. */
export const cannotTake = (message: string) =>
  `You wrote “${clip(message.replace(/\s+/g, ' '), 200)}” meanwhile. I work by fixed rules and cannot take free instructions here.`
