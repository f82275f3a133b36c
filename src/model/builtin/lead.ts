import type { AssistantBlock, Message } from '../../domain/message.ts'
import { amend } from './amend.ts'
import type { FileInfo, JobKind, Slot } from './job.ts'
import { carryOut } from './lead-plan.ts'
import { readBack, recordOf, restate } from './restate.ts'
import { runsOf } from './runs.ts'
import { clip, countOf, reportCall, rowsOf } from './say.ts'
import type { Answer, Steps } from './steps.ts'
import { replay, resultOf } from './steps.ts'
import { type Understood, understand } from './understand.ts'
import { resolveDates } from './words.ts'

/** What a finished run leaves for a follow-up: the job, and what the person changed in it. */
interface Finished {
  job: JobKind
  request: string
  slots: Slot[]
  changed: Record<string, string>
}

const MOST_CHARACTERS = 4000

type Known = Finished | null

/** The lead's next turn. Earlier runs of the conversation are gone through too, for what a follow-up builds on. */
export function leadTurn(
  messages: readonly Message[],
  jobs: readonly JobKind[],
  now: number,
  newId: () => string,
): AssistantBlock[] {
  const runs = runsOf(messages)
  let previous: Known = null
  for (const run of runs.slice(0, -1))
    previous = resultOf(lead(run.request, previous, run.steers, jobs, now), run.messages) ?? previous
  const run = runs.at(-1)
  if (!run) return [{ type: 'text', text: plainAnswer({ kind: 'none' }, jobs) }]
  return replay(lead(run.request, previous, run.steers, jobs, now), run.messages, newId)
}

/** One run, from the request to the report. Gives what the next one may build on; null when it was no job. */
function* lead(
  request: string,
  previous: Known,
  steers: readonly string[],
  jobs: readonly JobKind[],
  now: number,
): Steps<Known> {
  const understood = understand(request)
  const dated = resolveDates(request.slice(0, MOST_CHARACTERS), now)
  const change = previous && understood.kind !== 'job' ? amend(dated, previous.slots) : null
  if (previous && change)
    return yield* doJob({ ...previous, changed: { ...previous.changed, [change.name]: change.value } }, steers)
  const job = understood.kind === 'job' ? jobs.find(each => each.id === understood.job) : undefined
  if (job) return yield* doJob({ job, request: dated, slots: [], changed: {} }, steers)
  yield { say: plainAnswer(understood, jobs), calls: [] }
  return null
}

function* doJob({ job, request, changed: carried }: Finished, steers: readonly string[]): Steps<Known> {
  const found = yield* look(job)
  if (typeof found === 'string') return yield* endWith(found)
  const { files, notes } = found
  const own = job.slots(request, files)
  const slots = own.map(slot => ({ ...slot, value: carried[slot.name] ?? slot.value }))
  let looked = job.look ? yield* job.look(recordOf(slots), files) : undefined
  const choices = job.choices?.(recordOf(slots), files, looked) ?? []
  const answered = yield* ask(job, slots, choices)
  if (answered === null) return yield* endWith('You did not confirm the job, so I stopped. Nothing was changed.')
  const { slots: final, unknown } = readBack(answered.job ?? '', slots)
  const edited = final.some((slot, index) => slot.value !== slots[index]!.value)
  if (edited && job.look) looked = yield* job.look(recordOf(final), files)
  notes.push(
    ...unknown.map(line => `This line of yours names nothing that I know, so it is not followed: “${clip(line, 180)}”`),
  )
  const plan = job.plan(recordOf(final), answered, files, looked)
  if (typeof plan === 'string') return yield* endWith(plan, notes)
  yield* carryOut({ ...plan, assumptions: [...notes, ...plan.assumptions] }, steers)
  const changed = Object.fromEntries(
    final.flatMap(({ name, value }, index) => (value === own[index]!.value ? [] : [[name, value]])),
  )
  return { job, request, slots: final, changed }
}

/** All files of the folder, or one sentence that says why there is nothing to do. */
function* look(job: JobKind): Steps<{ files: FileInfo[]; notes: string[] } | string> {
  const input = { glob: '**/*', limit: 20_000, ...(job.needsHashes ? { hashes: true } : {}) }
  const [answer] = yield {
    say: `I understand this as: **${job.title}**. First I look at what is in the folder.`,
    calls: [{ tool: 'find', input }],
  }
  if (!answer?.ok) return `I could not look into the folder: ${answer?.error ?? 'no answer came.'} Nothing was changed.`
  const files = rowsOf<FileInfo>(answer)
  if (files.length === 0) return 'The folder is empty, so there is nothing to do. Nothing was changed.'
  return {
    files,
    notes: answer.header.more === true ? ['The folder has more than 20,000 files. Only these were looked at.'] : [],
  }
}

/** One batch: the job as it was understood, and what else must be known. Null when the person declined. */
function* ask(job: JobKind, slots: readonly Slot[], choices: readonly object[]): Steps<Record<string, string> | null> {
  const restated = {
    id: 'job',
    text: 'This is what I understood. Change what is wrong.',
    suggested: restate(slots),
    long: true,
  }
  const [answer]: (Answer | undefined)[] = yield {
    say: `Please check this before anything happens: ${job.title.charAt(0).toLowerCase()}${job.title.slice(1)}.`,
    calls: [{ tool: 'ask', input: { questions: [restated, ...choices.slice(0, 5)] } }],
  }
  if (!answer?.ok || answer.header.declined === true) return null
  return { ...(answer.header.answers as Record<string, string> | undefined) }
}

function* endWith(sentence: string, open: string[] = []): Steps<null> {
  yield { calls: [reportCall(sentence, open)] }
  return null
}

/** What the planner can do, and how to get more than rules. Starts nothing. */
function plainAnswer(understood: Understood, jobs: readonly JobKind[]): string {
  const tied = understood.kind === 'tie' ? jobs.filter(job => understood.jobs.includes(job.id)) : []
  const first =
    tied.length > 0
      ? `This could be ${countOf(tied.length, 'job', 'different jobs')} of mine: ${tied.map(job => `“${job.title}”`).join(' and ')}. I did not want to guess, so nothing was done. Ask for one at a time.`
      : 'I am the built-in planner: fixed rules, no AI. I do not recognise one of my jobs in this, so nothing was done.'
  const list = jobs.map(job => `- **${job.title}.** For example: “${job.example}”`)
  const more =
    'For anything else, connect Claude: open Settings, choose Claude and enter your API key, or the address of a gateway, Ollama or LM Studio.'
  return [first, `What I can do:\n${list.join('\n')}`, more].join('\n\n')
}
