import type { AssistantBlock } from '../../src/domain/message.ts'
import type { Model, ModelOutcome, ModelRequest } from '../../src/ports/model.ts'

export type Script = (
  request: ModelRequest,
  turn: number,
) => AssistantBlock[] | ModelOutcome | Promise<AssistantBlock[] | ModelOutcome>

/** A model that says what a test has written for it. `turn` counts the assistant messages before this one. */
export function createScriptedModel(script: Script, window = 200_000): Model & { requests: ModelRequest[] } {
  const requests: ModelRequest[] = []
  return {
    window,
    requests,
    async *stream(request) {
      requests.push(structuredClone(request))
      const turn = request.messages.filter(message => message.role === 'assistant').length
      const said = await script(request, turn)
      if (!Array.isArray(said)) {
        yield { type: 'outcome', outcome: said }
        return
      }
      const stop = said.some(block => block.type === 'tool_use') ? ('tool_use' as const) : ('end_turn' as const)
      const usage = { input: 0, output: 10, cacheRead: 0, cacheWrite: 0 }
      yield { type: 'outcome', outcome: { kind: 'message', content: said, stop, usage } }
    },
  }
}

let ids = 0
export const say = (text: string): AssistantBlock => ({ type: 'text', text })
export const call = (name: string, input: unknown): AssistantBlock => ({
  type: 'tool_use',
  id: `toolu_${++ids}`,
  name,
  input,
})
