import * as Comlink from 'comlink'
import type { DocumentHello } from '../documents/disposable.ts'
import type { PdfCommands } from '../documents/preview/commands.ts'
import type { OpenPages } from '../documents/preview/pages.ts'
import { createReadOn } from '../documents/read/read-on.ts'
import { failed, ok } from '../domain/failure.ts'

const readOn = createReadOn()
let looked: OpenPages | null = null

const commands: PdfCommands = {
  async read(bytes, wish) {
    const [{ readPdf }, { pdfAssets }] = await Promise.all([
      import('../documents/read/pdf/pdf.ts'),
      import('./pdf-assets.ts'),
    ])
    return readOn(bytes, '', wish, asked => readPdf(bytes, asked, pdfAssets))
  },
  async open(bytes) {
    const [{ openPages }, { pdfAssets }] = await Promise.all([
      import('../documents/preview/pages.ts'),
      import('./pdf-assets.ts'),
    ])
    const opened = await openPages(bytes, pdfAssets)
    if (!opened.ok) return opened
    looked = opened.value
    return ok(looked.look)
  },
  async page(number, width) {
    if (!looked) return failed('invalid', 'No pdf is open here.')
    const drawn = await looked.page(number, width)
    return drawn.ok ? Comlink.transfer(drawn, [drawn.value.bitmap]) : drawn
  },
}

// The library listens on this worker itself and says so to its parent; hence everything of ours goes over a port.
addEventListener('message', ({ data }: MessageEvent<Partial<DocumentHello> | null>) => {
  if (data?.port) Comlink.expose(commands, data.port)
})
