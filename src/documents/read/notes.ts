import type { Failure, Result } from '../../domain/failure.ts'
import type { DocumentFormat } from '../../ports/documents.ts'

const ENDINGS: Partial<Record<DocumentFormat, RegExp>> = {
  pdf: /\.pdf$/i,
  docx: /\.(docx|docm|dotx)$/i,
  pptx: /\.(pptx|pptm)$/i,
  xlsx: /\.(xlsx|xlsm)$/i,
  xls: /\.(xls|xlt|et)$/i,
  ods: /\.ods$/i,
  image: /\.(png|jpe?g|gif|webp|bmp)$/i,
}

/** A file that is not what its ending says is read as what it is, and said so. */
export function withNotes<Read extends { format: DocumentFormat; notices: string[] }>(
  document: Read,
  name: string,
): Read {
  const wrong = ENDINGS[document.format] && !ENDINGS[document.format]!.test(name)
  return wrong
    ? {
        ...document,
        notices: [`"${name}" is really a ${document.format} file, and was read as one.`, ...document.notices],
      }
    : document
}

/** Readers speak of "the file"; the person has many. */
export const named = (result: { ok: false; failure: Failure }, name: string): Result<never> => {
  if (result.failure.message.includes(name)) return result
  return { ok: false, failure: { ...result.failure, message: `"${name}": ${result.failure.message}` } }
}
