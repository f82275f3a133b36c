import type { Actor, EventDraft, Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result, unreachable } from '../domain/failure.ts'
import type { ChangeState } from '../domain/state.ts'
import type { FolderReads } from '../ports/folder.ts'
import { type ChangesDeps, say } from './deps.ts'
import { lookAt } from './look.ts'
import { lookAtEnds } from './move-file.ts'

/** What the journal says of a change before its end. */
export type Intent = Pick<ChangeState, 'effect' | 'task' | 'change' | 'before' | 'after' | 'made' | 'kept'>

export interface Happened {
  kind: 'happened'
  version: Version
  /** As in the event `file.changed`. */
  emptied?: string[]
}

export type Outcome =
  | Happened
  /** Nothing was changed: it is safe to do it again. */
  | { kind: 'did-not' }
  | { kind: 'unclear'; failure: Failure }

/** Tells by looking at the disk whether the change took effect. Fails only where it cannot look. */
export async function outcomeOf(
  deps: Pick<ChangesDeps, 'versionOf' | 'roots'>,
  folder: FolderReads,
  intent: Intent,
): Promise<Result<Outcome>> {
  const { change } = intent
  switch (change.op) {
    case 'create':
    case 'overwrite': {
      const now = await lookAt(deps, folder, change.path)
      if (!now.ok && now.failure.kind !== 'invalid') return now
      if (!now.ok) return ok(unclear(`${say(deps, change)} is a folder now`))
      if (now.value?.hash === intent.after.hash) return ok({ kind: 'happened', version: now.value })
      if (now.value?.hash === intent.before?.hash) return ok({ kind: 'did-not' })
      return ok(unclear(`${say(deps, change)} is now neither what it was nor what was to be written`))
    }
    case 'move':
    case 'trash': {
      const ends = await lookAtEnds(deps, folder, change.path, change.to)
      if (!ends.ok && ends.failure.kind !== 'invalid') return ends
      if (!ends.ok) return ok(unclear(ends.failure.message.replace(/\.$/, '')))
      const { source, target } = ends.value
      const shown = [say(deps, change), say(deps, { root: change.root, path: change.to })]
      if (target?.hash === intent.after.hash)
        return source?.hash === intent.after.hash
          ? ok(unclear(`the same file is now at ${shown[0]} and at ${shown[1]}`))
          : ok({ kind: 'happened', version: target })
      if (source) return ok({ kind: 'did-not' })
      return ok(unclear(`the file is neither at ${shown[0]} nor, as it was, at ${shown[1]}`))
    }
    default:
      return unreachable(change)
  }
}

const unclear = (found: string): Outcome => ({
  kind: 'unclear',
  failure: failed(
    'conflict',
    `It cannot be told whether a change took effect: ${found}. Nothing more was done to it; please look at it yourself.`,
  ).failure,
})

/** The event that ends an intent which took effect. */
export const changedBy = (
  from: { by: Actor; effect: string; task?: string },
  { version, emptied }: Happened,
): EventDraft => ({
  ...from,
  type: 'file.changed',
  version,
  ...(emptied ? { emptied } : {}),
})

/** The event that ends an intent. `why` is told where the change did not happen. */
export function endingOf(intent: Intent, outcome: Outcome, why: Failure, by: Actor): EventDraft {
  const from = { by, effect: intent.effect, ...(intent.task ? { task: intent.task } : {}) }
  switch (outcome.kind) {
    case 'happened':
      return changedBy(from, outcome)
    case 'did-not':
      return { ...from, type: 'file.changeFailed', failure: why }
    case 'unclear':
      return { ...from, type: 'file.changeUnknown', failure: outcome.failure }
    default:
      return unreachable(outcome)
  }
}
