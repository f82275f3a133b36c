import { type Place, type RootId, showPlace } from '../domain/place.ts'
import type { BroughtFile } from '../ports/desk.ts'
import type { GivenFiles } from './desk-client.ts'
import { count } from './say.ts'

/** More names than these would fill the request. */
const MOST_NAMED = 8

interface Outcome {
  /** Paths to be named in the request. */
  name: string[]
  said: string
  /** The changes that brought files. */
  effects: string[]
  /** One sentence for each that could not be taken in. */
  failed: string[]
}

/** What is to be said of files that were given: which were taken in, which were there, which could not be. */
export function outcomeOf(
  known: readonly Place[],
  brought: readonly BroughtFile[],
  folder: string,
  home: RootId,
): Outcome {
  const made = brought.flatMap(({ name, done }) => (done.ok ? { name, ...done.value } : []))
  const fresh = made.filter(each => each.effect !== null)
  const there = [...known, ...made.filter(each => each.effect === null).map(each => each.place)]
  const beside = fresh.filter(each => !each.place.path.endsWith(`/${each.name}`) && each.place.path !== each.name)
  const paths = [...known, ...made.map(each => each.place)].map(place => showPlace(place, home))
  const sentences = [
    fresh.length === 0
      ? ''
      : fresh.length === 1
        ? `"${fresh[0]!.place.path}" was put into “${folder}”.`
        : `${count(fresh.length, 'file')} were put into “${folder}”.`,
    there.length === 0
      ? ''
      : there.length === 1
        ? `"${there[0]!.path}" is in the folder already.`
        : `${count(there.length, 'file')} are in the folder already.`,
    ...beside.map(
      each => `Something else is called "${each.name}" there and stays, so the new one is "${each.place.path}".`,
    ),
  ]
  return {
    name: paths.slice(0, MOST_NAMED),
    effects: fresh.flatMap(each => each.effect ?? []),
    said: sentences.filter(Boolean).join(' '),
    failed: brought.flatMap(({ done }) => (done.ok ? [] : done.failure.message)),
  }
}

/** Those that lie in the folders already, and those that have to be brought. */
export async function sorted(files: GivenFiles, placeOf: (handle: FileSystemFileHandle) => Promise<Place | null>) {
  const known: Place[] = []
  const fresh: { name: string; content: Blob }[] = []
  for (const { file, handle } of files) {
    const place = handle ? await placeOf(handle) : null
    if (place) known.push(place)
    else fresh.push({ name: file.name, content: file })
  }
  return { known, fresh }
}
