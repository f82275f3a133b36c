import type { ChangeOp, Grant, ModelChoice } from '../domain/event.ts'
import { lazily } from '../domain/lazily.ts'
import { nameOf, showPlace } from '../domain/place.ts'
import type { Need, Verb } from '../domain/plan.ts'
import { showInvisible } from '../domain/quote.ts'
import type { AgentState, RunStatus, TaskState } from '../domain/state.ts'
import type { RedoReport, UndoReport } from '../ports/changes.ts'

/** Everything here turns data into the words a person reads. */

export const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`

export function bytes(size: number): string {
  if (size < 1000) return count(size, 'byte')
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = size / 1000
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

// The first one that a page makes takes some 20 ms, which the person would wait for if it were made at the start.
const clock = lazily(() => new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }))
const clockWithSeconds = lazily(() => new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' }))
const day = lazily(() => new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' }))
export const timeOf = (at: number) => clock().format(at)
export const secondOf = (at: number) => clockWithSeconds().format(at)
export const dayOf = (at: number, today: number) =>
  new Date(at).toDateString() === new Date(today).toDateString() ? timeOf(at) : day().format(at)

export function lasting(ms: number): string {
  if (ms > 0 && ms < 1000) return 'under 1\u00a0s'
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds}\u00a0s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}\u00a0min ${seconds % 60}\u00a0s`
    : `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`
}

/** What tasks hand on to each other lies in no folder of the person, and its place says nothing to them. */
export const sayNotes = (text: string) => showInvisible(text.replace(/\bscratch:/g, 'note '))

/** The status of a run in a word or two, and, where it helps, what to do. */
export function sayStatus(status: RunStatus): string {
  switch (status.kind) {
    case 'idle':
      return 'Ready'
    case 'running':
      return 'Working'
    case 'paused':
      return {
        person: 'Paused',
        refused: 'Paused: you refused a change',
        'permission-lost': 'Paused: reconnect the folder',
        trouble: 'Paused: something needs you',
        reload: 'Paused: the page was reloaded',
      }[status.why]
    case 'done':
      return 'Done'
    case 'stopped':
      return 'Stopped'
    case 'failed':
      return 'Failed'
  }
}

const TASK_WORDS: Record<TaskState['status'], string> = {
  planned: 'Not started',
  running: 'Working',
  checking: 'Being checked',
  done: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
  interrupted: 'Interrupted',
}

const AGENT_WORDS: Record<AgentState['status'], string> = {
  working: 'Working',
  waiting: 'Waiting',
  done: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
}

/** What a task is doing, in a word or two: while its session is paused, nothing works. */
export const sayTask = (task: TaskState['status'], run: RunStatus): string =>
  run.kind === 'paused' && (task === 'running' || task === 'checking') ? 'Paused' : TASK_WORDS[task]

/** What an agent is doing, as `sayTask` says it of a task. */
export const sayAgent = (agent: AgentState['status'], run: RunStatus): string =>
  run.kind === 'paused' && agent === 'working' ? 'Paused' : AGENT_WORDS[agent]

export const sayPlanner = (model: ModelChoice) =>
  model.provider === 'builtin'
    ? 'Built-in planner (rules, no AI, nothing leaves this machine)'
    : `Claude via ${originOf(model.baseUrl ?? 'https://api.anthropic.com')}`

export function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url
}

const VERB_WORDS: Record<Verb, string> = {
  create: 'Make new files',
  overwrite: 'Replace files',
  move: 'Move or rename files',
  trash: 'Move files to the trash',
}

/** What a plan will be allowed to do, in plain words. */
export const sayNeed = (need: Need) =>
  `${VERB_WORDS[need.verb]}: at most ${need.most}, in ${need.paths.map(showInvisible).join(', ')}`

/** What is allowed. One answer for the session covers a whole folder; the file that it was given for is one of many there. */
export function sayGrant({ from, needs }: Grant): string[] {
  if (from !== 'session') return needs.map(sayNeed)
  return needs.map(({ verb, paths }) => {
    const folder = paths.at(-1)!.replace(/[:/]?\*\*$/, '')
    return `${VERB_WORDS[verb]}, anywhere in ${folder === '' ? 'the folder' : showInvisible(folder)}`
  })
}

/** What a browser cannot keep, said before the first overwrite. */
export const REWRITING =
  'Rewriting keeps the permissions of a file. What a browser cannot keep is its owner and some details of the system (extended attributes, hard links).'

/** The operation as a question of the permission dialog; never worded by a model. */
export function askChange(op: ChangeOp): string {
  const name = showInvisible(nameOf(op.path))
  switch (op.op) {
    case 'create':
      return `Make the new file "${name}"?`
    case 'overwrite':
      return `Replace what is in "${name}"?`
    case 'move':
      return `Move "${name}"?`
    case 'trash':
      return `Move "${name}" to the trash?`
  }
}

export const CHANGE_WORDS: Record<ChangeOp['op'], string> = {
  create: 'New',
  overwrite: 'Changed',
  move: 'Moved',
  trash: 'Trashed',
}

const TO_DO: Record<ChangeOp['op'], string> = { create: 'make', overwrite: 'replace', move: 'move', trash: 'move' }
const DONE: Record<ChangeOp['op'], string> = { create: 'made', overwrite: 'replaced', move: 'moved', trash: 'moved' }

/** What a change did, as in "it made a.txt". */
export const sayChange = (op: ChangeOp, home?: string) => `${DONE[op.op]} ${sayWhere(op, home)}`
/** What a change is to do, as in "it wants to make a.txt". */
export const sayWish = (op: ChangeOp, home?: string) => `${TO_DO[op.op]} ${sayWhere(op, home)}`

function sayWhere(op: ChangeOp, home?: string): string {
  const path = showInvisible(showPlace(op, home))
  if (op.op === 'move') return `${path} to ${showInvisible(op.to)}`
  return op.op === 'trash' ? `${path} to the trash` : path
}

/** The proof that ends an undo: bytes, and apart from them what a browser cannot give back. */
export function sayUndo({ restored, refused, verified, rewritten }: UndoReport): string {
  const back =
    verified === restored
      ? `${count(restored, 'change')} undone. Each file was read back and is byte for byte what it was before.`
      : `${count(restored, 'change')} undone; ${verified} of them read back and byte for byte what they were.`
  const anew =
    rewritten > 0
      ? ` ${count(rewritten, 'file')} had to be written anew, so ${rewritten === 1 ? 'its' : 'their'} date of change is new.`
      : ''
  return `${back}${anew}${sayRefused(refused)}`
}

/** The proof that ends a redo. */
export function sayRedo({ redone, refused, verified }: RedoReport): string {
  const again =
    verified === redone
      ? `${count(redone, 'change')} done again. Each file was read back and is byte for byte what it was.`
      : `${count(redone, 'change')} done again; ${verified} of them read back and byte for byte what they were.`
  return `${again}${sayRefused(refused)}`
}

const sayRefused = (refused: readonly unknown[]) =>
  refused.length === 0 ? '' : ` ${count(refused.length, 'file was', 'files were')} left alone; the list says why.`
