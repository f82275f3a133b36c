import type { AssistantBlock, Message, StopReason, ToolResultBlock } from '../../src/domain/message.ts'
import { readResult } from '../../src/domain/quote.ts'
import type { AgentBrief, PlanOutcome } from '../../src/ports/desk.ts'
import type { Model, ModelEvent, ModelOutcome } from '../../src/ports/model.ts'
import type { Clockwork, Place } from './clockwork.ts'
import { conversationProblem } from './conversation.ts'
import type { Random } from './random.ts'
import { ANCHOR, type Deed, type RunScript, type Scenario, taskOf } from './scenario.ts'

/** Where an agent is in its script: it says so in each of its messages, so that it knows after any interruption. */
interface Mark {
  run: number
  phase: 'look' | 'ask' | 'deed' | 'plan' | 'revise' | 'report'
  step: number
  tries: number
}
const MARK = /\[(\d+):(look|ask|deed|plan|revise|report):(\d+):(\d+)\]/
const sayMark = (mark: Mark) => `[${mark.run}:${mark.phase}:${mark.step}:${mark.tries}]`

export interface MindOptions {
  scenario: Scenario
  clockwork: Clockwork
  random: Random
  place: Place
  brief: AgentBrief
  nextId(prefix: string): string
  wrong(text: string): void
  quirk(): boolean
}

/** A model that follows the scenario: what it says depends on the conversation it is handed, as after a reload. */
export function createMind(options: MindOptions): Model {
  const { scenario, clockwork, place, brief, random, nextId, wrong } = options
  return {
    window: scenario.model.window,
    async *stream(request): AsyncIterable<ModelEvent> {
      const problem = conversationProblem(request.messages)
      if (problem) wrong(`log truth: ${brief.agent} was sent a conversation that is not valid: ${problem}`)
      const id = nextId('request')
      if (scenario.model.tellsRequests)
        yield { type: 'sent', request: id, origin: 'https://model', bytes: 100, attempt: 1 }
      const failure = await clockwork.point({ sort: 'model', what: 'answer', place }, scenario.model.ms)
      if (failure?.kind === 'bug') throw new Error(failure.message)
      yield { type: 'text', text: 'Well' }
      if (scenario.model.tellsRequests)
        yield { type: 'received', request: id, bytes: 100, ...(failure ? { failure } : {}) }
      if (failure) {
        yield { type: 'outcome', outcome: { kind: 'failed', failure } }
        return
      }
      yield { type: 'outcome', outcome: options.quirk() ? quirky(random) : answer() }

      function answer(): ModelOutcome {
        const content = brief.role === 'lead' ? lead(request.messages) : helper(request.messages)
        return whole(content, content.some(block => block.type === 'tool_use') ? 'tool_use' : 'end_turn')
      }
    },
  }

  function call(name: string, input: unknown): AssistantBlock {
    return { type: 'tool_use', id: nextId('c'), name, input }
  }
  function say(mark: Mark, ...calls: AssistantBlock[]): AssistantBlock[] {
    return [{ type: 'text', text: sayMark(mark) }, ...calls]
  }

  function doDeed(mark: Mark, deed: Deed, owner: string): AssistantBlock[] {
    // No two calls ever write the same, so that each effect can be told from every other.
    const text = () => `${owner} wrote this in ${nextId('text')}\n${ANCHOR}\n`
    switch (deed.do) {
      case 'look':
        return say(mark, call('list', { path: '.' }), call('find', { glob: '**/*.md' }))
      case 'read':
        return say(mark, call('read', { path: deed.path }))
      case 'write':
        return say(mark, call('read', { path: deed.path }), call('write', { path: deed.path, content: text() }))
      case 'edit':
        return say(mark, call('edit', { path: deed.path, old: ANCHOR, new: `${ANCHOR}\n- ${owner} ${nextId('text')}` }))
      case 'move':
        return say(mark, call('move', { path: deed.path, to: deed.to }))
      case 'move-folder':
        return say(mark, call('move', { path: deed.path, to: deed.to }))
      case 'document':
        return say(mark, call('write_document', { path: deed.path, document: { format: 'html', markdown: text() } }))
      case 'edit-document':
        return say(
          mark,
          call('edit_document', {
            path: deed.path,
            operations: [{ kind: 'replace-text', find: ANCHOR, replace: `${ANCHOR}\n- ${owner} ${nextId('text')}` }],
          }),
        )
      case 'trash':
        return say(mark, call('trash', { path: deed.path, why: `${owner} does not need it` }))
      case 'pair':
        return say(
          mark,
          call('write', { path: deed.path, content: text() }),
          call('write', { path: deed.other, content: text() }),
        )
      case 'foreign':
        return say(mark, call('write', { path: deed.path, content: text() }))
      case 'bad':
        return say(mark, call('read', { file: 7 }), call('nothing', {}))
    }
  }

  function helper(messages: readonly Message[]): AssistantBlock[] {
    const id = brief.task!.replace(/^\d+\./, '')
    const script = scenario.runs.flatMap(run => run.tasks).find(task => task.id === id)
    const deeds = script?.deeds ?? []
    const { mark, failed, header } = lastStep(messages)
    if (mark && mark.phase === 'deed' && failed && mark.tries < 1 && random.chance(scenario.retries))
      return doDeed({ ...mark, tries: mark.tries + 1 }, deeds[mark.step]!, id)
    if (mark?.phase === 'report') {
      const again = { ...mark, step: mark.step + 1 }
      const missing = deeds.filter(deed => deed.do === 'write')
      // Sent back: what it was to write is written once more, then reported again.
      if (header?.accepted === false && mark.tries === 0 && missing.length > 0)
        return [...doDeed({ ...again, tries: 1 }, missing[0]!, id)]
      return report({ ...again, tries: mark.tries })
    }
    const step = mark ? mark.step + 1 : 0
    return step < deeds.length
      ? doDeed({ run: 0, phase: 'deed', step, tries: 0 }, deeds[step]!, id)
      : report({ run: 0, phase: 'report', step: 0, tries: 0 })
  }

  function report(mark: Mark): AssistantBlock[] {
    // Some never use the tool: their last words are the report.
    if (mark.step % 5 === 3) return say(mark)
    return say(mark, call('report', { summary: `Done, says ${brief.agent}` }))
  }

  function lead(messages: readonly Message[]): AssistantBlock[] {
    const run = Math.min(scenario.runs.length - 1, requestIn(messages))
    const script = scenario.runs[run]!
    const { mark: last, failed, header } = lastStep(messages)
    const mark = last?.run === run ? last : null
    const at = (phase: Mark['phase'], step: number, tries = 0): Mark => ({ run, phase, step, tries })
    const end = () => report(at('report', (mark?.phase === 'report' ? mark.step : -1) + 1))
    switch (mark?.phase) {
      case undefined:
        return doDeed(at('look', 0), { do: 'look' }, 'lead')
      case 'look':
        if (script.asks) return say(at('ask', 0), call('ask', { questions: [{ id: 'q', text: 'Which year?' }] }))
        return begin(script, at)
      case 'ask':
        return begin(script, at)
      case 'deed': {
        if (failed && mark!.tries < 1 && random.chance(scenario.retries))
          return doDeed(at('deed', mark!.step, 1), script.alone[mark!.step]!, `r${run}lead`)
        const step = mark!.step + 1
        return step < script.alone.length ? doDeed(at('deed', step), script.alone[step]!, `r${run}lead`) : end()
      }
      case 'plan':
      case 'revise':
        return afterPlan(mark!, header as PlanOutcome | null, at, end)
      case 'report':
        if (mark!.step < 12 && JSON.stringify(header?.problems ?? '').includes('still at work'))
          return say(at('revise', mark!.step + 1), call('revise_plan', { why: 'To wait' }))
        return end()
    }
  }

  function begin(script: RunScript, at: (phase: Mark['phase'], step: number) => Mark): AssistantBlock[] {
    if (script.tasks.length > 0) return say(at('plan', 0), submit(script))
    return doDeed(at('deed', 0), script.alone[0]!, `r${at('deed', 0).run}lead`)
  }
  function submit(script: RunScript): AssistantBlock {
    const tasks = script.tasks.map(task => taskOf(task, Object.keys(scenario.files)))
    return call('submit_plan', { goal: 'What was asked for', tasks: withoutShared(tasks) })
  }

  function afterPlan(
    mark: Mark,
    outcome: PlanOutcome | null,
    at: (phase: Mark['phase'], step: number) => Mark,
    end: () => AssistantBlock[],
  ): AssistantBlock[] {
    const step = mark.step + 1
    if (step > 8) return end()
    const revise = (more: Record<string, unknown>) =>
      say(at('revise', step), call('revise_plan', { why: 'To go on', ...more }))
    if (!outcome || !('status' in outcome)) return revise({})
    if (outcome.status === 'refused') return end()
    if (outcome.status === 'sent-back')
      return mark.phase === 'plan' && step < 3 ? say(at('plan', step), submit(scenario.runs[mark.run]!)) : end()
    const failed = outcome.tasks.filter(task => task.status === 'failed' || task.status === 'blocked')
    if (outcome.status === 'done' && (failed.length === 0 || step > 3)) return end()
    if (failed.length > 0 && random.chance(0.5)) {
      const again = scenario.runs[mark.run]!.tasks.filter(task => failed.some(one => one.id === task.id))
      return revise({ change: again.map(task => taskOf(task, Object.keys(scenario.files))) })
    }
    return revise({ skip: failed.map(task => task.id) })
  }
}

/** The plan's check refuses two tasks with one output; scripts never have them, but a path may be named twice in one. */
const withoutShared = <T extends { outputs: string[] }>(tasks: T[]): T[] => {
  const taken = new Set<string>()
  return tasks.map(task => {
    const outputs = task.outputs.filter(path => !taken.has(path))
    for (const path of outputs) taken.add(path)
    return { ...task, outputs }
  })
}

/** How many requests of the person stand before: which script it is. */
function requestIn(messages: readonly Message[]): number {
  let found = 0
  for (const message of messages) {
    if (message.role !== 'user') continue
    for (const block of message.content) {
      const match = block.type === 'text' ? /^Request (\d+)/.exec(block.text) : null
      if (match) found = Number(match[1])
    }
  }
  return found
}

function lastStep(messages: readonly Message[]): {
  mark: Mark | null
  failed: boolean
  header: Record<string, unknown> | null
} {
  let mark: Mark | null = null
  let at = messages.length - 1
  for (; at >= 0 && !mark; at--) {
    const message = messages[at]!
    if (message.role !== 'assistant') continue
    for (const block of message.content) {
      const match = block.type === 'text' ? MARK.exec(block.text) : null
      if (match)
        mark = {
          run: Number(match[1]),
          phase: match[2] as Mark['phase'],
          step: Number(match[3]),
          tries: Number(match[4]),
        }
    }
  }
  const results = messages
    .slice(at + 1)
    .flatMap(message => (message.role === 'user' ? message.content : []))
    .filter((block): block is ToolResultBlock => block.type === 'tool_result')
  const last = results.at(-1)
  const text = last?.content[0]?.type === 'text' ? last.content[0].text : ''
  return {
    mark,
    failed: last?.is_error === true,
    header: last && !last.is_error ? (readResult(text)?.header ?? null) : null,
  }
}

const whole = (content: AssistantBlock[], stop: StopReason): ModelOutcome => ({
  kind: 'message',
  content,
  stop,
  usage: { input: 0, output: 10, cacheRead: 0, cacheWrite: 0 },
})

/** What models now and then say instead of an answer. */
function quirky(random: Random): ModelOutcome {
  switch (random.weighted({ empty: 3, cut: 3, thoughts: 2, refusal: 1, full: 1, overflow: 1 })) {
    case 'empty':
      return whole([{ type: 'text', text: ' ' }], 'end_turn')
    case 'cut':
      return whole(
        [
          { type: 'text', text: 'I was about to' },
          { type: 'tool_use', id: `cut-${random.whole(0, 1e9)}`, name: 'write', input: { path: 'cut.md' } },
        ],
        'max_tokens',
      )
    case 'thoughts':
      return whole([{ type: 'thinking', thinking: 'Hm', signature: 'signed' }], 'max_tokens')
    case 'refusal':
      return whole([{ type: 'text', text: 'I would rather not.' }], 'refusal')
    case 'full':
      return { kind: 'failed', failure: { kind: 'context-full', message: 'The conversation is too long.' } }
    case 'overflow':
      return whole([{ type: 'text', text: 'There is no room' }], 'model_context_window_exceeded')
  }
}
