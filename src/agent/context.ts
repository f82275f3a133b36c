import { toolUses } from '../domain/message.ts'
import type { TranscriptEntry } from '../domain/transcript.ts'
import { messagesOf } from '../domain/transcript.ts'

/** Above this share of the window old results are put aside, in one go, down to the lower share: each time costs the prompt cache. */
const TRIM_ABOVE = 0.75
const TRIM_TO = 0.4
/** Results of the latest answers stay, whatever their size. */
const KEEP_ANSWERS = 1
const CHARACTERS_PER_TOKEN = 3.5
const IMAGE_TOKENS = 1600
/** Words and looks of as many pages as one result may hold. */
const MOST_PDF_TOKENS = 60_000

/** A cautious estimate; the API's own count is not known before a request. */
export function estimateTokens(value: unknown): number {
  if (typeof value === 'string') return value.length / CHARACTERS_PER_TOKEN
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + estimateTokens(each), 0)
  if (typeof value !== 'object' || value === null) return 1
  const { type, source } = value as { type?: string; source?: { data?: unknown } }
  if (type === 'image') return IMAGE_TOKENS
  if (type === 'document') return Math.min(MOST_PDF_TOKENS, 3000 + String(source?.data ?? '').length / 10)
  return Object.values(value).reduce((sum: number, each) => sum + estimateTokens(each) + 3, 0)
}

const specTokens = new WeakMap<object, number>()

/** The same for what all agents of a kind are told of a tool, counted once. */
export function tokensOfSpecs(specs: readonly object[]): number {
  return specs.reduce((sum: number, spec) => {
    const known = specTokens.get(spec) ?? estimateTokens(spec)
    specTokens.set(spec, known)
    return sum + known
  }, 0)
}

export interface Trim {
  entry: Extract<TranscriptEntry, { kind: 'trimmed' }>
  before: number
  after: number
}

/**
 * How to make the conversation fit the window, null while it does: first the oldest results are put aside; where that is not enough,
 * the oldest turns. `fixed` are the tokens of system text and tools, `scale` corrects the estimate by what the API counted last.
 */
export function trimFor(
  entries: readonly TranscriptEntry[],
  window: number,
  fixed: number,
  scale: number,
  force = false,
): Trim | null {
  const size = (more: TranscriptEntry[] = []) => fixed + estimateTokens(messagesOf([...entries, ...more])) * scale
  const before = size()
  if (!force && before < window * TRIM_ABOVE) return null
  const calls = olderAnswers(entries)
  for (const whole of [false, true]) {
    const last = calls.at(-1)
    if (last === undefined) return null
    // The least that is enough: putting more aside than needed would cost the model what it still may use.
    let [low, high] = [0, calls.length - 1]
    const after = (index: number) => size([{ kind: 'trimmed', upTo: calls[index]!, whole }])
    if (!whole && after(high) > window * TRIM_TO) continue
    while (low < high) {
      const middle = (low + high) >> 1
      if (after(middle) <= window * TRIM_TO) high = middle
      else low = middle + 1
    }
    // Nothing is gained by putting aside what is aside already.
    if (after(low) > before * 0.97) continue
    return {
      entry: { kind: 'trimmed', upTo: calls[low]!, whole },
      before: Math.round(before),
      after: Math.round(after(low)),
    }
  }
  return null
}

/** A call of each answer but the latest, oldest first. */
const olderAnswers = (entries: readonly TranscriptEntry[]) =>
  entries
    .flatMap(entry => (entry.kind === 'assistant' ? toolUses(entry.content).slice(-1) : []))
    .map(call => call.id)
    .slice(0, -KEEP_ANSWERS)

/** Characters of one result that fit when a turn made `calls` calls at once. */
export const roomForResult = (window: number, calls: number) =>
  Math.floor((window * 0.3 * CHARACTERS_PER_TOKEN) / Math.max(1, calls))
