import { failed, ok, type Result } from '../../domain/failure.ts'
import { extensionOf } from '../../domain/place.ts'
import type { DocumentFormat } from '../../ports/documents.ts'

const BY_ENDING: Record<string, DocumentFormat> = {
  pdf: 'pdf',
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  pptx: 'pptx',
  pptm: 'pptx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xls: 'xls',
  ods: 'ods',
  csv: 'csv',
  tsv: 'tsv',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  md: 'md',
  markdown: 'md',
  txt: 'text',
  text: 'text',
  eml: 'eml',
  ics: 'ics',
  png: 'image',
  jpg: 'image',
  jpeg: 'image',
  gif: 'image',
  webp: 'image',
  bmp: 'image',
}

/**
 * What the file is: its bytes decide where they can, its ending where they are plain text. Old or protected Office files
 * are failures that say so.
 */
export function formatOf(bytes: Uint8Array, name: string): Result<DocumentFormat> {
  const ending = BY_ENDING[extensionOf(name)]
  if (bytes.length === 0) return failed('unreadable', `"${name}" is empty.`)
  const head = latin(bytes.subarray(0, 1024))
  if (head.includes('%PDF-')) return ok('pdf')
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return zipFormat(bytes, name, ending)
  if (head.startsWith('\xd0\xcf\x11\xe0')) return compoundFormat(bytes, name)
  if (/^(.PNG|\xff\xd8\xff|GIF8|BM|RIFF....WEBP)/s.test(head)) return ok('image')
  if (head.startsWith('{\\rtf'))
    return failed('unreadable', `"${name}" is in Rich Text Format, which cannot be read here. Save it as docx first.`)
  if (binary(bytes)) {
    const what =
      ending && ending !== 'text' ? ` It is called .${extensionOf(name)}, but is not one, or is damaged.` : ''
    return failed('unreadable', `"${name}" is not a document that can be read here.${what}`)
  }
  return ok(textFormat(new TextDecoder().decode(bytes.subarray(0, 4096)), ending))
}

/** By what a part is called; the content types file would say the same, but lies as easily. */
function zipFormat(bytes: Uint8Array, name: string, ending: DocumentFormat | undefined): Result<DocumentFormat> {
  // Names stand unpacked in the directory at the end.
  const tail = latin(bytes.subarray(Math.max(0, bytes.length - 2_000_000)))
  const head = latin(bytes.subarray(0, 200))
  if (head.includes('opendocument.spreadsheet')) return ok('ods')
  if (head.includes('opendocument'))
    return failed('unreadable', `"${name}" is an OpenDocument text or slide file. Save it as docx or pptx first.`)
  if (tail.includes('word/document')) return ok('docx')
  if (tail.includes('ppt/presentation')) return ok('pptx')
  if (tail.includes('xl/workbook.bin'))
    return failed('unreadable', `"${name}" is a binary workbook (xlsb). Save it as xlsx first.`)
  if (tail.includes('xl/workbook')) return ok('xlsx')
  if (ending === 'docx' || ending === 'pptx' || ending === 'xlsx' || ending === 'ods')
    return failed('unreadable', `"${name}" is damaged or cut off: it is not a whole ${ending} file.`)
  return failed('unreadable', `"${name}" is an archive, not a document.`)
}

/** Files of Office before 2007, and protected ones of today, are small file systems of named streams. */
function compoundFormat(bytes: Uint8Array, name: string): Result<DocumentFormat> {
  const named = (stream: string) => indexOfText(bytes, stream) >= 0
  if (named('EncryptedPackage'))
    return failed(
      'unreadable',
      `"${name}" is protected by a password, so it cannot be read. Remove the password first.`,
    )
  if (named('Workbook') || named('Book')) return ok('xls')
  const old = named('WordDocument') ? 'Word' : named('PowerPoint Document') ? 'PowerPoint' : null
  if (old)
    return failed(
      'unreadable',
      `"${name}" is in the old ${old} format from before 2007. Save it as ${old === 'Word' ? 'docx' : 'pptx'} first.`,
    )
  return failed('unreadable', `"${name}" is not a document that can be read here.`)
}

/** Where the text stands as UTF-16, as stream names do. */
function indexOfText(bytes: Uint8Array, text: string): number {
  const wanted = [...text].flatMap(char => [char.charCodeAt(0), 0])
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1))
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at
  return -1
}

function textFormat(head: string, ending: DocumentFormat | undefined): DocumentFormat {
  const start = head.replace(/^\ufeff/, '').trimStart()
  if (/^BEGIN:VCALENDAR/i.test(start)) return 'ics'
  if (/^(<!doctype html|<html[\s>])/i.test(start)) return ending === 'md' ? 'md' : 'html'
  const plain = ending && ['csv', 'tsv', 'html', 'md', 'text', 'eml', 'ics'].includes(ending)
  if (plain && ending !== 'ics') return ending
  if (/^(received|return-path|from|mime-version|message-id|delivered-to):.*\n([\w-]+:|\s)/i.test(start)) return 'eml'
  return 'text'
}

/** A zero byte near the start, without the mark of UTF-16. */
const binary = (bytes: Uint8Array) =>
  bytes.subarray(0, 8192).includes(0) &&
  !(bytes[0] === 0xff && bytes[1] === 0xfe) &&
  !(bytes[0] === 0xfe && bytes[1] === 0xff)

const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)
