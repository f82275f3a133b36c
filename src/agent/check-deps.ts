import type { RootInfo } from '../domain/event.ts'
import type { Documents } from '../ports/documents.ts'
import type { Reads } from '../ports/reads.ts'

/** What checks read files with. */
export interface CheckDeps {
  reads: Reads
  documents: Documents
  roots: readonly RootInfo[]
  home: string
}
