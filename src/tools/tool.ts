import type { z } from 'zod'
import type { AgentId, HiddenPlace, RootInfo, Version } from '../domain/event.ts'
import type { Failure, Result } from '../domain/failure.ts'
import type { DocumentBlock, ImageBlock } from '../domain/message.ts'
import { nameOf, type Place, parsePlace, showPlace } from '../domain/place.ts'
import type { TaskId } from '../domain/plan.ts'
import type { Seen } from '../ports/changes.ts'
import type { AgentDesk } from '../ports/desk.ts'
import type { Documents } from '../ports/documents.ts'
import type { Reads } from '../ports/reads.ts'

/** What a tool is given to work with. */
export interface ToolContext {
  /** Id of this call. */
  call: string
  agent: AgentId
  role: 'lead' | 'helper'
  task?: TaskId
  roots: RootInfo[]
  home: string
  reads: Reads
  documents: Documents
  /** Whether the model reads pdfs itself. */
  takesPdf?(): boolean
  desk: AgentDesk
  /** What this agent last saw of each file, by `root:path`; `absent` where it looked and found nothing. */
  seen: Map<string, Seen>
}

/**
 * A result as data. `header` is small and structured; `body` is long text, quoted as data when it is shown to a model.
 * With `failure` the model is told of an error. `ends` says that the agent has nothing more to do.
 */
export interface ToolOutput {
  header: Record<string, unknown>
  body?: string
  images?: ImageBlock[]
  documents?: DocumentBlock[]
  /** Files whose contents are in this result, with the bytes of each. A tool that shows content must say so here. */
  files?: { place: Place; bytes: number }[]
  /** A file whose hidden text is in this result, and where in it. */
  hidden?: { file: Place; places: HiddenPlace[] }
  /** One short sentence for the person. */
  summary: string
  failure?: Failure
  ends?: boolean
}

export interface Tool<Input> {
  name: string
  description: string
  schema: z.ZodType<Input>
  /** Read-only calls of one turn run at once. */
  readOnly: boolean
  for: readonly ('lead' | 'helper')[]
  /** One short sentence for the person: what the call is about to do. */
  summary(input: Input): string
  /** Never throws. */
  run(input: Input, context: ToolContext): Promise<ToolOutput>
}

export const failedOutput = (failure: Failure): ToolOutput => ({
  header: { ok: false, error: failure.message, kind: failure.kind },
  summary: failure.message,
  failure,
})

export const placeOf = (text: string, context: ToolContext): Result<Place> =>
  parsePlace(
    text,
    context.roots.map(root => root.id),
    context.home,
  )

export const show = (place: Place, context: ToolContext) => showPlace(place, context.home)

export const seenKey = (place: Place) => `${place.root}:${place.path}`

export const jsonLines = (rows: readonly unknown[]) => rows.map(row => JSON.stringify(row)).join('\n')

const encoder = new TextEncoder()
export const bytesOf = (text: string) => encoder.encode(text).byteLength

export const nameOnly = (place: Place) => nameOf(place.path)

/** Splits a prefix like `scratch:` off a glob; without one the glob is over the home folder. */
export function globOf(glob: string, context: ToolContext): { root: string; glob: string } {
  const root = context.roots.find(each => glob.startsWith(`${each.id}:`))?.id
  return root
    ? { root, glob: glob.slice(root.length + 1).replace(/^\//, '') }
    : { root: context.home, glob: glob.replace(/^\.\//, '') }
}

/**
 * What the agent last saw of the file. A file it never looked at counts as absent only when nothing is there now; for one that
 * exists it stays `not-looked`, which a write refuses and a move or trash, which keep the bytes, accept.
 */
export async function seenOrAsk(place: Place, context: ToolContext): Promise<Seen> {
  const known = context.seen.get(seenKey(place))
  if (known !== undefined) return known
  const now = await context.reads.version(place)
  return now.ok && now.value === null ? 'absent' : 'not-looked'
}

export const remember = (place: Place, version: Version, context: ToolContext) => {
  context.seen.set(seenKey(place), version)
}

/** Told to an agent whose write came to lie beside the file that somebody else had changed. */
export const BESIDE =
  'Somebody else had changed the file, and the person kept both versions: yours is at this path, theirs stays where it was.'

/** Where a write ended up, remembered. What is at the old place, when both versions were kept, was not seen. */
export function rememberWrite(place: Place, done: { version: Version; to?: Place }, context: ToolContext): Place {
  if (done.to) context.seen.delete(seenKey(place))
  const at = done.to ?? place
  remember(at, done.version, context)
  return at
}
