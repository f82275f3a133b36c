import { z } from 'zod'
import { failed, ok, type Result } from '../domain/failure.ts'
import { extensionOf, nameOf } from '../domain/place.ts'
import type { Expectation, ImageSpecs, MailSpec, WriteSpec } from '../ports/documents.ts'
import { type DocumentInput, documentSchema, withoutUndefined } from './document-schema.ts'
import { keepFile } from './keep-file.ts'
import { failedOutput, placeOf, type Tool, type ToolContext } from './tool.ts'

const MAX_PICTURE = 16 * 1024 * 1024
const MAX_ATTACHMENT = 20 * 1024 * 1024
const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
  ics: 'text/calendar',
}

const schema = z.strictObject({ path: z.string(), document: documentSchema })

export const writeDocument: Tool<z.infer<typeof schema>> = {
  name: 'write_document',
  description:
    'Writes a whole docx, pdf, html, xlsx, pptx, csv, tsv, eml, ics, svg or png. The path ends with the format. Formulas get their values. Nothing in it leads outside. It is read back before it is kept.',
  schema,
  readOnly: false,
  for: ['lead', 'helper'],
  summary: ({ path }) => `Write ${path}`,
  async run({ path, document }, context) {
    const place = placeOf(path, context)
    if (!place.ok) return failedOutput(place.failure)
    const ending = extensionOf(place.value.path)
    if (ending !== document.format && !(ending === 'htm' && document.format === 'html'))
      return failedOutput(failed('invalid', `"${path}" does not end with ".${document.format}".`).failure)
    const spec = await specOf(document, context)
    if (!spec.ok) return failedOutput(spec.failure)
    const written = await context.documents.write(spec.value)
    if (!written.ok) return failedOutput(written.failure)
    const bytes = written.value
    const found = await readBack(spec.value, bytes, place.value.path, context)
    if (!found.ok) return failedOutput(found.failure)
    return keepFile(place.value, bytes, context, found.value.length > 0 ? { readBack: found.value } : {})
  },
}

async function specOf(document: DocumentInput, context: ToolContext): Promise<Result<WriteSpec>> {
  if (document.format === 'eml') {
    const { format, attachments: paths = [], ...mail } = document
    const attachments = []
    for (const path of paths) {
      const file = await fileOf(path, MAX_ATTACHMENT, context)
      if (!file.ok) return file
      const type = TYPES[extensionOf(path)] ?? 'application/octet-stream'
      attachments.push({ name: nameOf(path), type, bytes: file.value })
    }
    return ok({ format, mail: { ...withoutUndefined<Omit<MailSpec, 'attachments'>>(mail), attachments } })
  }
  const names = picturesOf(document)
  const images: ImageSpecs = {}
  for (const name of names) {
    const file = await fileOf(name, MAX_PICTURE, context)
    if (!file.ok) return file
    images[name] = file.value
  }
  return ok({ ...withoutUndefined<WriteSpec>(document), ...(names.length > 0 ? { images } : {}) } as WriteSpec)
}

/** Pictures of the folder that the document shows. What lies on the web is not fetched; the document says so in its place. */
function picturesOf(document: DocumentInput): string[] {
  const names =
    'markdown' in document
      ? [...document.markdown.matchAll(/!\[[^\]]*\]\(\s*(?:<([^<>]+)>|([^\s()]+))/g)].map(
          match => match[1] ?? match[2]!,
        )
      : 'slides' in document
        ? document.slides.flatMap(slide => (slide.picture === undefined ? [] : [slide.picture]))
        : []
  return [...new Set(names.filter(name => !/^(?:[a-z][a-z0-9+.-]{2,}:)?\/\/|^data:/i.test(name)).map(decoded))]
}

function decoded(name: string): string {
  try {
    return decodeURI(name)
  } catch (error) {
    if (error instanceof URIError) return name
    throw error
  }
}

async function fileOf(path: string, most: number, context: ToolContext): Promise<Result<Uint8Array>> {
  const place = placeOf(path, context)
  if (!place.ok) return place
  const file = await context.reads.read(place.value, most)
  return file.ok ? ok(file.value.bytes) : file
}

/** What the written document must show to a reader that had no part in writing it. */
export function expectationsOf(spec: WriteSpec): Expectation[] {
  switch (spec.format) {
    case 'xlsx':
      return [
        { kind: 'sheets', names: spec.sheets.map(sheet => sheet.name) },
        ...spec.sheets.flatMap((sheet): Expectation[] => {
          const names = (sheet.rows[0] ?? []).filter(cell => typeof cell === 'string' && cell.trim() !== '') as string[]
          return sheet.headerRows === 0 || names.length < 2 ? [] : [{ kind: 'columns', sheet: sheet.name, names }]
        }),
      ]
    case 'pptx':
      return [
        { kind: 'pages', equals: spec.slides.length },
        { kind: 'headings', texts: spec.slides.map(slide => slide.title).filter(title => title.trim() !== '') },
      ]
    case 'docx':
    case 'pdf':
      return spec.title?.trim() ? [{ kind: 'contains', text: spec.title }] : []
    default:
      return []
  }
}

async function readBack(
  spec: WriteSpec,
  bytes: Uint8Array,
  path: string,
  context: ToolContext,
): Promise<Result<string[]>> {
  if (!['docx', 'xlsx', 'pptx', 'pdf'].includes(spec.format)) return ok([])
  const checked = await context.documents.check(bytes, path, expectationsOf(spec))
  if (!checked.ok) return checked
  const wrong = checked.value.find(result => !result.ok)
  if (wrong)
    return failed(
      'bug',
      `The document was made, but reads differently than asked, so it was not kept: ${wrong.evidence}`,
    )
  return ok(checked.value.map(result => result.evidence))
}
