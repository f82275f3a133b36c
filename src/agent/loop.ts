import type { EventDraft } from '../domain/event.ts'
import { type Failure, failed, unexpected } from '../domain/failure.ts'
import type { AssistantBlock } from '../domain/message.ts'
import { textOf, toolUses } from '../domain/message.ts'
import { messagesOf, openCalls, type TranscriptEntry } from '../domain/transcript.ts'
import { sourcesOf } from '../domain/web.ts'
import type { AgentBrief, AgentDesk } from '../ports/desk.ts'
import type { Documents } from '../ports/documents.ts'
import type { Model, ModelOutcome } from '../ports/model.ts'
import type { Reads } from '../ports/reads.ts'
import { specOf, toolsFor } from '../tools/toolbox.ts'
import { type CallsDeps, refuse, runCalls, seenIn } from './calls.ts'
import { estimateTokens, roomForResult, tokensOfSpecs, trimFor } from './context.ts'
import type { Gate } from './gate.ts'
import { createRepetitionGuard } from './guards.ts'
import type { News } from './news.ts'

export interface LoopDeps {
  model(): Promise<Model>
  desk: AgentDesk
  reads: Reads
  documents: Documents
  news: News
  gate: Gate
}

const MAX_TOKENS = 16_000
const MAX_NUDGES = 3
/** How often an answer that the endpoint paused is sent back to be finished. */
const MAX_PAUSES = 10

type Ending = { outcome: 'done' | 'failed'; failure?: Failure }

/**
 * The agent: asks the model, runs the tools it calls, and goes on until the work is reported and accepted. The lead and the helpers
 * run this same loop with different briefs. All it keeps is `entries`, which the log can give back: started again with them it goes
 * on where it was. It never throws; its end is the event `agent.ended`.
 */
export async function runAgent(brief: AgentBrief, deps: LoopDeps, signal: AbortSignal): Promise<void> {
  const ending = await endingOf(brief, deps, signal)
  if (signal.aborted) return
  deps.news.tell({ type: 'agent.ended', by: brief.agent, ...taskOf(brief), agent: brief.agent, ...ending })
  await deps.news.commit()
}

/** What was not expected ends the agent with its failure: nobody else would hear of it. */
async function endingOf(brief: AgentBrief, deps: LoopDeps, signal: AbortSignal): Promise<Ending> {
  try {
    return await createAgent(brief, deps, await deps.model(), signal)()
  } catch (error) {
    return { outcome: 'failed', failure: unexpected(error, 'an agent was at work') }
  }
}

const taskOf = (brief: AgentBrief) => (brief.task ? { task: brief.task } : {})

function createAgent(brief: AgentBrief, deps: LoopDeps, model: Model, signal: AbortSignal) {
  const { news, gate, desk } = deps
  const entries: TranscriptEntry[] = [...brief.entries]
  const tools = toolsFor(brief.role)
  const specs = tools.map(specOf)
  const repetition = createRepetitionGuard()
  const fixed = tokensOfSpecs(specs) + estimateTokens(brief.system)
  let scale = 1
  let turns = 0
  let tokens = 0
  let nudges = 0
  let pauses = 0
  let stopped: Failure | null = null
  /** Set once it was told that its tokens are used up: the turn by which it must have come to an end. */
  let endBy: number | null = null

  const tell = (event: EventDraft) => news.tell({ ...event, ...taskOf(brief) })
  const by = brief.agent

  const nudge = async (text: string) => {
    const content = [{ type: 'text' as const, text }]
    tell({ type: 'turn.given', by, agent: by, kind: 'nudge', body: await news.keep(content) })
    entries.push({ kind: 'user', content })
  }

  const guard = (name: 'repetition' | 'turns' | 'tokens', stops: boolean, text: string) => {
    tell({ type: 'guard.tripped', by, agent: by, guard: name, stopped: stops, text })
    if (stops) stopped = failed('limit', text).failure
  }

  const calls: CallsDeps = {
    brief,
    tools,
    news,
    context: {
      agent: by,
      role: brief.role,
      ...taskOf(brief),
      roots: brief.roots,
      home: brief.home,
      reads: deps.reads,
      documents: deps.documents,
      takesPdf: () => model.takesPdf === true,
      desk,
      seen: seenIn(
        entries,
        brief.roots.map(root => root.id),
        brief.home,
      ),
    },
    remark(call) {
      const seen = repetition.look(call)
      if (seen.kind === 'fine') return null
      guard(
        'repetition',
        seen.kind === 'stop',
        `The same call of "${call.name}" with the same arguments was made ${seen.times} times.`,
      )
      return `You have made this same call ${seen.times} times with the same arguments. Do something else, or report what is open.`
    },
    room: count => roomForResult(model.window, count),
    changed: call => repetition.changed(call),
    async mayStart() {
      await gate.pass()
      return !signal.aborted
    },
  }

  const trim = (force: boolean) => {
    const plan = trimFor(entries, model.window, fixed, scale, force)
    if (!plan) return false
    const { entry, before, after } = plan
    tell({
      type: 'context.trimmed',
      by,
      agent: by,
      upTo: entry.upTo,
      whole: entry.whole,
      tokensBefore: before,
      tokensAfter: after,
    })
    entries.push(entry)
    return true
  }

  /** One answer of the model, whole, recorded; or why there is none. */
  const ask = async (): Promise<ModelOutcome> => {
    const request = {
      model: brief.setup.provider === 'anthropic' ? brief.setup.model : 'builtin',
      system: brief.system,
      tools: specs,
      messages: messagesOf(entries),
      maxTokens: brief.setup.provider === 'anthropic' ? brief.setup.maxTokens : MAX_TOKENS,
      ...(brief.web ? { web: true } : {}),
    }
    for await (const event of model.stream(request, signal)) {
      if (event.type === 'text' || event.type === 'thinking')
        news.signal({ type: event.type, agent: by, text: event.text })
      else if (event.type === 'tool') news.signal({ type: 'tool', agent: by, tool: event.name })
      else if (event.type === 'web') tell({ type: 'web.asked', by, agent: by, ...event.asked })
      else if (event.type === 'sent') {
        const { request: id, origin, bytes, attempt } = event
        tell({ type: 'request.sent', by, agent: by, request: id, origin, bytes, attempt })
        // It leaves when the model goes on: by then the log has it, whatever becomes of this worker.
        await news.commit()
      } else if (event.type === 'received')
        tell({
          type: 'request.ended',
          by,
          agent: by,
          request: event.request,
          bytes: event.bytes,
          ...(event.failure ? { failure: event.failure } : {}),
        })
      else if (event.type === 'waiting')
        tell({ type: 'request.waiting', by, agent: by, why: event.why, until: event.until, attempt: event.attempt })
      else {
        if (event.outcome.kind === 'message')
          await keepMessage(event.outcome, () => estimateTokens(request.messages) + fixed)
        return event.outcome
      }
    }
    return { kind: 'failed', failure: failed('cut', 'The model’s answer ended without a result.').failure }
  }

  const keepMessage = async (outcome: Extract<ModelOutcome, { kind: 'message' }>, estimated: () => number) => {
    const { content, stop, usage } = outcome
    const counted = usage.input + usage.cacheRead + usage.cacheWrite
    if (counted > 0) scale = Math.max(0.5, Math.min(3, counted / estimated()))
    tokens += usage.input + usage.output + usage.cacheWrite
    const sources = sourcesOf(content).length
    tell({
      type: 'message.finished',
      by,
      agent: by,
      body: await news.keep(content),
      stop,
      text: clip(textOf(content), 1500),
      thinking: clip(thinkingOf(content), 1000),
      usage,
      ...(sources > 0 ? { sources } : {}),
    })
    entries.push({ kind: 'assistant', content, ...(stop === 'pause_turn' ? { paused: true } : {}) })
    if (stop !== 'tool_use')
      await refuse(
        toolUses(content),
        entries,
        { news, brief },
        `Not run: the message ended with "${stop}" before it was complete. Make the call again, in smaller pieces.`,
      )
    await news.commit()
  }

  /** The model said its last word without `report`: its text is the report. */
  const ended = async (): Promise<Ending | null> => {
    const last = entries.findLast(entry => entry.kind === 'assistant')
    const text = last?.kind === 'assistant' ? textOf(last.content).trim() : ''
    if (text === '' && nudges++ < MAX_NUDGES) {
      await nudge('Your message was empty. Go on with the work, or call report.')
      return null
    }
    const verdict = await desk.report(`end-${entries.length}`, { summary: text || 'Nothing was said.', open: [] })
    if (!verdict.ok) return { outcome: 'failed', failure: verdict.failure }
    if (verdict.value.accepted) return { outcome: 'done' }
    await nudge(`This is not finished yet. ${verdict.value.problems.join(' ')} Mend it and call report.`)
    return null
  }

  const afterMessage = async (outcome: Extract<ModelOutcome, { kind: 'message' }>): Promise<Ending | null> => {
    if (outcome.stop !== 'pause_turn') pauses = 0
    switch (outcome.stop) {
      case 'max_tokens':
        if (nudges++ >= MAX_NUDGES)
          return {
            outcome: 'failed',
            failure: failed('limit', 'The answer was cut at its length limit again and again.').failure,
          }
        await nudge('Your message was cut at its length limit. Go on, in smaller steps.')
        return null
      case 'pause_turn':
        // It goes back as it is, and the endpoint goes on where it was.
        if (pauses++ < MAX_PAUSES) return null
        return {
          outcome: 'failed',
          failure: failed('limit', 'The endpoint paused the same answer again and again without finishing it.').failure,
        }
      case 'refusal':
        return {
          outcome: 'failed',
          failure: failed(
            'not-allowed',
            'The model declined to go on with this. Put the request differently, or leave this part out.',
          ).failure,
        }
      case 'model_context_window_exceeded':
        if (!trim(true))
          return {
            outcome: 'failed',
            failure: failed(
              'context-full',
              'The conversation no longer fits the model, and nothing is left to put aside.',
            ).failure,
          }
        await nudge('Older results were put aside to make room. Go on.')
        return null
      default:
        return null
    }
  }

  return async (): Promise<Ending> => {
    for (;;) {
      await gate.pass()
      if (signal.aborted) return { outcome: 'failed' }
      if (stopped) return { outcome: 'failed', failure: stopped }
      const open = openCalls(entries)
      if (open.length > 0) {
        if (await runCalls(open, entries, calls)) return { outcome: 'done' }
        continue
      }
      const last = entries.at(-1)
      // Between the halves of a paused answer nobody speaks.
      if (last?.kind !== 'assistant' || !last.paused) {
        const messages = await desk.takeMessages()
        if (!messages.ok) return { outcome: 'failed', failure: messages.failure }
        for (const text of messages.value) entries.push({ kind: 'user', content: [{ type: 'text', text }] })
        if (entries.at(-1)?.kind === 'assistant') {
          const ending = await ended()
          if (ending) return ending
          continue
        }
      }
      if (endBy === null && brief.limits.soft !== undefined && tokens >= brief.limits.soft) {
        endBy = turns + TURNS_TO_END
        guard(
          'tokens',
          false,
          `The limit of ${brief.limits.soft} tokens for a task is reached; it was told to come to an end.`,
        )
        await nudge(COME_TO_AN_END)
      }
      if (turns++ >= brief.limits.turns)
        guard('turns', true, `Stopped after ${brief.limits.turns} turns. What was done is kept.`)
      else if (endBy !== null && turns > endBy)
        guard('tokens', true, `Stopped at the limit of ${brief.limits.soft} tokens. What was done is kept.`)
      else if (tokens >= brief.limits.tokens)
        guard('tokens', true, `Stopped at the limit of ${brief.limits.tokens} tokens. What was done is kept.`)
      if (stopped) continue
      trim(false)
      const outcome = await ask()
      if (outcome.kind === 'failed') {
        if (outcome.failure.kind === 'context-full' && trim(true)) continue
        return { outcome: 'failed', failure: outcome.failure }
      }
      const ending = await afterMessage(outcome)
      if (ending) return ending
    }
  }
}

/** How many more turns an agent has that was told to come to an end. */
const TURNS_TO_END = 4
const COME_TO_AN_END =
  'The person has limited how much this task may use, and the limit is reached. Finish what is half done, start nothing new, and report now: say what is done, and under "open" what is not.'

const clip = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text)

const thinkingOf = (content: AssistantBlock[]) =>
  content.flatMap(block => (block.type === 'thinking' ? [block.thinking] : [])).join('\n')
