import { ok, type Result } from '../../domain/failure.ts'
import type { DocumentPicture, DocumentPiece, ReadDocument, ReadWish } from '../../ports/documents.ts'
import type { Recognised } from './recognise.ts'

/** Pages whose words are recognised in one go: each takes seconds. */
const MOST_PAGES = 10
/** Below this a line is called uncertain. */
const UNCERTAIN = 70

/** Reads a document with pictures, and puts the words found in them where a page has none of its own. */
export async function withWords(
  wish: ReadWish,
  read: (wish: ReadWish) => Promise<Result<ReadDocument>>,
  recognise: (picture: DocumentPicture) => Promise<Result<Recognised>>,
): Promise<Result<ReadDocument>> {
  const { recognise: _, from: __, count: ___, ...rest } = wish
  const parts = wish.parts ?? { from: 1, to: MOST_PAGES }
  const result = await read({
    ...rest,
    parts: { from: parts.from, to: Math.min(parts.to, parts.from + MOST_PAGES - 1) },
    pictures: true,
  })
  if (!result.ok) return result
  const document = result.value
  const found: DocumentPiece[] = []
  const notices = document.notices.filter(notice => !notice.includes('recognised.'))
  for (const picture of document.pictures) {
    const part = Math.max(
      0,
      document.parts.findIndex(each => each.name === picture.at),
    )
    if (document.pieces.some(piece => piece.part === part)) continue
    const words = await recognise(picture)
    if (!words.ok) notices.push(`The words of ${picture.at} could not be read: ${words.failure.message}`)
    else {
      for (const line of words.value.lines)
        found.push({ kind: 'paragraph', at: picture.at, part, text: line.text, confidence: line.confidence })
      notices.push(sayFound(picture.at, words.value))
    }
  }
  const pieces = [...document.pieces, ...found].sort((a, b) => a.part - b.part)
  const from = wish.from ?? 1
  const shown = pieces.slice(from - 1, wish.count === undefined ? undefined : from - 1 + wish.count)
  return ok({
    ...document,
    from,
    pieces: shown,
    total: pieces.length,
    more: from - 1 + shown.length < pieces.length,
    pictures: wish.pictures ? document.pictures : [],
    notices,
  })
}

function sayFound(at: string, { lines, turned }: Recognised): string {
  if (lines.length === 0) return `No words were found in ${at}.`
  const unsure = lines.filter(line => line.confidence < UNCERTAIN).length
  const how = turned > 0 ? `, turned by ${turned}°` : ''
  return `The words of ${at} were recognised from its picture${how}; ${unsure === 0 ? 'no line is' : `${unsure} of ${lines.length} lines are`} uncertain.`
}
