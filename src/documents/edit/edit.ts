import { failed, ok, type Result, unexpected } from '../../domain/failure.ts'
import type { EditOperation } from '../../ports/documents.ts'
import { outsideTargets, refuseBroken } from '../check/ooxml.ts'
import { openPackage } from './package.ts'
import { proveParagraphs, proveParts } from './proof.ts'
import { fillTemplate, insertParagraphs, isSlides, isWord, replaceText } from './words.ts'

type Kind = EditOperation['kind']

const FOR_SHEETS = ['set-cells', 'add-rows'] as const
const FOR_WORDS = ['replace-text', 'insert-paragraphs', 'fill'] as const
const FOR_PDF = ['fill-form', 'merge', 'keep-pages', 'rotate-pages'] as const

/**
 * Changes a document in place. What the operations do not name stays as it is, which is proved before the bytes are handed over:
 * other parts of an office file to the byte, a pdf's old bytes to the byte. Never throws.
 */
export async function editDocument(
  bytes: Uint8Array,
  name: string,
  operations: readonly EditOperation[],
): Promise<Result<Uint8Array>> {
  if (operations.length === 0) return failed('invalid', 'Say what to change.')
  try {
    if (isPdf(bytes)) {
      const mine = only(operations, FOR_PDF)
      return mine ? await (await import('./pdf.ts')).editPdf(bytes, mine) : wrong('a pdf', FOR_PDF)
    }
    const outside = outsideTargets(bytes)
    if (!outside.ok) return notOffice(name)
    const office = openPackage(bytes)
    if (!office.ok) return office
    const changed = await editOffice(bytes, name, office.value, operations)
    return changed.ok ? refuseBroken(changed.value, outside.value) : changed
  } catch (error) {
    return { ok: false, failure: unexpected(error, `changing "${name}"`) }
  }
}

const notOffice = (name: string) =>
  failed(
    'unreadable',
    `"${name}" is no xlsx, docx, pptx or pdf, or it is damaged or has a password, so it cannot be changed in place.`,
  )

async function editOffice(
  bytes: Uint8Array,
  name: string,
  office: Extract<ReturnType<typeof openPackage>, { ok: true }>['value'],
  operations: readonly EditOperation[],
): Promise<Result<Uint8Array>> {
  if (office.has('xl/workbook.xml')) {
    const mine = only(operations, FOR_SHEETS)
    return mine ? (await import('./xlsx.ts')).editXlsx(bytes, mine) : wrong('a workbook', FOR_SHEETS)
  }
  if (!isWord(office) && !isSlides(office)) return notOffice(name)
  const mine = only(operations, FOR_WORDS)
  if (!mine) return wrong(isWord(office) ? 'a Word document' : 'a presentation', FOR_WORDS)
  let count = 0
  for (const operation of mine) {
    const done =
      operation.kind === 'fill'
        ? fillTemplate(office, operation.values)
        : operation.kind === 'replace-text'
          ? replaceText(office, operation)
          : insertParagraphs(office, operation)
    if (!done.ok) return done
    count += done.value ?? 0
  }
  const saved = office.save()
  const parts = proveParts(bytes, saved, office.changed())
  if (!parts.ok) return parts
  for (const part of office.changed()) {
    const paragraphs = proveParagraphs(bytes, saved, part, count)
    if (!paragraphs.ok) return paragraphs
  }
  return ok(saved)
}

const isPdf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-')

/** The operations, when all of them are of these kinds. */
function only<K extends Kind>(
  operations: readonly EditOperation[],
  kinds: readonly K[],
): Extract<EditOperation, { kind: K }>[] | null {
  const mine = operations.filter((each): each is Extract<EditOperation, { kind: K }> =>
    (kinds as readonly Kind[]).includes(each.kind),
  )
  return mine.length === operations.length ? mine : null
}

const wrong = (what: string, kinds: readonly Kind[]) =>
  failed('invalid', `That cannot be done to ${what}. What can be done is ${kinds.join(', ')}.`)
