import type { PdfAssets } from '../documents/read/pdf/library.ts'

/** Addresses by file name, as the library asks for them. */
const byName = (addresses: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(addresses).map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address]),
  )

/** Files of the pdf library that are fetched only by a pdf that needs them. */
export const pdfAssets: PdfAssets = {
  tables: byName(
    import.meta.glob<string>('/node_modules/pdfjs-dist/cmaps/*.bcmap', {
      query: '?url&no-inline',
      import: 'default',
      eager: true,
    }),
  ),
  fonts: byName(
    import.meta.glob<string>('/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
      query: '?url&no-inline',
      import: 'default',
      eager: true,
    }),
  ),
  decoders: byName(
    import.meta.glob<string>('/node_modules/pdfjs-dist/wasm/{openjpeg,jbig2,qcms_bg}.wasm', {
      query: '?url&no-inline',
      import: 'default',
      eager: true,
    }),
  ),
}
