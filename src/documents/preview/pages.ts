import { ok, type Result, unexpected } from '../../domain/failure.ts'
import type { DrawnPage, Look } from '../../ports/preview.ts'
import { openPdf, type PdfAssets } from '../read/pdf/library.ts'
import { readOpened } from '../read/pdf/pdf.ts'

/** A pdf that was opened to be looked at. */
export interface OpenPages {
  look: Look
  page(number: number, width: number): Promise<Result<DrawnPage>>
}

const MOST_WIDTH = 2400
const MOST_TEXT = 4000
/** Pages that are looked through for hidden text before the first is shown. */
const LOOKED_THROUGH = 10

export async function openPages(bytes: Uint8Array, assets: PdfAssets): Promise<Result<OpenPages>> {
  const opened = await openPdf(bytes, assets)
  if (!opened.ok) return opened
  const pdf = opened.value
  const read = await readOpened(pdf, { parts: { from: 1, to: LOOKED_THROUGH } })
  const first = (await pdf.getPage(1)).getViewport({ scale: 1 })
  const look: Look = {
    format: 'pdf',
    view: { kind: 'pages', pages: pdf.numPages, width: first.width, height: first.height },
    lines: { count: 0, widest: 0, language: null },
    about: read.about,
    notices: read.notices.filter(notice => !notice.includes('Ask for pictures')),
    hidden: read.hidden,
  }
  return ok({
    look,
    async page(number, wanted) {
      try {
        const page = await pdf.getPage(number)
        const natural = page.getViewport({ scale: 1 })
        const viewport = page.getViewport({ scale: Math.min(MOST_WIDTH, Math.max(50, wanted)) / natural.width })
        const canvas = new OffscreenCanvas(
          Math.max(1, Math.ceil(viewport.width)),
          Math.max(1, Math.ceil(viewport.height)),
        )
        const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D
        await page.render({ canvas: null, canvasContext: context, viewport, background: '#ffffff' }).promise
        const { items } = await page.getTextContent()
        const text = items.map(item => ('str' in item ? item.str + (item.hasEOL ? '\n' : ' ') : '')).join('')
        page.cleanup()
        const { width, height } = natural
        return ok({ bitmap: canvas.transferToImageBitmap(), width, height, text: text.slice(0, MOST_TEXT) })
      } catch (error) {
        const failure = { ...unexpected(error, 'drawing a page'), kind: 'unreadable' as const }
        return { ok: false, failure: { ...failure, message: `Page ${number} is damaged and cannot be drawn.` } }
      }
    },
  })
}
