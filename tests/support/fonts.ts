import { readFileSync } from 'node:fs'
import type { PdfFonts } from '../../src/documents/write/pdf.ts'

const font = (name: string) =>
  new Uint8Array(readFileSync(`node_modules/pdfjs-dist/standard_fonts/LiberationSans-${name}.ttf`))

/** The fonts that pdfs are written with, as the app fetches them. */
export const fontsOnDisk = async (): Promise<PdfFonts> => ({
  regular: font('Regular'),
  bold: font('Bold'),
  italic: font('Italic'),
  boldItalic: font('BoldItalic'),
})
