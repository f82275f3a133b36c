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
      | 'undo.started'
      | 'file.restored'
      | 'file.restoreRefused'
      | 'undo.ended'
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
        at: event.at,
        status: 'open',
      })
      return
    case 'file.changed': {
      const change = state.changes.findLast(row => row.effect === event.effect)
      if (change) Object.assign(change, { status: 'done', version: event.version })
      return
    }
    case 'file.changeFailed':
    case 'file.changeUnknown': {
      const change = state.changes.findLast(row => row.effect === event.effect)
      if (change)
        Object.assign(change, {
          status: event.type === 'file.changeFailed' ? 'failed' : 'unknown',
          failure: event.failure,
        })
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
    case 'undo.started':
      state.undos.push({
        undo: event.undo,
        seq: event.seq,
        scope: event.scope,
        effects: event.effects,
        restored: 0,
        refused: 0,
        verified: 0,
        ended: false,
      })
      return
    case 'file.restored': {
      const change = state.changes.findLast(row => row.effect === event.effect)
      if (!change) return
      change.status = 'undone'
      delete change.refusedUndo
      return
    }
    case 'file.restoreRefused': {
      const change = state.changes.findLast(row => row.effect === event.effect)
      if (change) change.refusedUndo = event.failure
      state.items.push({ kind: 'notice', seq: event.seq, at: event.at, tone: 'warn', text: event.failure.message })
      return
    }
    case 'undo.ended': {
      const undo = state.undos.findLast(row => row.undo === event.undo)
      if (undo)
        Object.assign(undo, { restored: event.restored, refused: event.refused, verified: event.verified, ended: true })
      state.items.push({
        kind: 'notice',
        seq: event.seq,
        at: event.at,
        tone: event.refused > 0 ? 'warn' : 'info',
        text: `Undone: ${event.restored} changes taken back, ${event.verified} of ${event.restored + event.refused} files checked and identical to before${event.refused > 0 ? `, ${event.refused} left as they are` : ''}.`,
      })
    }
  }
}
