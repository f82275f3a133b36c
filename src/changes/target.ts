import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { OWN_FOLDER, type Place } from '../domain/place.ts'
import type { Folder } from '../ports/folder.ts'
import { type ChangesDeps, say } from './deps.ts'
import { foldName } from './names.ts'

/** The folder that the place is in, when agents may change files there at all. */
export function changeableFolder(deps: ChangesDeps, place: Place): Result<Folder> {
  const root = deps.roots().find(one => one.id === place.root)
  const shown = say(deps, place)
  if (!root) return failed('invalid', `${shown} is in no folder of this session.`)
  if (place.path === '')
    return failed('invalid', `${shown} is the folder itself. Only files can be changed; name a file.`)
  if (root.access === 'read')
    return failed('read-only', `${shown} was not changed: the folder "${root.name}" may only be read in this session.`)
  const own = ownFolderProblem(place)
  if (own) return { ok: false, failure: own }
  const folder = deps.folders().get(place.root)
  return folder
    ? ok(folder)
    : failed('permission-lost', `The folder "${root.name}" is not connected. Reconnect it, then go on.`)
}

/** The trash is in there: it is filled by trashing, and taken from by the person or by undoing. */
function ownFolderProblem(place: Place): Failure | null {
  const [first] = place.path.split('/')
  if (foldName(first!) !== OWN_FOLDER) return null
  return failed('invalid', `"${place.path}" is in Deskhand's own folder "${OWN_FOLDER}", which agents do not change.`)
    .failure
}
