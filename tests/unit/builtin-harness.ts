import picomatch from 'picomatch'
import { checkTask } from '../../src/agent/checks.ts'
import type { RootInfo } from '../../src/domain/event.ts'
import { failed, ok } from '../../src/domain/failure.ts'
import { parsePlace } from '../../src/domain/place.ts'
import type { Plan } from '../../src/domain/plan.ts'
import { planProblems } from '../../src/domain/plan-check.ts'
import { quoteResult, readResult } from '../../src/domain/quote.ts'
import type { Choice, FileInfo, JobKind } from '../../src/model/builtin/job.ts'
import { readJobBlock } from '../../src/model/builtin/job.ts'
import type { Answer, Call, Steps } from '../../src/model/builtin/steps.ts'
import type { ChangeRequest } from '../../src/ports/changes.ts'
import type { AgentDesk } from '../../src/ports/desk.ts'
import type { Reads } from '../../src/ports/reads.ts'
import type { ToolContext } from '../../src/tools/tool.ts'
import { prepare, toolsFor } from '../../src/tools/toolbox.ts'
import { documentsInThread } from '../doubles/documents-in-thread.ts'

const ROOTS: RootInfo[] = [
  { id: 'home', name: 'Home', access: 'readwrite', kind: 'folder' },
  { id: 'scratch', name: 'Scratch', access: 'readwrite', kind: 'scratch' },
]
const DOCUMENT_TOOLS = ['read_document', 'write_document', 'edit_document']
const encoder = new TextEncoder()

/** A folder in memory, by path (`scratch:x` too), with the tools that the jobs call; those for documents are the real ones. */
export class DeskInMemory {
  readonly files = new Map<string, Uint8Array>()
  readonly calls: Call[] = []
  private readonly seen = new Set<string>()

  constructor(files: Record<string, string | Uint8Array>) {
    for (const [path, content] of Object.entries(files))
      this.files.set(path, typeof content === 'string' ? encoder.encode(content) : content)
  }

  text = (path: string) => new TextDecoder().decode(this.files.get(path) ?? new Uint8Array())

  infos = (): FileInfo[] =>
    [...this.files]
      .filter(([path]) => !path.startsWith('scratch:'))
      .map(([path, bytes]) => ({ path, size: bytes.length, modified: 0 }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))

  /** Runs a generator to its end. Every helper starts having seen nothing. */
  async run<Value>(steps: Steps<Value>): Promise<Value> {
    this.seen.clear()
    let step = steps.next()
    while (!step.done) {
      const answers: Answer[] = []
      for (const call of step.value.calls) answers.push(await this.answer(call))
      step = steps.next(answers)
    }
    return step.value
  }

  private async answer(call: Call): Promise<Answer> {
    this.calls.push(call)
    const text = DOCUMENT_TOOLS.includes(call.tool) ? await this.document(call) : this.result(call)
    const { header, body } = readResult(text)!
    return { ok: header.ok === true, header, body, error: header.ok === true ? '' : String(header.error) }
  }

  /** The tools for documents, as an agent runs them. */
  private async document({ tool, input }: Call): Promise<string> {
    const prepared = prepare(toolsFor('helper'), tool, input)
    if (typeof prepared === 'string') return quoteResult({ ok: false, error: prepared, kind: 'invalid' })
    const path = String(input.path)
    const context: ToolContext = {
      call: 'c',
      agent: 'a',
      role: 'helper',
      roots: ROOTS,
      home: 'home',
      reads: this.reads(),
      documents: documentsInThread,
      desk: {
        apply: async (_call: string, request: ChangeRequest) => {
          if (request.kind !== 'write' || request.seen === 'not-looked')
            return failed('conflict', `${path} was not read before.`)
          const { place, bytes } = request
          this.files.set(place.root === 'home' ? place.path : `${place.root}:${place.path}`, bytes)
          return ok({ effect: 'e', version: { size: bytes.length, mtime: 0, hash: '' }, changed: true })
        },
      } as unknown as AgentDesk,
      seen: new Map([...this.seen].map(one => [`home:${one}`, { size: 0, mtime: 0, hash: '' }])),
    }
    const output = await prepared.tool.run(prepared.input, context)
    if (output.header.ok === true) this.seen.add(path)
    return quoteResult(output.header, output.body)
  }

  private result({ tool, input }: Call): string {
    const path = String(input.path ?? '')
    const bytes = this.files.get(path)
    switch (tool) {
      case 'find': {
        const matches = picomatch(String(input.glob), { dot: true, windows: false })
        const found = [...this.files]
          .filter(([one]) => matches(one))
          .map(([one, content]) => JSON.stringify({ path: one, size: content.length, modified: 0 }))
        return quoteResult({ ok: true, files: found.length, more: false }, found.join('\n'))
      }
      case 'read': {
        if (!bytes) return quoteResult({ ok: false, error: `${path} is not there.`, kind: 'missing' })
        this.seen.add(path)
        if (bytes.subarray(0, 8192).includes(0))
          return quoteResult({ ok: false, error: 'It is not text.', kind: 'binary' })
        const lines = new TextDecoder().decode(bytes).split('\n')
        const from = Number(input.from ?? 1)
        const to = Math.min(lines.length, from - 1 + Number(input.lines ?? 2000))
        return quoteResult(
          { ok: true, path, from, to, lines: lines.length, more: to < lines.length },
          lines.slice(from - 1, to).join('\n'),
        )
      }
      case 'write':
        if (bytes && !this.seen.has(path))
          return quoteResult({ ok: false, error: `${path} was not read before.`, kind: 'conflict' })
        this.files.set(path, encoder.encode(String(input.content)))
        this.seen.add(path)
        return quoteResult({ ok: true, path, created: !bytes })
      default:
        return quoteResult({ ok: false, error: `There is no tool ${tool}.`, kind: 'invalid' })
    }
  }

  /** What checks read with. */
  reads(): Reads {
    const nothing = async () => failed('invalid', 'Not in these tests.')
    return {
      list: nothing,
      find: nothing,
      search: nothing,
      version: async place => {
        const bytes = this.files.get(place.root === 'home' ? place.path : `${place.root}:${place.path}`)
        return ok(bytes ? { size: bytes.length, mtime: 0, hash: '' } : null)
      },
      read: async place => {
        const bytes = this.files.get(place.root === 'home' ? place.path : `${place.root}:${place.path}`)
        return bytes
          ? ok({ bytes, version: { size: bytes.length, mtime: 0, hash: '' } })
          : failed('missing', 'It is not there.')
      },
    }
  }
}

export interface JobRun {
  slots: Record<string, string>
  choices: Choice[]
  /** The plan, or why there is none. */
  plan: Plan | string
  /** What each task reported, and the checks it failed. */
  tasks: Record<string, { summary: string; open: string[]; failed: string[] }>
}

/** A whole job as the lead and its helpers run it: slots, a look, questions, plan, tasks in order, checks. */
export async function runJob(
  kind: JobKind,
  request: string,
  desk: DeskInMemory,
  more: { slots?: Record<string, string>; answers?: Record<string, string> } = {},
): Promise<JobRun> {
  const files = desk.infos()
  const slots = {
    ...Object.fromEntries(kind.slots(request, files).map(slot => [slot.name, slot.value])),
    ...more.slots,
  }
  const looked: unknown = structuredClone(kind.look ? await desk.run(kind.look(slots, files)) : null)
  const choices = kind.choices?.(slots, files, looked) ?? []
  const plan = kind.plan(slots, more.answers ?? {}, files, looked)
  const run: JobRun = { slots, choices, plan, tasks: {} }
  if (typeof plan === 'string') return run
  const problems = planProblems(plan, ROOTS, 'home')
  if (problems.length > 0) throw new Error(problems.join('\n'))
  for (const task of plan.tasks) {
    const before = new Map(desk.files)
    const block = readJobBlock(task.brief)!
    const step = kind.steps[block.step] as (input: unknown) => Steps<{ summary: string; open: string[] }>
    const done = await desk.run(step(block.input))
    const changed = [...desk.files].filter(([path, bytes]) => before.get(path) !== bytes).map(([path]) => path)
    const foreign = changed.filter(path => !task.outputs.includes(path))
    const checks = await checkTask(task, done.summary, {
      reads: desk.reads(),
      documents: documentsInThread,
      roots: ROOTS,
      home: 'home',
    })
    const fails = checks.filter(check => !check.ok).map(check => check.evidence)
    const lost = task.dependsOn.filter(id => !run.tasks[id])
    const places = task.outputs.filter(output => !parsePlace(output, ['home', 'scratch'], 'home').ok)
    run.tasks[task.id] = { ...done, failed: [...fails, ...foreign, ...lost, ...places] }
  }
  return run
}
