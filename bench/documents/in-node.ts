import { readDocx } from '../../src/documents/read/docx/docx.ts'
import { readEml } from '../../src/documents/read/eml.ts'
import { readHtml } from '../../src/documents/read/html.ts'
import { readIcs } from '../../src/documents/read/ics.ts'
import { readPdf } from '../../src/documents/read/pdf/pdf.ts'
import { readPptx } from '../../src/documents/read/pptx.ts'
import { readCsv } from '../../src/documents/read/sheet/csv.ts'
import { readXlsx } from '../../src/documents/read/sheet/xlsx.ts'
import { writeCsv } from '../../src/documents/write/csv.ts'
import { writeDocx } from '../../src/documents/write/docx.ts'
import { writeEml } from '../../src/documents/write/eml.ts'
import { writeHtml } from '../../src/documents/write/html.ts'
import { writeIcs } from '../../src/documents/write/ics.ts'
import { writePdf } from '../../src/documents/write/pdf.ts'
import { writePptx } from '../../src/documents/write/pptx.ts'
import { writeXlsx } from '../../src/documents/write/xlsx.ts'
import type { Result } from '../../src/domain/failure.ts'
import type { ReadDocument, ReadWish, WriteSpec } from '../../src/ports/documents.ts'
import { fontsOnDisk } from '../../tests/support/fonts.ts'

/** What the workers of the app call, without workers. All of it is loaded beforehand. */
export async function writeInNode(spec: WriteSpec): Promise<Uint8Array> {
  const written = await write(spec)
  if (!written.ok) throw new Error(written.failure.message)
  return written.value
}

async function write(spec: WriteSpec): Promise<Result<Uint8Array>> {
  switch (spec.format) {
    case 'docx':
      return writeDocx(spec)
    case 'xlsx':
      return writeXlsx(spec)
    case 'pptx':
      return writePptx(spec)
    case 'pdf':
      return writePdf(spec, await fontsOnDisk())
    case 'html':
      return writeHtml(spec)
    case 'eml':
      return writeEml(spec.mail)
    case 'ics':
      return writeIcs(spec.events)
    case 'csv':
      return writeCsv(spec.rows, ',')
    default:
      throw new Error(`There is no sample of ${spec.format}.`)
  }
}

export async function readInNode(bytes: Uint8Array, format: WriteSpec['format'], wish: ReadWish): Promise<void> {
  const read = await readAs(bytes, format, wish)
  if (!read.ok) throw new Error(read.failure.message)
}

async function readAs(bytes: Uint8Array, format: WriteSpec['format'], wish: ReadWish): Promise<Result<ReadDocument>> {
  switch (format) {
    case 'docx':
      return readDocx(bytes, wish)
    case 'xlsx':
      return readXlsx(bytes, wish)
    case 'pptx':
      return readPptx(bytes, wish)
    case 'pdf':
      return readPdf(bytes, wish, { tables: {}, fonts: {}, decoders: {} })
    case 'html':
      return readHtml(bytes, wish)
    case 'eml':
      return readEml(bytes, wish, null)
    case 'ics':
      return readIcs(bytes, wish)
    case 'csv':
      return readCsv(bytes, 'csv', wish)
    default:
      throw new Error(`There is no sample of ${format}.`)
  }
}
