import { failed, unexpected } from '../../domain/failure.ts'
import type { AssistantBlock } from '../../domain/message.ts'
import { textOf, toolUses } from '../../domain/message.ts'
import type { Clock } from '../../ports/host.ts'
import type { Model, ModelEvent, ModelOutcome, ModelRequest } from '../../ports/model.ts'
import { helper } from './helper.ts'
import { JOBS } from './jobs.ts'
import { leadTurn } from './lead.ts'
import { replay, saidBy } from './steps.ts'

const WORDS_AT_ONCE = 12

/**
 * The planner with no AI, no key and no network: it drives the same loop as Claude, its turns are computed by rules from the
 * conversation. It understands a fixed list of jobs and says so where a request is none of them.
 */
export function createBuiltinModel({ clock }: { clock: Clock }): Model {
  return {
    window: 1e9,
    async *stream(request, signal) {
      if (signal.aborted) return yield ended({ kind: 'failed', failure: failed('stopped', 'Stopped.').failure })
      const outcome = turnOf(request, clock)
      if (outcome.kind === 'message') yield* told(outcome.content)
      yield ended(outcome)
    },
  }
}

const ended = (outcome: ModelOutcome): ModelEvent => ({ type: 'outcome', outcome })

function turnOf(request: ModelRequest, clock: Clock): ModelOutcome {
  const { messages, tools } = request
  const turn = messages.filter(message => message.role === 'assistant').length + 1
  let calls = 0
  const newId = () => `b${turn}-${++calls}`
  try {
    const content = tools.some(tool => tool.name === 'submit_plan')
      ? leadTurn(messages, JOBS, clock.now(), newId)
      : replay(helper(saidBy(messages), JOBS), messages, newId)
    const stop = toolUses(content).length > 0 ? 'tool_use' : 'end_turn'
    return { kind: 'message', content, stop, usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 } }
  } catch (error) {
    return { kind: 'failed', failure: unexpected(error, 'the built-in planner worked out its next step') }
  }
}

function* told(content: AssistantBlock[]): Generator<ModelEvent> {
  const words = textOf(content).split(/(?<=\s)/)
  for (let at = 0; at < words.length; at += WORDS_AT_ONCE) {
    const text = words.slice(at, at + WORDS_AT_ONCE).join('')
    if (text !== '') yield { type: 'text', text }
  }
  for (const call of toolUses(content)) yield { type: 'tool', name: call.name }
}
