import type { ChangeOp, Conflict, EventDraft, RootInfo, SessionEvent } from '../domain/event.ts'
import type { Failure, Result } from '../domain/failure.ts'
import { type Place, showPlace } from '../domain/place.ts'
import { homeOf, type SessionState } from '../domain/state.ts'
import type { Changer, ConflictChoice } from '../ports/changes.ts'
import type { Folders, VersionOf } from '../ports/folder.ts'
import type { Host } from '../ports/host.ts'
import type { Vault } from '../ports/vault.ts'

/** All that changing files needs of the world. */
export interface ChangesDeps {
  session: string
  folders(): Folders
  roots(): readonly RootInfo[]
  vault: Vault
  host: Host
  versionOf: VersionOf
  /** Appends to the log, then applies to `state`. */
  record(drafts: EventDraft[], durability: 'strict' | 'relaxed'): Promise<Result<SessionEvent[]>>
  state(): SessionState
  /** Gives the id of a grant in `state().grants` that covers the change, asking the person where none does. */
  permit(op: ChangeOp, bytes: number, who: Changer): Promise<Result<string>>
  /** Asks the person which version stays. The same question asked again, as after a reload, has the same answer. */
  decide(conflict: Conflict, who: Changer): Promise<Result<ConflictChoice>>
  /** Whether the person wants what is overwritten to be kept in the folder as well. */
  keepsBefore(): Promise<boolean>
  /** The fence: a failure once the run was stopped, or whoever asks was ended. Asked right before every effect. */
  mayGoOn(who: Changer): Failure | null
}

/** The place as people and agents write it, in quotation marks. */
export const say = (deps: Pick<ChangesDeps, 'roots'>, place: Place) => `"${showPlace(place, homeOf(deps.roots()))}"`

/** The place where the file of a change is afterwards. */
export const endOf = (change: ChangeOp): Place => ({
  root: change.root,
  path: 'to' in change ? change.to : change.path,
})

export const placesOf = (change: ChangeOp): Place[] =>
  'to' in change
    ? [
        { root: change.root, path: change.path },
        { root: change.root, path: change.to },
      ]
    : [{ root: change.root, path: change.path }]
