import { Unzip, UnzipInflate, Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { failed, ok, type Result } from '../../domain/failure.ts'
import { bulk, checked, leaf, list, object, oneOf, type Shape, time, whole } from '../../domain/share/shape.ts'
import type { Signature } from '../share/seal.ts'
import { damagedCopy, jsonOf, newerCopy } from './format.ts'
import type { CopySource } from './read.ts'
import type { CopyTarget } from './write.ts'

const FORMAT = 'deskhand-sessions'
const FORMAT_VERSION = 1
const CONTENTS = 'contents.json'
const SIGNATURE = 'signature.json'
/** Unpacked; a file that claims more is not read on. */
export const MOST_BYTES = 4_000_000_000

interface Contents {
  format: typeof FORMAT
  version: number
  savedAt: number
  sessions: string[]
  files: { path: string; hash: string }[]
}

const contentsShape: Shape = object({
  format: oneOf(FORMAT),
  version: whole,
  savedAt: time,
  sessions: list(bulk(/^[\w-]{1,80}$/)),
  files: list(object({ path: leaf('path'), hash: leaf('hash') })),
})
const signatureShape: Shape = object({ key: leaf('detail'), value: leaf('detail') })

type HashOf = (bytes: Uint8Array) => Promise<string>

/** One zip file that grows by what is put into it. Its pieces are handed to `take` as they come, so that it need not fit in memory. */
export function createArchive(hashOf: HashOf, take: (piece: Uint8Array<ArrayBuffer>) => void) {
  const zip = new Zip((error, piece) => {
    if (error) throw error
    take(piece as Uint8Array<ArrayBuffer>)
  })
  const files = new Map<string, string>()
  const add = (path: string, bytes: Uint8Array) => {
    const file = /\.jsonl?$/.test(path) ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path)
    zip.add(file)
    file.push(bytes, true)
  }
  const target: CopyTarget = {
    async put(path, bytes) {
      add(path, bytes)
      files.set(path, await hashOf(bytes))
      return ok(undefined)
    },
    has: async path => files.has(path),
  }
  return {
    target,
    /** The list of all that is in it, signed, comes last: a file that was cut has none. */
    async end(
      sessions: string[],
      savedAt: number,
      sign: (bytes: Uint8Array) => Promise<Result<Signature>>,
    ): Promise<Result<void>> {
      const listed = [...files].map(([path, hash]) => ({ path, hash }))
      const contents: Contents = { format: FORMAT, version: FORMAT_VERSION, savedAt, sessions, files: listed }
      const bytes = new TextEncoder().encode(JSON.stringify(contents))
      const signature = await sign(bytes)
      if (!signature.ok) return signature
      add(CONTENTS, bytes)
      add(SIGNATURE, new TextEncoder().encode(JSON.stringify(signature.value)))
      zip.end()
      return ok(undefined)
    },
  }
}

/** What lies in a zip file, by its path, whole. Pieces come from `read` until it gives null. */
async function unpack(read: () => Promise<Uint8Array | null>): Promise<Map<string, Uint8Array[]> | null> {
  const files = new Map<string, Uint8Array[]>()
  const whole = new Set<string>()
  let total = 0
  let broken = false
  const unzip = new Unzip(file => {
    const pieces: Uint8Array[] = []
    files.set(file.name, pieces)
    file.ondata = (error, piece, last) => {
      total += piece?.length ?? 0
      if (error || total > MOST_BYTES) broken = true
      else {
        pieces.push(piece)
        if (last) whole.add(file.name)
      }
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  try {
    for (let piece = await read(); piece && !broken; piece = await read()) unzip.push(piece)
    unzip.push(new Uint8Array(), true)
  } catch {
    // What fflate says of a damaged file helps nobody; that it is damaged is all there is to know.
    return null
  }
  return broken || [...files.keys()].some(name => !whole.has(name)) ? null : files
}

/**
 * Opens a file of saved sessions. Every file in it is the one that the signed list names, and there is no other; a file that
 * was cut or changed since opens not at all.
 */
export async function openArchive(
  name: string,
  read: () => Promise<Uint8Array | null>,
  hashing: { hashOf: HashOf; verify(signature: Signature, bytes: Uint8Array): Promise<boolean> },
): Promise<Result<{ sessions: string[]; source: CopySource }>> {
  const shown = `"${name}"`
  const files = await unpack(read)
  if (!files) return damagedCopy(shown, 'not a whole zip file')
  const bytesAt = (path: string) => {
    const pieces = files.get(path)
    return pieces ? joined(pieces) : null
  }
  const listed = bytesAt(CONTENTS)
  const signed = bytesAt(SIGNATURE)
  if (!listed || !signed) {
    const ours = [...files.keys()].some(path => path.endsWith('/session.json'))
    return ours ? damagedCopy(shown, 'no list') : failed('invalid', `${shown} holds no sessions saved by Deskhand.`)
  }
  const value = jsonOf(listed)
  if (Number((value as { version?: unknown } | null)?.version) > FORMAT_VERSION) return newerCopy
  const contents = checked(contentsShape, value, (_, text) => text)
  const signature = checked(signatureShape, jsonOf(signed), (_, text) => text)
  if ('fault' in contents || 'fault' in signature) return damagedCopy(shown, 'the list')
  if (!(await hashing.verify(signature.value as Signature, listed))) return damagedCopy(shown, 'the signature')
  const { sessions, files: named } = contents.value as Contents
  const known = new Set([CONTENTS, SIGNATURE, ...named.map(({ path }) => path)])
  if ([...files.keys()].some(path => !known.has(path))) return damagedCopy(shown, 'a file that is not in the list')
  for (const { path, hash } of named) {
    const bytes = bytesAt(path)
    if (!bytes || (await hashing.hashOf(bytes)) !== hash) return damagedCopy(shown, path)
  }
  return ok({ sessions, source: { read: async path => ok(bytesAt(path)) } })
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
