import { ok, type Result } from '../../domain/failure.ts'
import type { ReadDocument, ReadWish } from '../../ports/documents.ts'

/** Pieces and cells that are kept at most, over all documents but the newest. */
const MOST_KEPT = 2_000_000

type Read = (wish: ReadWish) => Promise<Result<ReadDocument>>

/**
 * Reads windows of documents. The second window of a document reads it whole and keeps that, and those that follow are cut out of what
 * was kept: else a sheet of many windows would be read as many times. Only what has the same name and bytes is the same document.
 */
export function createReadOn(): (bytes: Uint8Array, name: string, wish: ReadWish, read: Read) => ReturnType<Read> {
  const kept = new Map<string, ReadDocument>()

  function keep(key: string, document: ReadDocument) {
    kept.set(key, document)
    let weight = 0
    for (const [each, { pieces }] of [...kept].toReversed()) {
      weight += pieces.reduce((sum, piece) => sum + (piece.kind === 'row' ? piece.cells.length : 1), 0)
      if (weight > MOST_KEPT && each !== key) kept.delete(each)
    }
  }

  return async (bytes, name, wish, read) => {
    const { from = 1, count, ...whole } = wish
    if (count === undefined || wish.pictures || wish.recognise) return read(wish)
    const key = await keyOf(bytes, name, whole)
    const known = kept.get(key)
    if (known) {
      kept.delete(key)
      kept.set(key, known)
      return ok(windowOf(known, from, count))
    }
    // Most documents have one window.
    if (from === 1) return read(wish)
    const document = await read(whole)
    if (!document.ok) return document
    keep(key, document.value)
    return ok(windowOf(document.value, from, count))
  }
}

function windowOf(document: ReadDocument, from: number, count: number): ReadDocument {
  const pieces = document.pieces.slice(from - 1, from - 1 + count)
  return { ...document, from, pieces, more: document.more || from - 1 + count < document.total }
}

async function keyOf(bytes: Uint8Array, name: string, wish: ReadWish): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
  return JSON.stringify([name, [...hash], wish.parts ?? null])
}
