import { compareFiles } from '../documents/compare/compare.ts'
import { formatOf } from '../documents/read/format.ts'
import { failed } from '../domain/failure.ts'
import type { NamedBytes, Previews } from '../ports/preview.ts'

const NOT_HERE =
  'This kind of file cannot be looked into in a saved page. Open the saved session in Deskhand to see it.'

/** In a saved page there are no workers, and what large libraries would be needed for is not shown: the rest is compared. */
export const viewerPreviews: Previews = {
  canOpen: false,
  open: async () => failed('not-allowed', NOT_HERE),
  compare: (before, after) => compareFiles(before, after, read),
}

async function read({ name, bytes }: NamedBytes) {
  const format = formatOf(bytes, name)
  if (!format.ok) return format
  switch (format.value) {
    case 'csv':
    case 'tsv':
      return (await import('../documents/read/sheet/csv.ts')).readCsv(bytes, format.value, {})
    case 'docx':
      return (await import('../documents/read/docx/docx.ts')).readDocx(bytes, {})
    case 'pptx':
      return (await import('../documents/read/pptx.ts')).readPptx(bytes, {})
    default:
      return failed('not-allowed', NOT_HERE)
  }
}
