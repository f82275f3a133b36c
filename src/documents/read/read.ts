import { failed, ok, type Result, unexpected } from '../../domain/failure.ts'
import type { DocumentFormat, ReadDocument, ReadWish } from '../../ports/documents.ts'
import { formatOf } from './format.ts'
import { named, withNotes } from './notes.ts'

/** Larger files are not opened: their contents would not fit the memory of a browser tab beside everything else. */
const MOST_BYTES = 128 * 1024 * 1024
/** A mail in a mail is read, a mail in that one is not. */
const MOST_LEVELS = 2

/** Reads what needs a worker of its own: a pdf, or a picture whose words are wanted. */
export type ReadElsewhere = (bytes: Uint8Array, name: string) => Promise<Result<ReadDocument>>

/**
 * Reads any document but pdf, whose library needs a worker of its own. Each format's reader is loaded when the first document of
 * that format comes. Pdfs and pictures that are attached to a mail are read by `elsewhere`.
 */
export async function readDocument(
  bytes: Uint8Array,
  name: string,
  wish: ReadWish,
  elsewhere: ReadElsewhere | null = null,
  level = 1,
): Promise<Result<ReadDocument>> {
  if (bytes.length > MOST_BYTES)
    return failed('too-large', `"${name}" is larger than ${MOST_BYTES / 1024 / 1024} MB and was not read.`)
  const format = formatOf(bytes, name)
  if (!format.ok) return format
  try {
    const document = await readAs(format.value, bytes, name, wish, elsewhere, level)
    return document.ok ? ok(withNotes(document.value, name)) : named(document, name)
  } catch (error) {
    return { ok: false, failure: { ...unexpected(error, `reading "${name}"`), kind: 'unreadable' } }
  }
}

async function readAs(
  format: DocumentFormat,
  bytes: Uint8Array,
  name: string,
  wish: ReadWish,
  elsewhere: ReadElsewhere | null,
  level: number,
): Promise<Result<ReadDocument>> {
  switch (format) {
    case 'docx':
      return (await import('./docx/docx.ts')).readDocx(bytes, wish)
    case 'pptx':
      return (await import('./pptx.ts')).readPptx(bytes, wish)
    case 'xlsx':
      return (await import('./sheet/xlsx.ts')).readXlsx(bytes, wish)
    case 'xls':
    case 'ods':
      return (await import('./sheet/other-sheets.ts')).readOtherSheets(bytes, format, wish)
    case 'csv':
    case 'tsv':
      return (await import('./sheet/csv.ts')).readCsv(bytes, format, wish)
    case 'html':
      return (await import('./html.ts')).readHtml(bytes, wish)
    case 'md':
    case 'text':
      return (await import('./plain.ts')).readPlain(bytes, format, wish)
    case 'ics':
      return (await import('./ics.ts')).readIcs(bytes, wish)
    case 'image':
      return (await import('./image.ts')).readImage(bytes, name, wish)
    case 'eml': {
      const inner = (content: Uint8Array, called: string) => {
        const kind = formatOf(content, called)
        return elsewhere && kind.ok && (kind.value === 'pdf' || (kind.value === 'image' && wish.recognise))
          ? elsewhere(content, called)
          : readDocument(content, called, {}, elsewhere, level + 1)
      }
      return (await import('./eml.ts')).readEml(bytes, wish, level < MOST_LEVELS ? inner : null)
    }
    case 'pdf':
      return failed('unreadable', `"${name}" is a pdf inside another file. Save it as a file of its own to read it.`)
  }
}
