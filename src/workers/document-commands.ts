import type { Recognised } from '../documents/recognise/recognise.ts'
import type { Result } from '../domain/failure.ts'
import type { DocumentChanging, DocumentPicture, DocumentReading } from '../ports/documents.ts'

/** What a document worker does. Bytes handed to it are gone for the caller. */
export type DocumentCommands = DocumentReading & DocumentChanging

/** What the worker that recognises words does. */
export interface RecogniseCommands {
  recognise(picture: DocumentPicture): Promise<Result<Recognised>>
}
