import { failed, ok, type Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import { type Changed, PERSON } from '../ports/changes.ts'
import { writeBeside } from './beside.ts'
import { type ChangesDeps, say } from './deps.ts'
import { lookAt } from './look.ts'
import { write } from './write.ts'

/** Puts a file that the person brings into the folder. What has its name stays: with the same bytes it is that file, else the new one goes beside it. */
export async function bringIn(deps: ChangesDeps, place: Place, bytes: Uint8Array): Promise<Result<Changed>> {
  const folder = deps.folders().get(place.root)
  if (!folder)
    return failed(
      'permission-lost',
      `The folder of ${say(deps, place)} is not connected. Reconnect it, then try again.`,
    )
  const there = await lookAt(deps, folder, place.path)
  if (there.ok && there.value && there.value.hash === (await deps.host.hashOf(bytes)))
    return ok({ effect: '', version: there.value, changed: false })
  const isTaken = !there.ok || there.value !== null
  return isTaken
    ? writeBeside(deps, place, bytes, WORD, PERSON)
    : write(deps, { kind: 'write', place, bytes, seen: 'absent' }, PERSON)
}

const WORD = 'added'
