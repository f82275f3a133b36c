import type {
  DocumentFormat,
  DocumentPart,
  DocumentPicture,
  DocumentPiece,
  HiddenText,
  ReadDocument,
  ReadWish,
} from '../../ports/documents.ts'

/** More pieces than this are counted no further. */
const MOST_PIECES = 1_000_000
const MOST_HIDDEN = 200
const MOST_HIDDEN_CHARACTERS = 2000
const MOST_NOTICES = 30
const MOST_PICTURES = 20

/** Gathers what a reader finds and keeps only what was wished for, so that a huge document costs no more than its window. */
export interface Collector {
  readonly wish: ReadWish
  about: Record<string, string>
  /** Begins a part; the pieces that follow belong to it. Says whether they are wanted at all. */
  part(part: DocumentPart): boolean
  add(piece: NewPiece): void
  hide(hidden: HiddenText): void
  picture(picture: DocumentPicture): void
  notice(sentence: string): void
  /** True when nothing more is kept or counted. */
  readonly full: boolean
  /** True when all that was wished for is here: what follows is only counted. */
  readonly past: boolean
  finish(format: DocumentFormat): ReadDocument
}

type Without<T> = T extends unknown ? Omit<T, 'part'> : never
/** A piece; its part is the one that was begun last. */
export type NewPiece = Without<DocumentPiece>

export function createCollector(wish: ReadWish): Collector {
  const first = wish.from ?? 1
  const last = wish.count === undefined ? Number.POSITIVE_INFINITY : first + wish.count - 1
  const parts: DocumentPart[] = []
  const pieces: DocumentPiece[] = []
  const hidden: HiddenText[] = []
  const pictures: DocumentPicture[] = []
  const notices = new Set<string>()
  let total = 0
  let wanted = true
  let unsaid = 0

  return {
    wish,
    about: {},
    part(part) {
      parts.push(part)
      wanted = !wish.parts || (parts.length >= wish.parts.from && parts.length <= wish.parts.to)
      return wanted
    },
    add(piece) {
      if (!wanted || total >= MOST_PIECES) return
      total++
      if (total >= first && total <= last)
        pieces.push({ ...piece, part: Math.max(0, parts.length - 1) } as DocumentPiece)
    },
    hide({ at, why, text }) {
      const words = text.replace(/\s+/g, ' ').trim()
      if (words === '') return
      const before = hidden.at(-1)
      if (before && before.at === at && before.why === why && before.text.length < MOST_HIDDEN_CHARACTERS)
        before.text = `${before.text} ${words}`.slice(0, MOST_HIDDEN_CHARACTERS)
      else if (hidden.length < MOST_HIDDEN) hidden.push({ at, why, text: words.slice(0, MOST_HIDDEN_CHARACTERS) })
      else unsaid++
    },
    picture({ at, type, width, height, bytes }) {
      if (pictures.length < MOST_PICTURES) pictures.push({ at, type, width, height, bytes })
      else
        notices.add(
          `There are more than ${MOST_PICTURES} pictures; the rest was left out. Ask for fewer pages at once.`,
        )
    },
    notice: sentence => void (notices.size < MOST_NOTICES && notices.add(sentence)),
    get past() {
      return total > last
    },
    get full() {
      return total >= MOST_PIECES
    },
    finish(format) {
      if (unsaid > 0) notices.add(`There is more hidden text: ${unsaid} further places are not listed.`)
      if (total >= MOST_PIECES) notices.add(`The document is longer than ${MOST_PIECES} pieces; the rest was not read.`)
      if (parts.length === 0) parts.push({ name: 'text' })
      return {
        format,
        about: this.about,
        parts,
        total,
        more: total > last || total >= MOST_PIECES,
        from: first,
        pieces,
        hidden,
        pictures,
        notices: [...notices],
      }
    },
  }
}
