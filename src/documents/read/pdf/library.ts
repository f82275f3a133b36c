import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs'
import * as pdfjsWorker from 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import { failed, ok, type Result } from '../../../domain/failure.ts'

/** Files that some pdfs need and do not bring: by name, their addresses among the app's own. */
export interface PdfAssets {
  /** Tables for scripts of East Asia. */
  tables: Record<string, string>
  /** The fonts that a pdf may take for granted. */
  fonts: Record<string, string>
  /** Decoders of some pictures. */
  decoders: Record<string, string>
}

/** The library looks here for its other half before it would start a worker of its own. */
Object.assign(globalThis, { pdfjsWorker })

export const operations = pdfjs.OPS

/** Canvases in a worker, where there is no document to make them. */
class OwnCanvases {
  create(width: number, height: number) {
    const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height))
    return { canvas, context: canvas.getContext('2d', { willReadFrequently: true }) }
  }
  reset({ canvas }: { canvas: OffscreenCanvas }, width: number, height: number) {
    canvas.width = width
    canvas.height = height
  }
  destroy(made: { canvas: OffscreenCanvas | null; context: unknown }) {
    made.canvas = null
    made.context = null
  }
}

/** Filters are made of elements of a page, which a worker has none of: what would be filtered is drawn plainly. */
class NoFilters {
  addFilter = () => 'none'
  addHCMFilter = () => 'none'
  addAlphaFilter = () => 'none'
  addLuminosityFilter = () => 'none'
  addHighlightHCMFilter = () => 'none'
  destroy() {
    return undefined
  }
}

/** Larger pictures inside a pdf are left out of drawings of its pages. */
const MOST_PIXELS = 40_000_000

export async function openPdf(bytes: Uint8Array, assets: PdfAssets): Promise<Result<pdfjs.PDFDocumentProxy>> {
  const addresses = { ...assets.tables, ...assets.fonts, ...assets.decoders }
  /** Says where an asset lies; the library itself only knows folders. */
  class OwnFiles {
    async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
      const address = addresses[filename]
      if (!address) throw new Error(`There is no ${filename}.`)
      const answer = await fetch(address)
      if (!answer.ok) throw new Error(`${filename} could not be loaded.`)
      return new Uint8Array(await answer.arrayBuffer())
    }
  }
  try {
    const task = pdfjs.getDocument({
      data: bytes,
      disableFontFace: true,
      useSystemFonts: false,
      isEvalSupported: false,
      useWasm: true,
      enableXfa: false,
      stopAtErrors: false,
      maxImageSize: MOST_PIXELS,
      verbosity: 0,
      cMapUrl: '/',
      cMapPacked: true,
      standardFontDataUrl: '/',
      wasmUrl: '/',
      BinaryDataFactory: OwnFiles,
      CanvasFactory: OwnCanvases,
      FilterFactory: NoFilters,
    } as Parameters<typeof pdfjs.getDocument>[0])
    return ok(await task.promise)
  } catch (error) {
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    if (detail.startsWith('PasswordException'))
      return failed(
        'unreadable',
        'The pdf is protected by a password, so it cannot be read. Remove the password first.',
        { detail },
      )
    return failed('unreadable', 'The pdf is damaged or cut off and cannot be read.', { detail })
  }
}
