import { failed, ok, type Result, unexpected } from '../domain/failure.ts'
import { joinPath, type Place } from '../domain/place.ts'
import type { BroughtFile, GivenFile } from '../ports/desk.ts'
import type { Desk } from './desk.ts'

/** A file is written whole, so all of it must fit into memory. */
const MOST_BYTES = 512_000_000

/** Puts the person's files into a folder of the session, one after another: each has its own answer. */
export async function bringIn(desk: Desk, into: Place, files: readonly GivenFile[]): Promise<Result<BroughtFile[]>> {
  const brought: BroughtFile[] = []
  for (const { name, content } of files)
    brought.push({ name, done: await bringOne(desk, { root: into.root, path: joinPath(into.path, name) }, content) })
  return ok(brought)
}

async function bringOne(desk: Desk, place: Place, content: Blob): Promise<BroughtFile['done']> {
  if (content.size > MOST_BYTES)
    return failed(
      'too-large',
      `"${place.path}" has ${Math.round(content.size / 1e6)} MB. Files of more than ${MOST_BYTES / 1e6} MB are not taken in here; copy it into the folder yourself.`,
    )
  const bytes = await bytesOf(content, place.path)
  if (!bytes.ok) return bytes
  const done = await desk.changes.bringIn(place, bytes.value)
  return done.ok ? ok({ place: done.value.to ?? place, effect: done.value.changed ? done.value.effect : null }) : done
}

async function bytesOf(content: Blob, name: string): Promise<Result<Uint8Array>> {
  try {
    return ok(new Uint8Array(await content.arrayBuffer()))
  } catch (error) {
    const message = `"${name}" could not be read: it was changed, moved or removed since it was chosen. Choose it again.`
    return { ok: false, failure: { ...unexpected(error, 'reading a file'), kind: 'unreadable', message } }
  }
}
