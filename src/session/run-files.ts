import { failed, ok, type Result } from '../domain/failure.ts'
import { type Place, SCRATCH } from '../domain/place.ts'
import type { FoundFile } from '../ports/reads.ts'
import { FOLDERS, type GivenFile, WORK } from '../ports/sandbox.ts'
import { type Desk, homeRoot } from './desk.ts'

/** More files than this are not laid before one command: it takes too long, and nobody means all of them. */
const MOST_FILES = 20_000
const IN_FLIGHT = 32

/** Files of the session's folders as they lie in the tree of an agent, by the path there. */
export type LaidOut = Map<string, { place: Place; file: GivenFile }>

/** Where a folder of the session lies in the tree. */
export const treeRoot = (desk: Desk, root: string) => (root === homeRoot(desk) ? WORK : `${FOLDERS}/${root}`)

export const treePath = (desk: Desk, { root, path }: Place) => `${treeRoot(desk, root)}/${path}`

/** The place a path of the tree stands for; null for `/tmp` and whatever else is no folder of the session. */
export function placeAt(desk: Desk, path: string): Place | null {
  for (const { id } of desk.state.roots) {
    const under = `${treeRoot(desk, id)}/`
    if (path.startsWith(under)) return { root: id, path: path.slice(under.length) }
  }
  return null
}

/**
 * The files that match the globs, as they are now. What was laid out before and is the same still is taken from there. Ignored files
 * and our own are not among them, as in every walk.
 */
export async function layOut(desk: Desk, globs: readonly string[], before: LaidOut): Promise<Result<LaidOut>> {
  const laid: LaidOut = new Map()
  for (const glob of globs) {
    const found = await find(desk, glob)
    if (!found.ok) return found
    const fresh = found.value.filter(file => !keepKnown(desk, file, before, laid))
    for (let at = 0; at < fresh.length; at += IN_FLIGHT) {
      const opened = await Promise.all(fresh.slice(at, at + IN_FLIGHT).map(file => open(desk, file)))
      for (const each of opened) if (each) laid.set(each.file.path, each)
    }
    if (laid.size > MOST_FILES)
      return failed('too-large', `There are more than ${MOST_FILES} files. Name those the command needs with "files".`)
  }
  return ok(laid)
}

async function find(desk: Desk, text: string): Promise<Result<FoundFile[]>> {
  const named = desk.state.roots.find(root => text.startsWith(`${root.id}:`))
  const root = named?.id ?? homeRoot(desk)
  const glob = (named ? text.slice(named.id.length + 1) : text).replace(/^\.?\//, '')
  const found = await desk.crew.reads.find(root, glob, MOST_FILES + 1)
  // A session's scratch folder may not be there yet, and then has nothing in it.
  if (!found.ok) return root === SCRATCH && found.failure.kind === 'missing' ? ok([]) : found
  return ok(found.value.files)
}

function keepKnown(desk: Desk, file: FoundFile, before: LaidOut, laid: LaidOut): boolean {
  const path = treePath(desk, file.place)
  const known = before.get(path)
  if (!known || known.file.mtime !== file.mtime || known.file.file.size !== file.size) return false
  laid.set(path, known)
  return true
}

/** Null where the file has gone meanwhile. */
async function open(desk: Desk, { place }: FoundFile): Promise<{ place: Place; file: GivenFile } | null> {
  const opened = await desk.folders().get(place.root)?.open(place.path)
  if (!opened?.ok) return null
  const { size, mtime, blob, slice } = opened.value
  const whole = blob ? null : await slice(0, size)
  if (whole && !whole.ok) return null
  const file = blob ?? new Blob([new Uint8Array(whole!.value)])
  return { place, file: { path: treePath(desk, place), file, mtime } }
}
