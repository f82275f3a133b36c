import { failed, ok, type Result } from '../domain/failure.ts'
import { extensionOf, folderOf, joinPath, MAX_NAME_BYTES, nameOf, type Place } from '../domain/place.ts'
import { type Changed, type Changer, PERSON } from '../ports/changes.ts'
import type { FolderReads } from '../ports/folder.ts'
import { type ChangesDeps, say } from './deps.ts'
import { imageOf } from './image.ts'
import { foldName } from './names.ts'
import { write } from './write.ts'

/** Writes what a file was before that change beside it. Whatever is at its own place stays untouched. */
export async function keepBeside(deps: ChangesDeps, effect: string): Promise<Result<Changed>> {
  const done = deps.state().changes.findLast(change => change.effect === effect)
  if (!done) return failed('missing', 'There is no such change in this session.')
  const shown = say(deps, done.change)
  if (!done.before || 'to' in done.change)
    return failed('missing', `Of ${shown} no earlier version is kept: it was not there before, or only moved.`)
  const image = await imageOf(deps, done.before.hash, shown)
  return image.ok ? writeBeside(deps, done.change, image.value, 'before', PERSON) : image
}

/** Creates `name (word).ext` beside the place, or `name (word 2).ext` and so on where that is taken. `to` says where. */
export async function writeBeside(
  deps: ChangesDeps,
  place: Place,
  bytes: Uint8Array,
  word: string,
  who: Changer,
): Promise<Result<Changed>> {
  const folder = deps.folders().get(place.root)
  if (!folder)
    return failed(
      'permission-lost',
      `The folder of ${say(deps, place)} is not connected. Reconnect it, then try again.`,
    )
  const path = await freePath(folder, place.path, word)
  if (!path.ok) return path
  const beside = { root: place.root, path: path.value }
  const done = await write(deps, { kind: 'write', place: beside, bytes, seen: 'absent' }, who)
  return done.ok ? ok({ ...done.value, to: beside }) : done
}

/** A path beside that of a file which nothing has, not even in other letters of the same name. */
export async function freePath(folder: FolderReads, path: string, word: string): Promise<Result<string>> {
  const entries = await folder.list(folderOf(path))
  if (!entries.ok && entries.failure.kind !== 'missing') return entries
  const taken = new Set((entries.ok ? entries.value : []).map(entry => foldName(entry.name)))
  for (let number = 1; ; number++) {
    const name = besideName(nameOf(path), number === 1 ? word : `${word} ${number}`)
    if (!taken.has(foldName(name))) return ok(joinPath(folderOf(path), name))
  }
}

function besideName(name: string, word: string): string {
  const extension = extensionOf(name) === '' ? '' : name.slice(name.lastIndexOf('.'))
  const tail = ` (${word})${extension}`
  const stem = [...name.slice(0, name.length - extension.length)]
  const size = (text: string) => new TextEncoder().encode(text).length
  while (stem.length > 1 && size(stem.join('')) + size(tail) > MAX_NAME_BYTES) stem.pop()
  return `${stem.join('')}${tail}`
}
