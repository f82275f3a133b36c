import { extensionOf } from '../domain/place.ts'

/** Requests every planner understands, as they would be typed. */
const ALWAYS = ['Summarise what is in this folder', 'Find duplicate files and move the extras to the trash']

const WHEN: { fits(paths: readonly string[]): boolean; text: string }[] = [
  {
    fits: paths => paths.filter(path => /receipt|invoice|rechnung|quittung|factura|facture/i.test(path)).length > 2,
    text: 'Collect the receipts into one table with totals per month and vendor',
  },
  {
    fits: paths => paths.filter(path => /^(csv|tsv)$/.test(extensionOf(path))).length > 1,
    text: 'Merge the csv tables into one',
  },
  {
    fits: paths => paths.filter(path => /^(jpe?g|png|heic|webp|gif)$/.test(extensionOf(path))).length > 5,
    text: 'Rename the pictures by their date',
  },
  {
    // Many files, and few folders that they lie in.
    fits: paths => paths.length > 12 && paths.filter(path => !path.includes('/')).length > 5,
    text: 'Organise the files by kind',
  },
]

/** What could be asked for in a folder with these files. */
export const suggestionsFor = (paths: readonly string[]): string[] =>
  [...WHEN.flatMap(({ fits, text }) => (fits(paths) ? [text] : [])), ...ALWAYS].slice(0, 4)
