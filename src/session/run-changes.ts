import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { nameProblem, type Place, showPlace } from '../domain/place.ts'
import type { ChangeRequest, Seen } from '../ports/changes.ts'
import type { RunReport } from '../ports/desk.ts'
import type { TreeChange, TreeChanges } from '../ports/sandbox.ts'
import { applyPatiently } from './apply.ts'
import { type Desk, homeRoot } from './desk.ts'
import type { Life } from './life.ts'
import { type LaidOut, placeAt } from './run-files.ts'

const MOST_CHANGES = 5_000

type Applied = Pick<RunReport, 'changed' | 'refused' | 'notes'>

/**
 * Brings what a command changed in its tree into the folders: each file through the same grants, journal and undo as any other
 * change, and only where it still is what the command was given. Names that a folder cannot hold are found before anything is
 * written. Changes are journalled under the id of the call.
 */
export async function bringHome(
  desk: Desk,
  life: Life,
  call: string,
  { changes, left }: TreeChanges,
  laid: LaidOut,
): Promise<Result<Applied>> {
  const home = homeRoot(desk)
  const shown = (path: string) => {
    const place = placeAt(desk, path)
    return place ? showPlace(place, home) : path
  }
  const problem = whatCannotBe(desk, changes, shown)
  if (problem) return { ok: false, failure: problem }
  const applied: Applied = { changed: [], refused: [], notes: left.map(({ path, why }) => `${shown(path)}: ${why}.`) }
  // What goes away makes room for what comes.
  const order = { rename: 0, delete: 1, modify: 2, create: 3 }
  const sorted = changes.toSorted((a, b) => order[a.op] - order[b.op])
  const { steps, leaving } = await acrossFolders(desk, sorted, laid)
  for (const [index, change] of steps.entries()) {
    if (!life.alive) return failed('stopped', 'The command was stopped while its changes were being written.')
    const place = placeAt(desk, change.path)!
    // What did not arrive in the other folder does not leave this one.
    const to = change.op === 'delete' ? leaving.get(change.path) : undefined
    if (to && !applied.changed.some(each => isSamePlace(each.place, placeAt(desk, to)!))) continue
    const request = await requestFor(desk, change, place, laid)
    const done = request.ok
      ? await applyPatiently(desk, life, `${effectBase(life, call)}${index}`, request.value)
      : request
    if (!done.ok) applied.refused.push({ place, failure: done.failure })
    else {
      const to = change.op === 'rename' ? placeAt(desk, change.to)! : done.value.to
      applied.changed.push({ op: change.op, place, ...(to ? { to } : {}), version: done.value.version })
    }
  }
  return ok(applied)
}

const isSamePlace = (a: Place, b: Place) => a.root === b.root && a.path === b.path

/**
 * No file system moves a file from one folder of the person to another: it is written there, and then goes to the trash here. `leaving`
 * says for each that goes what must have come first.
 */
async function acrossFolders(
  desk: Desk,
  changes: readonly TreeChange[],
  laid: LaidOut,
): Promise<{ steps: TreeChange[]; leaving: Map<string, string> }> {
  const steps: TreeChange[] = []
  const gone: TreeChange[] = []
  const leaving = new Map<string, string>()
  for (const change of changes) {
    const file = laid.get(change.path)?.file.file
    const isAcross =
      change.op === 'rename' && placeAt(desk, change.path)?.root !== placeAt(desk, change.to)?.root && file
    const bytes = isAcross ? await bytesIn(file) : null
    if (change.op !== 'rename' || !bytes) steps.push(change)
    else {
      steps.push({ op: 'create', path: change.to, bytes })
      gone.push({ op: 'delete', path: change.path })
      leaving.set(change.path, change.to)
    }
  }
  return { steps: [...steps, ...gone], leaving }
}

/** Null where the file was changed on the disk meanwhile: the move then fails as any change of such a file does. */
const bytesIn = (file: Blob) =>
  file.arrayBuffer().then(
    buffer => new Uint8Array(buffer),
    () => null,
  )

/** Every change of one call is journalled under an id that begins so. */
export const effectBase = (life: Life, call: string) => `${life.agent}.${call}/`

function whatCannotBe(desk: Desk, changes: readonly TreeChange[], shown: (path: string) => string): Failure | null {
  if (changes.length > MOST_CHANGES)
    return failed(
      'too-large',
      `The command changed ${changes.length} files and at most ${MOST_CHANGES} can be changed at once. Nothing was written.`,
    ).failure
  for (const change of changes) {
    const path = change.op === 'rename' ? change.to : change.path
    for (const name of change.op === 'delete' ? [] : (placeAt(desk, path)?.path.split('/') ?? [])) {
      const problem = nameProblem(name)
      if (problem)
        return failed('invalid', `Nothing was written: "${shown(path)}" cannot be a file there, because ${problem}.`)
          .failure
    }
  }
  return null
}

async function requestFor(desk: Desk, change: TreeChange, place: Place, laid: LaidOut): Promise<Result<ChangeRequest>> {
  const base = laid.get(change.path)
  const seen =
    change.op === 'create' || !base
      ? ok<Seen>('absent')
      : await versionGiven(desk, base.file.file, base.file.mtime, place)
  if (!seen.ok) return seen
  switch (change.op) {
    case 'create':
    case 'modify':
      return ok({ kind: 'write', place, bytes: change.bytes, seen: seen.value })
    case 'rename': {
      const to = placeAt(desk, change.to)!
      if (to.root !== place.root)
        return failed(
          'conflict',
          `"${place.path}" was changed by someone else while the command ran. It was left alone.`,
        )
      return ok({ kind: 'move', place, to, seen: seen.value })
    }
    case 'delete':
      return ok({ kind: 'trash', place, why: 'A command removed it', seen: seen.value })
  }
}

/** The file as the command was given it. Once it is edited on the disk it can no longer be read. */
async function versionGiven(desk: Desk, file: Blob, mtime: number, place: Place): Promise<Result<Seen>> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    return ok({ size: file.size, mtime, hash: await desk.host.hashOf(bytes) })
  } catch (error) {
    const shown = showPlace(place, homeRoot(desk))
    return failed('conflict', `"${shown}" was changed by someone else while the command ran. It was left alone.`, {
      detail: String(error),
    })
  }
}
