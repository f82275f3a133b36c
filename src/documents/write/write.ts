import { type Result, unexpected } from '../../domain/failure.ts'
import type { WriteSpec } from '../../ports/documents.ts'
import { refuseBroken } from '../check/ooxml.ts'
import type { PdfFonts } from './pdf.ts'

/** Files of ours that writers need beside what is asked. */
export interface WriteAssets {
  fonts(): Promise<PdfFonts>
}

/**
 * The bytes of a document. Each library is loaded when its format is first written. Office files are looked through before they are
 * handed over: whole, and leading nowhere outside. Never throws.
 */
export async function writeDocument(spec: WriteSpec, assets: WriteAssets): Promise<Result<Uint8Array>> {
  try {
    const made = await make(spec, assets)
    const isOffice = spec.format === 'docx' || spec.format === 'xlsx' || spec.format === 'pptx'
    return made.ok && isOffice ? refuseBroken(made.value) : made
  } catch (error) {
    return { ok: false, failure: unexpected(error, `writing the ${spec.format} document`) }
  }
}

async function make(spec: WriteSpec, assets: WriteAssets): Promise<Result<Uint8Array>> {
  switch (spec.format) {
    case 'docx':
      return (await import('./docx.ts')).writeDocx(spec)
    case 'pdf':
      return (await import('./pdf.ts')).writePdf(spec, await assets.fonts())
    case 'html':
      return (await import('./html.ts')).writeHtml(spec)
    case 'xlsx':
      return (await import('./xlsx.ts')).writeXlsx(spec)
    case 'pptx':
      return (await import('./pptx.ts')).writePptx(spec)
    case 'csv':
    case 'tsv':
      return (await import('./csv.ts')).writeCsv(spec.rows, spec.format === 'tsv' ? '\t' : (spec.separator ?? ','))
    case 'eml':
      return (await import('./eml.ts')).writeEml(spec.mail)
    case 'ics':
      return (await import('./ics.ts')).writeIcs(spec.events)
    case 'svg':
    case 'png':
      return (await import('./picture.ts')).writePicture(spec)
  }
}
