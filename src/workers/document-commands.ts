import type { Recognised } from '../documents/recognise/recognise.ts'
import type { Result } from '../domain/failure.ts'
import type { DocumentChanging, DocumentPicture, DocumentReading, ReadDocument, ReadWish } from '../ports/documents.ts'

/** What a document worker does. Bytes handed to it are gone for the caller. */
export type DocumentCommands = DocumentReading & DocumentChanging

/** What the worker for pdf does: its library cannot share a worker with anything. */
export interface PdfCommands {
  read(bytes: Uint8Array, wish: ReadWish): Promise<Result<ReadDocument>>
}

/** What the worker that recognises words does. */
export interface RecogniseCommands {
  recognise(picture: DocumentPicture): Promise<Result<Recognised>>
}

/** The first message to each of these workers brings the port it is spoken to by. */
export interface DocumentHello {
  port: MessagePort
}
