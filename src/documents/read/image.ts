import { failed, ok, type Result } from '../../domain/failure.ts'
import type { ReadDocument, ReadWish } from '../../ports/documents.ts'
import { createCollector } from './collect.ts'
import { pictureOf } from './picture-type.ts'

/** Reads what a picture says of itself. Its words are recognised elsewhere, where that was wished for. */
export function readImage(bytes: Uint8Array, name: string, wish: ReadWish): Result<ReadDocument> {
  const picture = pictureOf(bytes, name)
  if (!picture) return failed('unreadable', 'The picture is damaged, or of a kind that cannot be shown here.')
  const collect = createCollector(wish)
  const { width, height, turn } = picture
  collect.about = {
    type: picture.type,
    width: String(width),
    height: String(height),
    ...(turn > 0 ? { turned: `shown turned by ${turn}° clockwise` } : {}),
  }
  collect.part({ name: 'picture' })
  if (wish.pictures) collect.picture(picture)
  return ok(collect.finish('image'))
}
