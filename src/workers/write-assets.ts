import bold from 'pdfjs-dist/standard_fonts/LiberationSans-Bold.ttf?url'
import boldItalic from 'pdfjs-dist/standard_fonts/LiberationSans-BoldItalic.ttf?url'
import italic from 'pdfjs-dist/standard_fonts/LiberationSans-Italic.ttf?url'
import regular from 'pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf?url'
import type { WriteAssets } from '../documents/write/write.ts'

const bytesOf = async (address: string) => {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`A font of the app could not be loaded: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** Files of ours that documents are written with, fetched by the first pdf. */
export const writeAssets: WriteAssets = {
  fonts: async () => ({
    regular: await bytesOf(regular),
    bold: await bytesOf(bold),
    italic: await bytesOf(italic),
    boldItalic: await bytesOf(boldItalic),
  }),
}
