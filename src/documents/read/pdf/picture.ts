import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Collector } from '../collect.ts'

/** Longest side of a page's picture: what a model that sees takes without making it smaller. */
const LONGEST = 1568
const MOST_SCALE = 3

/** Draws the page as a person would see it, and keeps it as a picture. */
export async function drawPage(page: PDFPageProxy, at: string, collect: Collector): Promise<void> {
  const drawn = await canvasOf(page, LONGEST)
  const blob = await drawn.convertToBlob({ type: 'image/png' })
  const bytes = new Uint8Array(await blob.arrayBuffer())
  collect.picture({ at, type: 'image/png', width: drawn.width, height: drawn.height, bytes })
}

export async function canvasOf(page: PDFPageProxy, longest: number): Promise<OffscreenCanvas> {
  const natural = page.getViewport({ scale: 1 })
  const scale = Math.min(MOST_SCALE, longest / Math.max(natural.width, natural.height, 1))
  const viewport = page.getViewport({ scale })
  const canvas = new OffscreenCanvas(Math.max(1, Math.ceil(viewport.width)), Math.max(1, Math.ceil(viewport.height)))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('No canvas to draw on')
  await page.render({
    canvas: null,
    canvasContext: context as unknown as Parameters<PDFPageProxy['render']>[0]['canvasContext'] & object,
    viewport,
    background: '#ffffff',
  }).promise
  return canvas
}
