import type { EventType, SessionEvent } from './event.ts'
import type { SessionState } from './state.ts'

type FileEvent = Extract<
  SessionEvent,
  {
    type: Extract<
      EventType,
      | 'file.willChange'
      | 'file.changed'
      | 'file.changeFailed'
      | 'file.changeUnknown'
      | 'file.conflict'
      | 'kept.willRemove'
      | 'kept.removed'
      | 'undo.started'
      | 'file.willRestore'
      | 'file.restored'
      | 'file.restoreRefused'
      | 'undo.ended'
      | 'redo.started'
      | 'file.willRedo'
      | 'file.redone'
      | 'file.redoRefused'
      | 'redo.ended'
    >
  }
>

/** The part of the reducer that follows changes of files and their undoing. */
export function applyFileEvent(state: SessionState, event: FileEvent): void {
  switch (event.type) {
    case 'file.willChange':
      state.changes.push({
        effect: event.effect,
        agent: event.agent,
        ...(event.task ? { task: event.task } : {}),
        change: event.change,
        before: event.before,
        after: event.after,
        grant: event.grant,
        made: event.made,
        ...(event.kept === undefined ? {} : { kept: event.kept }),
        seq: event.seq,
        at: event.at,
        status: 'open',
      })
      return
    case 'file.changed': {
      const change = state.changes.findLast(row => row.effect === event.effect)
      if (!change) return
      Object.assign(change, { status: 'done', version: event.version })
      if (event.emptied) change.emptied = { folders: event.emptied, seq: event.seq }
      return
    }
    case 'file.changeFailed':
    case 'file.changeUnknown': {
      const change = state.changes.findLast(row => row.effect === event.effect)
      if (change) {
        const status = event.type === 'file.changeFailed' ? 'failed' : 'unknown'
        Object.assign(change, { status, failure: event.failure })
        // It may have been on its way again.
        delete change.turning
        delete change.undoneAt
      }
      if (event.type === 'file.changeUnknown')
        state.items.push({ kind: 'notice', seq: event.seq, at: event.at, tone: 'error', text: event.failure.message })
      return
    }
    case 'file.conflict':
      state.items.push({
        kind: 'notice',
        seq: event.seq,
        at: event.at,
        tone: 'warn',
        text: event.failure.message,
        ...(event.agent ? { agent: event.agent } : {}),
      })
      return
    case 'kept.willRemove':
      return
    case 'kept.removed':
      // Before anything was asked there is no conversation to tell it in.
      if (state.run === null) return
      state.items.push({
        kind: 'notice',
        seq: event.seq,
        at: event.at,
        tone: event.left > 0 ? 'warn' : 'info',
        text: `You removed ${event.files} kept files for good${event.left > 0 ? `; ${event.left} could not be removed` : ''}.`,
      })
      return
    case 'undo.started':
    case 'undo.ended':
    case 'redo.started':
    case 'redo.ended':
      applyUndoEvent(state, event)
      return
    default:
      applyTurn(state, event)
  }
}

type UndoEvent = Extract<FileEvent, { type: 'undo.started' | 'undo.ended' | 'redo.started' | 'redo.ended' }>

function applyUndoEvent(state: SessionState, event: UndoEvent): void {
  const say = (refused: number, text: string) =>
    state.items.push({ kind: 'notice', seq: event.seq, at: event.at, tone: refused > 0 ? 'warn' : 'info', text })
  const left = (refused: number) => (refused > 0 ? `, ${refused} left as they are` : '')
  switch (event.type) {
    case 'undo.started':
    case 'redo.started': {
      const id = event.type === 'undo.started' ? event.undo : event.redo
      const { seq, scope, effects } = event
      state.undos.push({ undo: id, seq, scope, effects, restored: 0, refused: 0, verified: 0, ended: false })
      return
    }
    case 'undo.ended': {
      const { restored, refused, verified } = event
      const undo = state.undos.findLast(row => row.undo === event.undo)
      if (undo) Object.assign(undo, { restored, refused, verified, ended: true })
      say(
        refused,
        `Undone: ${restored} changes taken back, ${verified} of ${restored + refused} files checked and identical to before${left(refused)}.`,
      )
      return
    }
    case 'redo.ended': {
      const { redone, refused, verified } = event
      const redo = state.undos.findLast(row => row.undo === event.redo)
      if (redo) Object.assign(redo, { redone, refused, verified, ended: true })
      say(
        refused,
        `Done again: ${redone} changes, ${verified} of ${redone + refused} files checked and identical to what was undone${left(refused)}.`,
      )
    }
  }
}

type Turn = Extract<
  FileEvent,
  {
    type:
      | 'file.willRestore'
      | 'file.restored'
      | 'file.restoreRefused'
      | 'file.willRedo'
      | 'file.redone'
      | 'file.redoRefused'
  }
>

/** One change on its way back, or again. */
function applyTurn(state: SessionState, event: Turn): void {
  const change = state.changes.findLast(row => row.effect === event.effect)
  const refuse = (text: string) =>
    state.items.push({ kind: 'notice', seq: event.seq, at: event.at, tone: 'warn', text })
  const made = change?.turning?.made ?? []
  if (change && event.type !== 'file.willRestore' && event.type !== 'file.willRedo') delete change.turning
  switch (event.type) {
    case 'file.willRestore':
      if (change) change.turning = { way: 'back', id: event.undo, made: [] }
      return
    case 'file.restored':
      if (!change) return
      Object.assign(change, { status: 'undone', undoneAt: event.seq })
      delete change.refusedUndo
      return
    case 'file.restoreRefused':
      if (change) change.refusedUndo = event.failure
      return void refuse(event.failure.message)
    case 'file.willRedo':
      if (change) change.turning = { way: 'again', id: event.redo, made: event.made }
      return
    case 'file.redone':
      if (!change) return
      Object.assign(change, { status: 'done', version: event.version, made: [...new Set([...change.made, ...made])] })
      delete change.undoneAt
      delete change.refusedRedo
      return
    case 'file.redoRefused':
      if (change) change.refusedRedo = event.failure
      return void refuse(event.failure.message)
  }
}
