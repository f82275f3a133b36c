import { checkDocument } from '../../src/documents/check/check.ts'
import { editDocument } from '../../src/documents/edit/edit.ts'
import { formatOf } from '../../src/documents/read/format.ts'
import { withNotes } from '../../src/documents/read/notes.ts'
import { readDocument } from '../../src/documents/read/read.ts'
import { writeDocument } from '../../src/documents/write/write.ts'
import { ok } from '../../src/domain/failure.ts'
import type { Documents } from '../../src/ports/documents.ts'
import { fontsOnDisk } from '../support/fonts.ts'

/** The very readers and writers that the document workers run, in this thread. */
export const documentsInThread: Documents = {
  async read(bytes, name, wish) {
    const format = formatOf(bytes, name)
    if (!format.ok || format.value !== 'pdf')
      return readDocument(bytes, name, wish, (content, called) => documentsInThread.read(content, called, {}))
    const { readPdf } = await import('../../src/documents/read/pdf/pdf.ts')
    const read = await readPdf(new Uint8Array(bytes), wish, { tables: {}, fonts: {}, decoders: {} })
    return read.ok ? ok(withNotes(read.value, name)) : read
  },
  write: spec => writeDocument(spec, { fonts: fontsOnDisk }),
  edit: editDocument,
  check: (bytes, name, expectations) =>
    checkDocument(expectations, wish => documentsInThread.read(new Uint8Array(bytes), name, wish)),
}
