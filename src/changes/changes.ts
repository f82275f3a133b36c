import { type Result, unexpected, unreachable } from '../domain/failure.ts'
import type { Changed, ChangeRequest, Changer, Changes } from '../ports/changes.ts'
import { keepBeside } from './beside.ts'
import { type ChangesDeps, say } from './deps.ts'
import { move } from './move.ts'
import { redo } from './redo.ts'
import { trash } from './trash.ts'
import { undo } from './undo.ts'
import { write } from './write.ts'

/** The one way to a change of the session's folders, and back. */
export function createChanges(deps: ChangesDeps): Changes {
  return {
    async apply(request, who) {
      try {
        return await begin(deps, request, who)
      } catch (error) {
        const shown = say(deps, request.place)
        const message = `Something unexpected happened while changing ${shown}. Whether it was changed is looked at before the next change; the log has the details.`
        return { ok: false, failure: { ...unexpected(error, `changing ${shown}`), message } }
      }
    },
    async undo(scope) {
      try {
        return await undo(deps, scope)
      } catch (error) {
        const message = 'Something unexpected happened while undoing. What was undone is listed; undo again to go on.'
        return { ok: false, failure: { ...unexpected(error, 'undoing'), message } }
      }
    },
    async redo(scope) {
      try {
        return await redo(deps, scope)
      } catch (error) {
        const message = 'Something unexpected happened while redoing. What was redone is listed; redo again to go on.'
        return { ok: false, failure: { ...unexpected(error, 'redoing'), message } }
      }
    },
    async keepBeside(effect) {
      try {
        return await keepBeside(deps, effect)
      } catch (error) {
        return { ok: false, failure: unexpected(error, 'writing the earlier version') }
      }
    },
  }
}

function begin(deps: ChangesDeps, request: ChangeRequest, who: Changer): Promise<Result<Changed>> {
  switch (request.kind) {
    case 'write':
      return write(deps, request, who)
    case 'move':
      return move(deps, request, who)
    case 'trash':
      return trash(deps, request, who)
    default:
      return unreachable(request)
  }
}
