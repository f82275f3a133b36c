import type { ToolUseBlock } from '../domain/message.ts'

const WARN_AT = 3
const STOP_AT = 5

export type Repetition = { kind: 'fine' } | { kind: 'warn' | 'stop'; times: number }

/**
 * Notices an agent that goes in a circle: the same call with the same arguments. Once something was changed by another call the
 * count starts anew, since reading again what was just changed is sensible.
 */
export function createRepetitionGuard() {
  let counts = new Map<string, number>()
  const keyOf = (call: ToolUseBlock) => `${call.name} ${JSON.stringify(call.input)}`
  return {
    look(call: ToolUseBlock): Repetition {
      const key = keyOf(call)
      const times = (counts.get(key) ?? 0) + 1
      counts.set(key, times)
      if (times >= STOP_AT) return { kind: 'stop', times }
      return times >= WARN_AT ? { kind: 'warn', times } : { kind: 'fine' }
    },
    changed(by: ToolUseBlock) {
      counts = new Map([[keyOf(by), counts.get(keyOf(by)) ?? 0]])
    },
  }
}
