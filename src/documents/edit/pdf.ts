import {
  degrees,
  EncryptedPDFError,
  PDFCheckBox,
  PDFDocument,
  PDFDropdown,
  PDFOptionList,
  PDFRadioGroup,
  PDFTextField,
} from '@cantoo/pdf-lib'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { EditOperation } from '../../ports/documents.ts'

type Problem = Extract<Result<never>, { ok: false }>
type PdfOperation = Extract<EditOperation, { kind: 'fill-form' | 'merge' | 'keep-pages' | 'rotate-pages' }>

/**
 * Changes a pdf. Turned pages, filled forms and pages put behind are written after the bytes that were there, which stay as they are;
 * only leaving out pages makes a new file, so that nothing of them is left in it.
 */
export async function editPdf(bytes: Uint8Array, operations: readonly PdfOperation[]): Promise<Result<Uint8Array>> {
  let current = bytes
  for (const operation of operations) {
    const done = await editOnce(current, operation)
    if (!done.ok) return done
    current = done.value
  }
  return ok(current)
}

async function editOnce(bytes: Uint8Array, operation: PdfOperation): Promise<Result<Uint8Array>> {
  const loaded = await load(bytes, operation.kind !== 'keep-pages')
  if (!loaded.ok) return loaded
  const document = loaded.value
  if (operation.kind === 'keep-pages') return keepPages(document, operation.pages)
  const problem = await change(document, operation)
  if (problem) return problem
  const saved = await document.save({ updateFieldAppearances: false })
  for (let at = 0; at < bytes.length; at++)
    if (saved[at] !== bytes[at])
      return failed('bug', 'The pdf could not be changed without touching the rest of it, so nothing was written.')
  return ok(saved)
}

async function load(bytes: Uint8Array, forIncrementalUpdate: boolean): Promise<Result<PDFDocument>> {
  try {
    return ok(await PDFDocument.load(bytes, { forIncrementalUpdate, updateMetadata: false }))
  } catch (error) {
    if (error instanceof EncryptedPDFError)
      return failed('unreadable', 'The pdf is protected with a password. Save it without one to change it.')
    if (error instanceof Error)
      return failed('unreadable', 'The pdf is damaged or cut off, so it cannot be changed.', { detail: error.message })
    throw error
  }
}

async function change(
  document: PDFDocument,
  operation: Exclude<PdfOperation, { kind: 'keep-pages' }>,
): Promise<Problem | null> {
  if (operation.kind === 'fill-form') return fillForm(document, operation.fields)
  if (operation.kind === 'rotate-pages') {
    const wrong = outside(document, operation.pages)
    if (wrong) return wrong
    for (const number of new Set(operation.pages)) {
      const page = document.getPage(number - 1)
      page.setRotation(degrees((page.getRotation().angle + operation.by) % 360))
    }
    return null
  }
  for (const other of operation.with) {
    const source = await load(other, false)
    if (!source.ok) return source
    for (const page of await document.copyPages(source.value, source.value.getPageIndices())) document.addPage(page)
  }
  return null
}

function outside(document: PDFDocument, pages: readonly number[]): Problem | null {
  const count = document.getPageCount()
  const wrong = pages.find(page => !Number.isInteger(page) || page < 1 || page > count)
  return wrong === undefined
    ? null
    : failed('invalid', `There is no page ${wrong}: the pdf has ${count} ${count === 1 ? 'page' : 'pages'}.`)
}

async function keepPages(document: PDFDocument, pages: readonly number[]): Promise<Result<Uint8Array>> {
  const wrong = outside(document, pages)
  if (wrong) return wrong
  if (pages.length === 0) return failed('invalid', 'Say which pages to keep.')
  const fresh = await PDFDocument.create({ updateMetadata: false })
  for (const page of await fresh.copyPages(
    document,
    pages.map(number => number - 1),
  ))
    fresh.addPage(page)
  const title = document.getTitle()
  if (title) fresh.setTitle(title)
  return ok(await fresh.save())
}

function fillForm(document: PDFDocument, fields: Record<string, string | boolean>): Problem | null {
  const form = document.getForm()
  const names = form.getFields().map(field => field.getName())
  if (names.length === 0) return failed('invalid', 'The pdf has no form to fill.')
  for (const [name, value] of Object.entries(fields)) {
    const field = form.getFieldMaybe(name)
    if (!field) return failed('invalid', `The form has no field "${name}". It has ${names.slice(0, 30).join(', ')}.`)
    const text = String(value)
    try {
      if (field instanceof PDFTextField) {
        const most = field.getMaxLength()
        if (most !== undefined && text.length > most)
          return failed('invalid', `"${name}" takes at most ${most} characters.`)
        field.setText(text)
      } else if (field instanceof PDFCheckBox) {
        if (value === true || /^(true|yes|x|on|1)$/i.test(text)) field.check()
        else field.uncheck()
      } else if (field instanceof PDFRadioGroup || field instanceof PDFDropdown || field instanceof PDFOptionList) {
        const options = field.getOptions()
        if (!options.includes(text)) return failed('invalid', `"${name}" can be ${options.join(', ')}, not "${text}".`)
        field.select(text)
      } else return failed('invalid', `"${name}" is a button or signature, which is not filled in here.`)
      if (!(field instanceof PDFRadioGroup) && !(field instanceof PDFCheckBox))
        field.defaultUpdateAppearances(form.getDefaultFont())
    } catch (error) {
      if (error instanceof Error && /WinAnsi cannot encode/.test(error.message))
        return failed(
          'invalid',
          `"${name}" has a character that the form's font lacks: ${error.message.match(/"(.*?)"/)?.[1] ?? ''}.`,
        )
      throw error
    }
  }
  return null
}
