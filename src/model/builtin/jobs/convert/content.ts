import { extensionOf, folderOf, joinPath, nameOf } from '../../../../domain/place.ts'
import { documentOf } from '../../figures/document.ts'
import { markdownOf, markdownTable, tablesIn, typedRows } from '../../figures/markdown.ts'
import { isPacked, packedLines, sheetsOf } from '../../figures/packed.ts'
import { readTable, writeCsv } from '../../figures/table.ts'
import { literalText, type NewFile, textFile } from '../../figures/writing.ts'
import type { Target } from './slots.ts'

export interface Sheet {
  name: string
  rows: string[][]
}

/** The tables in a file, as text cells. */
export function sheetsIn(path: string, text: string): Sheet[] {
  const ending = extensionOf(path)
  const sheets =
    ending === 'csv' || ending === 'tsv'
      ? separated(path, text)
      : ending === 'md' || ending === 'markdown'
        ? tablesIn(text)
        : sheetsOf(text)
  return sheets.filter(sheet => sheet.rows.some(row => row.some(cell => cell.trim() !== ''))).map(squared)
}

function separated(path: string, text: string): Sheet[] {
  const reading = readTable(path, text)
  return reading.ok
    ? [{ name: nameOf(path).replace(/\.[^.]+$/, ''), rows: [reading.table.columns, ...reading.table.rows] }]
    : []
}

/** Every row as long as the longest. */
function squared({ name, rows }: Sheet): Sheet {
  const width = Math.max(...rows.map(row => row.length))
  return { name, rows: rows.map(row => Array.from({ length: width }, (_, index) => row[index] ?? '')) }
}

/** A file's text as Markdown. Pictures that lie beside it are named from the folder's root; those that are not `there` are left out. */
export function markdownIn(path: string, text: string, there: ReadonlySet<string>): string {
  switch (extensionOf(path)) {
    case 'md':
    case 'markdown':
      return text.replace(
        /!\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
        (whole, words: string, to: string) => {
          if (/^(?:[a-z][a-z0-9+.-]{2,}:)?\/\/|^data:/i.test(to)) return whole
          const place = joinPath(folderOf(path), to.replace(/^\.\//, ''))
          return there.has(place) ? `![${words}](<${place}>)` : words
        },
      )
    case 'csv':
    case 'tsv':
      return sheetsIn(path, text)
        .map(sheet => markdownTable(sheet.rows))
        .join('\n\n')
    case 'txt':
    case 'text':
      return text
        .split(/\r\n?|\n/)
        .map(line => literalText(line.trimEnd()).replace(/^(\s*)([-+]|\d+[.)])(?=\s)/, '$1\\$2'))
        .join('\n')
    default:
      return markdownOf(text)
  }
}

/** What a file says, line by line, without its format. */
export const plainLines = (path: string, text: string) =>
  needsDocument(path) ? packedLines(text) : documentOf(path, text).lines

/** Needs `read_document`, beside what always does: what html looks like is the reader's business. */
export const needsDocument = (path: string) => isPacked(path) || /^html?$/.test(extensionOf(path))

/** The file or files that a source becomes, one for each of `outputs`. */
export function convertedFiles(
  path: string,
  text: string,
  target: Target,
  outputs: readonly string[],
  there: ReadonlySet<string>,
): NewFile[] {
  const title = nameOf(path).replace(/\.[^.]+$/, '')
  const [out = ''] = outputs
  switch (target) {
    case 'xlsx': {
      const names = sheetNames(sheetsIn(path, text).map(sheet => sheet.name))
      const sheets = sheetsIn(path, text).map((sheet, index) => ({ name: names[index]!, rows: typedRows(sheet.rows) }))
      return [{ path: out, document: { format: 'xlsx', title, sheets } }]
    }
    case 'csv':
      return sheetsIn(path, text).map((sheet, index) => ({
        path: outputs[index]!,
        content: writeCsv(sheet.rows[0]!, sheet.rows.slice(1)),
      }))
    case 'txt':
      return [{ path: out, content: `${plainLines(path, text).join('\n')}\n` }]
    default:
      return [textFile(out, markdownIn(path, text, there))]
  }
}

/** Names that a workbook can have, no two the same. */
export function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name, index) => {
    const plain = name
      .replace(/[\\/?*[\]:]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim()
      .slice(0, 28)
    const base = plain === '' || /^history$/i.test(plain) ? `Sheet ${index + 1}` : plain
    let free = base
    for (let copy = 2; taken.has(free.toLowerCase()); copy++) free = `${base.slice(0, 26)} ${copy}`
    taken.add(free.toLowerCase())
    return free
  })
}
