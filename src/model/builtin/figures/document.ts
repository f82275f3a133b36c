import { extensionOf } from '../../../domain/place.ts'
import { pageText } from './html.ts'
import { type Attachment, mailOf } from './mail.ts'
import { PACKED, PICTURES, packedLines, packedTable, uncertainLines } from './packed.ts'
import { readTable, type Table } from './table.ts'

/** A file as lines of plain words, whatever its format was. */
export interface Document {
  lines: string[]
  /** Who sent it, for a mail. */
  sender?: string
  /** When it was sent, for a mail. */
  sent?: string
  title?: string
  heading?: string
  /** For a csv file. */
  table?: Table
  attachments: Attachment[]
  /** Why its words may not be all there is. */
  notes: string[]
}

/** Formats the figures jobs can read without recognising words in pictures. */
export const WRITTEN = ['txt', 'text', 'md', 'markdown', 'csv', 'tsv', 'html', 'htm', ...PACKED]
export const READABLE = [...WRITTEN, ...PICTURES]

const linesOf = (text: string) =>
  text
    .split(/\r\n?|\n/)
    .map(line => line.trimEnd())
    .filter(line => line.trim() !== '')

/** Reads the words of a file by its ending. */
export function documentOf(path: string, text: string): Document {
  switch (extensionOf(path)) {
    case 'html':
    case 'htm': {
      const page = pageText(text)
      return { lines: linesOf(page.text), title: page.title, heading: page.heading, attachments: [], notes: [] }
    }
    case 'eml': {
      const { from: sender, date: sent, subject: title, heading, lines, attachments } = mailOf(text)
      return { lines, sender, sent, title, heading, attachments, notes: uncertainNotes(text) }
    }
    case 'md':
    case 'markdown':
      return {
        lines: linesOf(text)
          .map(plainMarkdown)
          .filter(line => /[\p{L}\d]/u.test(line)),
        attachments: [],
        notes: [],
      }
    case 'csv':
    case 'tsv': {
      const reading = readTable(path, text)
      if (!reading.ok) return { lines: linesOf(text), attachments: [], notes: [] }
      const { columns, rows } = reading.table
      const lines = [columns, ...rows].map(cells =>
        cells
          .map(cell => cell.trim())
          .filter(Boolean)
          .join('  '),
      )
      return { lines: lines.filter(Boolean), table: reading.table, attachments: [], notes: reading.notes }
    }
    case 'pdf':
    case 'docx':
    case 'pptx':
    case 'png':
    case 'jpg':
    case 'jpeg':
    case 'webp':
    case 'gif':
    case 'bmp':
      return { lines: packedLines(text), attachments: [], notes: uncertainNotes(text) }
    case 'xlsx':
    case 'xls':
    case 'ods': {
      const table = packedTable(text)
      return { lines: packedLines(text), ...(table ? { table } : {}), attachments: [], notes: [] }
    }
    default:
      return { lines: linesOf(text), attachments: [], notes: [] }
  }
}

/** Figures that were hard to read in a picture are never taken without a word. */
function uncertainNotes(body: string): string[] {
  const lines = uncertainLines(body)
  if (lines.length === 0) return []
  const shown = lines.slice(0, 3).map(line => `"${line}"`)
  return [`read from a picture, where ${shown.join(', ')}${lines.length > 3 ? ' and more' : ''} may be wrong`]
}

const plainMarkdown = (line: string) =>
  line
    .replace(/^\s*(?:#{1,6}|>|[*+-](?=\s))\s*/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`|\*(?=\S)|(?<=\S)\*)/g, '')
    .replace(/^\s*\||\|\s*$/g, '')
    .replace(/\s*\|\s*/g, '  ')
    .trim()
