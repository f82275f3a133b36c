import type { Recognised } from '../documents/recognise/recognise.ts'
import type { Result } from '../domain/failure.ts'
import type { DocumentChanging, DocumentPicture, ReadDocument, ReadWish } from '../ports/documents.ts'

/** What a document worker does. Bytes handed to it are gone for the caller. `elsewhere` reads what is attached to a mail and needs another worker. */
export interface DocumentCommands extends DocumentChanging {
  read(
    bytes: Uint8Array,
    name: string,
    wish: ReadWish,
    elsewhere: ((bytes: Uint8Array, name: string) => Promise<Result<ReadDocument>>) | null,
  ): Promise<Result<ReadDocument>>
}

/** What the worker that recognises words does. */
export interface RecogniseCommands {
  recognise(picture: DocumentPicture): Promise<Result<Recognised>>
}
