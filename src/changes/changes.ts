import { type Result, unexpected, unreachable } from '../domain/failure.ts'
import { type Changed, type ChangeRequest, type Changer, type Changes, PERSON } from '../ports/changes.ts'
import { keepBeside } from './beside.ts'
import { bringIn } from './bring-in.ts'
import { type ChangesDeps, say } from './deps.ts'
import { removeKept, restoreKept } from './give-back.ts'
import { listKept } from './kept.ts'
import { move } from './move.ts'
import { redo } from './redo.ts'
import { trash } from './trash.ts'
import { undo } from './undo.ts'
import { write } from './write.ts'
import { writeOrAsk } from './write-or-ask.ts'

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
    applyOwn: request =>
      caught(`changing ${say(deps, request.place)}`, () =>
        request.kind === 'write' ? write(deps, request, PERSON) : begin(deps, request, PERSON),
      ),
    undo: scope => caught('undoing', () => undo(deps, scope)),
    redo: scope => caught('redoing', () => redo(deps, scope)),
    keepBeside: effect => caught('writing the earlier version', () => keepBeside(deps, effect)),
    bringIn: (place, bytes) => caught('bringing a file in', () => bringIn(deps, place, bytes)),
    kept: () => caught('looking at what is kept', () => listKept(deps)),
    restoreKept: (files, how) => caught('bringing files back', () => restoreKept(deps, files, how)),
    removeKept: files => caught('removing kept files', () => removeKept(deps, files)),
  }
}

async function caught<T>(doing: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    const message = `Something unexpected happened while ${doing}. What was done is listed; the log has the details.`
    return { ok: false, failure: { ...unexpected(error, doing), message } }
  }
}

function begin(deps: ChangesDeps, request: ChangeRequest, who: Changer): Promise<Result<Changed>> {
  switch (request.kind) {
    case 'write':
      return writeOrAsk(deps, request, who)
    case 'move':
      return move(deps, request, who)
    case 'trash':
      return trash(deps, request, who)
    default:
      return unreachable(request)
  }
}
