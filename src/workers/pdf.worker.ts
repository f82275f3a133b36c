import * as Comlink from 'comlink'
import type { DocumentHello, PdfCommands } from './document-commands.ts'

const commands: PdfCommands = {
  async read(bytes, wish) {
    const [{ readPdf }, { pdfAssets }] = await Promise.all([
      import('../documents/read/pdf/pdf.ts'),
      import('./pdf-assets.ts'),
    ])
    return readPdf(bytes, wish, pdfAssets)
  },
}

// The library listens on this worker itself and says so to its parent; hence everything of ours goes over a port.
addEventListener('message', ({ data }: MessageEvent<Partial<DocumentHello> | null>) => {
  if (data?.port) Comlink.expose(commands, data.port)
})
