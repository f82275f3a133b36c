import type { FileContent } from '../domain/event.ts'
import { failed, unexpected } from '../domain/failure.ts'
import type { ShownBlock, ToolUseBlock } from '../domain/message.ts'
import { parsePlace } from '../domain/place.ts'
import { quoteResult, readResult } from '../domain/quote.ts'
import type { TranscriptEntry } from '../domain/transcript.ts'
import type { Seen } from '../ports/changes.ts'
import type { AgentBrief } from '../ports/desk.ts'
import { failedOutput, seenKey, type Tool, type ToolContext, type ToolOutput } from '../tools/tool.ts'
import { type PreparedCall, prepare } from '../tools/toolbox.ts'
import type { News } from './news.ts'

export interface CallsDeps {
  brief: AgentBrief
  tools: Tool<unknown>[]
  news: News
  context: Omit<ToolContext, 'call'>
  /** Text put beside a result, like a warning of a guard; null for none. */
  remark(call: ToolUseBlock): string | null
  /** Characters one result may have when so many calls run in a turn. */
  room(calls: number): number
  /** Told when a call changed something in a folder. */
  changed(call: ToolUseBlock): void
  /** Waits while paused. False when nothing more may start. */
  mayStart(): Promise<boolean>
}

/**
 * Runs the calls of one message and adds their results to `entries`, each recorded. Neighbouring read-only calls run at once, all
 * others one by one in order. Resolves with true when a tool said that the work has ended.
 */
export async function runCalls(calls: ToolUseBlock[], entries: TranscriptEntry[], deps: CallsDeps): Promise<boolean> {
  const prepared = calls.map(call => ({ call, ready: prepare(deps.tools, call.name, call.input) }))
  let ends = false
  for (let i = 0; i < prepared.length; ) {
    let next = i + 1
    if (isReadOnly(prepared[i]!.ready)) while (next < prepared.length && isReadOnly(prepared[next]!.ready)) next++
    if (!(await deps.mayStart())) return false
    const group = prepared.slice(i, next)
    const outputs = await Promise.all(group.map(({ call, ready }) => runOne(call, ready, calls.length, deps)))
    for (const [index, { entry, output }] of outputs.entries()) {
      entries.push(entry)
      if (output.ends) ends = true
      const { call, ready } = group[index]!
      if (!isReadOnly(ready) && !output.failure && output.header.changed !== false) deps.changed(call)
    }
    if (ends && next < prepared.length)
      await refuse(
        prepared.slice(next).map(each => each.call),
        entries,
        deps,
        AFTER_REPORT,
      )
    if (ends) break
    i = next
  }
  await deps.news.commit()
  return ends
}

const AFTER_REPORT = 'Not run: you reported before this call, so the work was over.'

/** Answers calls that are not run, so that each call of the conversation has its result. */
export async function refuse(
  calls: readonly ToolUseBlock[],
  entries: TranscriptEntry[],
  { news, brief }: Pick<CallsDeps, 'news' | 'brief'>,
  why: string,
): Promise<void> {
  const by = brief.agent
  const task = brief.task ? { task: brief.task } : {}
  for (const call of calls) {
    const result = { content: [{ type: 'text' as const, text: why }], isError: true }
    const body = await news.keep(result)
    const summary = `Call ${call.name}`.slice(0, 100)
    news.tell({ type: 'tool.started', by, ...task, agent: by, call: call.id, tool: call.name.slice(0, 60), summary })
    const failure = failed('cut', why).failure
    news.tell({ type: 'tool.finished', by, ...task, agent: by, call: call.id, body, summary: why, failure })
    entries.push({ kind: 'result', call: call.id, ...result })
  }
}

const isReadOnly = (ready: PreparedCall | string) => typeof ready === 'string' || ready.tool.readOnly

async function runOne(call: ToolUseBlock, ready: PreparedCall | string, calls: number, deps: CallsDeps) {
  const { news, brief } = deps
  const by = brief.agent
  const task = brief.task ? { task: brief.task } : {}
  const summary = typeof ready === 'string' ? `Call ${call.name}` : ready.tool.summary(ready.input)
  news.tell({
    type: 'tool.started',
    by,
    ...task,
    agent: by,
    call: call.id,
    tool: call.name.slice(0, 60),
    summary: short(summary),
  })
  if (typeof ready !== 'string' && !ready.tool.readOnly) await news.commit()
  const output = await outputOf(call, ready, deps)
  const { content, isError } = contentOf(output, deps.room(calls), deps.remark(call), isReadOnly(ready))
  const body = await news.keep({ content, isError })
  if (!isError)
    for (const files of parts(output.files ?? []))
      news.tell({ type: 'files.shown', by, ...task, agent: by, call: call.id, files })
  if (!isError && output.hidden) {
    const { file, places } = output.hidden
    const found = places.slice(0, HIDDEN_PLACES).map(({ at, why }) => ({ at: at.slice(0, 80), why: why.slice(0, 80) }))
    const { root, path } = file
    const hidden = { file: { root, path }, total: places.length, found }
    news.tell({ type: 'hidden.found', by, ...task, agent: by, call: call.id, ...hidden })
  }
  news.tell({
    type: 'tool.finished',
    by,
    ...task,
    agent: by,
    call: call.id,
    body,
    summary: short(output.summary),
    ...(output.failure ? { failure: output.failure } : {}),
  })
  const entry: TranscriptEntry = { kind: 'result', call: call.id, content, isError }
  return { entry, output }
}

async function outputOf(call: ToolUseBlock, ready: PreparedCall | string, deps: CallsDeps): Promise<ToolOutput> {
  if (typeof ready === 'string') return failedOutput(failed('invalid', ready).failure)
  try {
    return await ready.tool.run(ready.input, { ...deps.context, call: call.id })
  } catch (error) {
    return failedOutput(unexpected(error, `using the tool "${call.name}"`))
  }
}

function contentOf(output: ToolOutput, room: number, remark: string | null, mayRefuse: boolean) {
  const text = quoteResult(output.header, output.body)
  const tooLong = text.length > room
  const refused = tooLong && mayRefuse
  const shown = refused
    ? quoteResult(tooMuch(text.length, room))
    : tooLong
      ? quoteResult(shortened(output.header, room))
      : text
  const seen = refused ? [] : [...(output.images ?? []), ...(output.documents ?? [])]
  const content: ShownBlock[] = [{ type: 'text', text: shown }, ...seen]
  if (remark) content.push({ type: 'text', text: remark })
  return { content, isError: refused || output.failure !== undefined }
}

const tooMuch = (length: number, room: number) => ({
  ok: false,
  kind: 'too-large',
  error: `This result has ${length} characters and only ${room} fit now. Ask for fewer lines, fewer files at once, or something narrower.`,
})

/** What happened cannot be taken back by a long answer: its texts are cut until it fits, and it stays a success. */
function shortened(header: Record<string, unknown>, room: number): Record<string, unknown> {
  for (let most = 1000; most > 20; most = Math.floor(most / 2)) {
    const cut = JSON.stringify(header, (_, value: unknown) =>
      typeof value === 'string' && value.length > most ? `${value.slice(0, most)}…` : value,
    )
    if (cut.length <= room) return JSON.parse(cut)
  }
  return { ok: header.ok, status: header.status, note: 'The details are in the log; they do not fit here.' }
}

/** Places of hidden text that are named to the person. */
const HIDDEN_PLACES = 6

/** An event stays under 4 kB, and one path may have a thousand characters. */
const PART_CHARACTERS = 2500

/** Lists of files that fit an event each. */
function parts(files: NonNullable<ToolOutput['files']>): FileContent[][] {
  const lists: FileContent[][] = []
  let room = 0
  for (const { place, bytes } of files) {
    const file = { root: place.root, path: place.path, bytes }
    const size = JSON.stringify(file).length
    if (size > room) {
      lists.push([])
      room = PART_CHARACTERS
    }
    lists.at(-1)!.push(file)
    room -= size
  }
  return lists
}

const short = (text: string) => (text.length > 400 ? `${text.slice(0, 397)}…` : text)

/** What the agent had seen before a reload, out of the results it was given. */
export function seenIn(entries: readonly TranscriptEntry[], roots: readonly string[], home: string): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  for (const entry of entries) {
    const first = entry.kind === 'result' && !entry.isError ? entry.content[0] : undefined
    const header = first?.type === 'text' ? readResult(first.text)?.header : undefined
    if (typeof header?.path !== 'string' || typeof header.hash !== 'string') continue
    const place = parsePlace(header.path, roots, home)
    if (place.ok)
      seen.set(seenKey(place.value), { size: Number(header.size), mtime: Number(header.modified), hash: header.hash })
  }
  return seen
}
