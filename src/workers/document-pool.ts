import * as Comlink from 'comlink'
import { createDisposable } from '../documents/disposable.ts'
import type { PdfCommands } from '../documents/preview/commands.ts'
import { formatOf } from '../documents/read/format.ts'
import { readImage } from '../documents/read/image.ts'
import { named, withNotes } from '../documents/read/notes.ts'
import { pictureOf } from '../documents/read/picture-type.ts'
import { withWords } from '../documents/recognise/with-words.ts'
import { ok, type Result } from '../domain/failure.ts'
import type { DocumentPicture, Documents, ReadDocument, ReadWish } from '../ports/documents.ts'
import type { DocumentCommands, RecogniseCommands } from './document-commands.ts'

/** Milliseconds one document may take. */
const LIMIT = 60_000
const LIMIT_WITH_PICTURES = 120_000
const LIMIT_TO_RECOGNISE = 90_000

/** Reads, writes, changes and checks documents in workers of their own. Nothing is started or loaded before the first document comes. */
export function createDocumentPool(): Documents {
  const documents = createDisposable<DocumentCommands>(
    () => new Worker(new URL('./documents.worker.ts', import.meta.url), { type: 'module', name: 'documents' }),
  )
  const pdf = createDisposable<PdfCommands>(
    () => new Worker(new URL('./pdf.worker.ts', import.meta.url), { type: 'module', name: 'pdf' }),
  )

  const recogniser = createDisposable<RecogniseCommands>(
    () => new Worker(new URL('./recognise.worker.ts', import.meta.url), { type: 'module', name: 'recognise' }),
  )
  const recognise = (picture: DocumentPicture) =>
    recogniser.use(`the picture of ${picture.at}`, LIMIT_TO_RECOGNISE, worker => worker.recognise(picture))

  /**
   * A pdf or picture in a mail; the words of scanned paper are recognised where that was wished for. The worker that reads the mail
   * waits for this, so nothing here may wait for that worker.
   */
  const readAttached = async (bytes: Uint8Array, name: string, { recognise: wished }: ReadWish) => {
    if (pictureOf(bytes, name))
      return withWords({ recognise: true }, async more => readImage(bytes, name, more), recognise)
    const read = await readPdf(bytes.slice(), name, {})
    return wished && read.ok && read.value.total === 0
      ? withWords({ recognise: true }, more => readPdf(bytes.slice(), name, more), recognise)
      : read
  }

  const readPdf = async (bytes: Uint8Array, name: string, wish: ReadWish) => {
    const read = await pdf.use(name, limitOf(wish), worker => worker.read(handed(bytes), wish))
    return read.ok ? ok(withNotes(read.value, name)) : named(read, name)
  }

  const pool: Documents = {
    async read(bytes, name, wish): Promise<Result<ReadDocument>> {
      const format = formatOf(bytes, name)
      if (!format.ok) return format
      if (wish.recognise && (format.value === 'pdf' || format.value === 'image'))
        return withWords(wish, more => pool.read(bytes, name, more), recognise)
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
      if (format.value !== 'pdf') {
        const inside = (content: Uint8Array, called: string) => readAttached(content, called, wish)
        const attached = format.value === 'eml' ? Comlink.proxy(inside) : null
        return documents.use(name, limitOf(wish), worker => worker.read(handed(own), name, wish, attached))
      }
      return readPdf(own, name, wish)
    },
    write: spec => documents.use(`the ${spec.format} document`, LIMIT_WITH_PICTURES, worker => worker.write(spec)),
    edit: (bytes, name, operations) =>
      documents.use(name, LIMIT_WITH_PICTURES, worker => worker.edit(handed(bytes.slice()), name, operations)),
    async check(bytes, name, expectations) {
      const format = formatOf(bytes, name)
      if (!format.ok) return format
      if (format.value !== 'pdf')
        return documents.use(name, LIMIT, worker => worker.check(handed(bytes.slice()), name, expectations))
      const { checkDocument } = await import('../documents/check/check.ts')
      return checkDocument(expectations, wish => pool.read(bytes.slice(), name, wish))
    },
  }
  return pool
}

const limitOf = (wish: ReadWish) => (wish.pictures || wish.recognise ? LIMIT_WITH_PICTURES : LIMIT)

const handed = (bytes: Uint8Array) => Comlink.transfer(bytes, [bytes.buffer])
