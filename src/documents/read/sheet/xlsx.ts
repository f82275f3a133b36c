import { failed, ok, type Result } from '../../../domain/failure.ts'
import type { DocumentPart, ReadDocument, ReadWish } from '../../../ports/documents.ts'
import { openZip } from '../../safe-zip.ts'
import { type Collector, createCollector } from '../collect.ts'
import { aboutOf, createPackage, type OfficePackage, targetOf } from '../package.ts'
import { attribute, child, elements, parseXml, textOf, type XmlNode } from '../xml.ts'
import { addRow, type Extent, sheetPart } from './rows.ts'
import { readSharedStrings } from './shared-strings.ts'
import { type SheetContext, walkSheet } from './xlsx-sheet.ts'
import { readCellStyles } from './xlsx-styles.ts'

interface Sheet {
  name: string
  path: string
  hidden: boolean
}

/** Reads a workbook sheet by sheet, row by row; only the rows that were wished for are kept. */
export async function readXlsx(bytes: Uint8Array, wish: ReadWish): Promise<Result<ReadDocument>> {
  const zip = openZip(bytes)
  if (!zip.ok) return zip
  const office = createPackage(zip.value)
  const roots = await office.relations('')
  if (!roots.ok) return roots
  const main = targetOf(roots.value, 'officeDocument') ?? 'xl/workbook.xml'
  const workbook = await office.xml(main)
  if (!workbook.ok) return workbook
  const relations = await office.relations(main)
  if (!relations.ok) return relations
  const sheets = sheetsOf(workbook.value, id => relations.value.get(id)?.target)
  if (sheets.length === 0) return failed('unreadable', 'The workbook is damaged: it names no sheets.')
  const stringsAt = targetOf(relations.value, 'sharedStrings')
  const strings = stringsAt && zip.value.entries.has(stringsAt) ? await zip.value.text(stringsAt) : ok('')
  if (!strings.ok) return strings
  const stylesAt = targetOf(relations.value, 'styles')
  const styles = stylesAt ? await office.xml(stylesAt) : ok(null)
  if (!styles.ok) return styles
  const context: SheetContext = {
    strings: readSharedStrings(strings.value),
    styles: readCellStyles(styles.value),
    date1904: ['1', 'true'].includes(attribute(child(workbook.value ?? undefined, 'workbookPr'), 'date1904') ?? ''),
  }
  const collect = createCollector(wish)
  collect.about = await aboutOf(office)
  for (const sheet of sheets) {
    if (collect.full) break
    const read = await readSheet(sheet, office, context, collect)
    if (!read.ok) return read
  }
  if ([...relations.value.values()].some(each => each.type === 'externalLink'))
    collect.notice('The workbook takes values from other workbooks; they are as they were when it was saved last.')
  return ok(collect.finish('xlsx'))
}

const sheetsOf = (workbook: XmlNode | null, target: (id: string) => string | undefined): Sheet[] =>
  elements(child(workbook ?? undefined, 'sheets'), 'sheet').flatMap(each => {
    const path = target(attribute(each, 'r:id') ?? attribute(each, 'id') ?? '')
    const hidden = ['hidden', 'veryHidden'].includes(attribute(each, 'state') ?? '')
    return path ? [{ name: attribute(each, 'name') ?? '', path, hidden }] : []
  })

async function readSheet(
  sheet: Sheet,
  office: OfficePackage,
  context: SheetContext,
  collect: Collector,
): Promise<Result<void>> {
  const xml = await office.zip.text(sheet.path)
  // A sheet that is named but not there is a chart sheet in some writers' files; the other sheets still count.
  if (!xml.ok) return xml.failure.kind === 'missing' ? ok(undefined) : xml
  const part: DocumentPart = { name: sheet.name, ...(sheet.hidden ? { hidden: true } : {}) }
  const extent: Extent = { rows: 0, columns: 0 }
  const wanted = collect.part(part)
  const facts = walkSheet(xml.value, context, (row, known) => {
    if (wanted) addRow(row, sheet, known.hiddenColumns, extent, collect)
  })
  sheetPart(part, extent, facts)
  if (wanted) await comments(sheet, office, collect)
  return ok(undefined)
}

async function comments(sheet: Sheet, office: OfficePackage, collect: Collector): Promise<void> {
  const relations = await office.relations(sheet.path)
  const target = relations.ok ? targetOf(relations.value, 'comments') : undefined
  const xml = target && office.zip.entries.has(target) ? await office.zip.text(target) : null
  if (!xml?.ok) return
  const root = parseXml(xml.value)
  const authors = elements(child(root, 'authors'), 'author').map(textOf)
  for (const each of elements(child(root, 'commentList'), 'comment')) {
    const by = authors[Number(attribute(each, 'authorId'))]
    const text = textOf(child(each, 'text')).trim()
    if (text === '') continue
    collect.add({
      kind: 'note',
      what: 'comment',
      at: `${sheet.name}!${attribute(each, 'ref')}`,
      text,
      ...(by ? { by } : {}),
    })
  }
}
