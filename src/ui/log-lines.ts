import type { EventType, SessionEvent } from '../domain/event.ts'
import { showPlace } from '../domain/place.ts'
import { homeOf, type SessionState } from '../domain/state.ts'
import { sayEvent } from './say-event.ts'

/** One event as a line that can be searched, kept small: the log itself is read again where all of it is wanted. */
export interface LogLine {
  seq: number
  at: number
  by: string
  type: EventType
  text: string
  files: readonly string[]
}

const LONGEST = 300
const NO_FILES: readonly string[] = []

export function lineOf(event: SessionEvent, state: SessionState): LogLine {
  const text = sayEvent(event, state)
  return {
    seq: event.seq,
    at: event.at,
    by: event.by,
    type: event.type,
    text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
    files: filesOf(event, state),
  }
}

function filesOf(event: SessionEvent, state: SessionState): readonly string[] {
  const home = homeOf(state.roots)
  switch (event.type) {
    case 'files.shown':
      return event.files.map(file => showPlace(file, home))
    case 'file.willChange':
    case 'file.conflict':
      return [showPlace(event.change, home)]
    case 'permission.asked':
      return [showPlace(event.op, home)]
    case 'file.changed':
    case 'file.changeFailed':
    case 'file.changeUnknown':
    case 'file.restored':
    case 'file.restoreRefused': {
      const change = state.changes.find(row => row.effect === event.effect)
      return change ? [showPlace(change.change, home)] : NO_FILES
    }
    default:
      return NO_FILES
  }
}

export const KINDS: Record<string, (type: EventType) => boolean> = {
  Everything: () => true,
  'Files and undo': type => type.startsWith('file.') || type.startsWith('undo.'),
  'Plan and tasks': type => type.startsWith('plan.') || type.startsWith('task.'),
  'Tool calls': type => type.startsWith('tool.'),
  'Requests that left': type => type.startsWith('request.'),
  'Questions and permissions': type => /^(question|permission|grant)\./.test(type),
}

export interface LogFilter {
  words: string
  kind: string
  /** Who did it; empty for everyone. */
  by: string
  /** A file that it is about; empty for all. */
  file: string
}

/** Whether a line is wanted. `who` is the name shown for its actor, so that it can be searched for too. */
export function fits(line: LogLine, filter: LogFilter, who: string): boolean {
  if (!(KINDS[filter.kind] ?? KINDS.Everything!)(line.type)) return false
  if (filter.by !== '' && line.by !== filter.by) return false
  if (filter.file !== '' && !line.files.includes(filter.file)) return false
  const wanted = filter.words.trim().toLowerCase()
  return wanted === '' || `${who} ${line.text}`.toLowerCase().includes(wanted)
}
