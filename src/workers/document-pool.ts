import * as Comlink from 'comlink'
import { createDisposable } from '../documents/disposable.ts'
import type { PdfCommands } from '../documents/preview/commands.ts'
import { formatOf } from '../documents/read/format.ts'
import { named, withNotes } from '../documents/read/notes.ts'
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

  const pool: Documents = {
    async read(bytes, name, wish): Promise<Result<ReadDocument>> {
      const format = formatOf(bytes, name)
      if (!format.ok) return format
      if (wish.recognise && (format.value === 'pdf' || format.value === 'image'))
        return withWords(wish, more => pool.read(bytes, name, more), recognise)
      const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
      if (format.value !== 'pdf') return documents.use(name, LIMIT, worker => worker.read(handed(own), name, wish))
      const read = await pdf.use(name, limitOf(wish), worker => worker.read(handed(own), wish))
      return read.ok ? ok(withNotes(read.value, name)) : named(read, name)
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

const limitOf = (wish: ReadWish) => (wish.pictures ? LIMIT_WITH_PICTURES : LIMIT)

const handed = (bytes: Uint8Array) => Comlink.transfer(bytes, [bytes.buffer])
