import type { ChangeOp, EventDraft, Version } from '../domain/event.ts'
import { type Failure, ok, type Result } from '../domain/failure.ts'
import type { Changed, Changer } from '../ports/changes.ts'
import type { Folder } from '../ports/folder.ts'
import { removeAside } from './aside.ts'
import { type ChangesDeps, endOf } from './deps.ts'
import { makeFolders, removeEmptyFolders } from './folders.ts'
import { changedBy, endingOf, type Happened, type Intent, type Outcome, outcomeOf } from './outcome.ts'
import { underGrant } from './permission.ts'

/** How the effect itself went. `not-begun` is certain; after `look` only the disk can tell. */
export type Acted =
  | { kind: 'done'; version: Version; emptied?: string[] }
  | { kind: 'not-begun'; failure: Failure }
  | { kind: 'look'; failure: Failure }

/** One change, thought through: what is there, what will be there, and how it is done. */
export interface Step {
  folder: Folder
  change: ChangeOp
  before: Version | null
  after: { size: number; hash: string }
  /** Folders that have to be made first, outermost first. */
  missing: string[]
  /** Keeps the before-image where there is one to keep. */
  keep(): Promise<Failure | null>
  /** Puts it into the folder as well, at `path`, once the change is journalled. */
  aside?: { path: string; put(): Promise<Failure | null> }
  /** Null while everything is still as it was when this was thought through. */
  stillSo(): Promise<Failure | null>
  /** Does it and reads back. */
  act(): Promise<Acted>
}

/**
 * The steps every change has in common, from permission to its last event. The caller holds the leases and has compared the
 * target with what the agent saw.
 */
export async function takeSteps(deps: ChangesDeps, step: Step, who: Changer): Promise<Result<Changed>> {
  const intent: Intent = {
    effect: who.effect ?? deps.host.newId(),
    change: step.change,
    before: step.before,
    after: step.after,
    made: step.missing,
    ...(step.aside ? { kept: step.aside.path } : {}),
    ...(who.task ? { task: who.task } : {}),
  }
  const begun = await underGrant(
    deps,
    step.change,
    step.after.size,
    who,
    () => step.keep(),
    grant => deps.record([{ type: 'file.willChange', ...intent, ...author(who), agent: who.agent, grant }], 'strict'),
  )
  if (!begun.ok) return begun
  const made: string[] = []
  const acted = await act(deps, step, made, who)
  if (acted.kind === 'done') return succeed(deps, intent, { ...acted, kind: 'happened' }, who)
  const outcome: Result<Outcome> =
    acted.kind === 'not-begun' ? ok({ kind: 'did-not' }) : await outcomeOf(deps, step.folder, intent)
  // It stays open where it cannot be looked at, and is settled once the folder is back.
  if (!outcome.ok) return { ok: false, failure: acted.failure }
  if (outcome.value.kind === 'happened') return succeed(deps, intent, outcome.value, who)
  return giveUp(deps, step.folder, intent, outcome.value, acted.failure, made, who)
}

export const author = (who: Changer) => ({ by: who.agent, ...(who.task ? { task: who.task } : {}) })

export const conflictEvent = (change: ChangeOp, failure: Failure, who: Changer): EventDraft => ({
  type: 'file.conflict',
  ...author(who),
  agent: who.agent,
  change,
  failure,
})

async function act(deps: ChangesDeps, step: Step, made: string[], who: Changer): Promise<Acted> {
  const trouble =
    deps.mayGoOn(who) ??
    (await step.stillSo()) ??
    (await makeFolders(step.folder, step.missing, made)) ??
    (await step.aside?.put()) ??
    deps.mayGoOn(who)
  return trouble ? { kind: 'not-begun', failure: trouble } : step.act()
}

async function succeed(deps: ChangesDeps, intent: Intent, outcome: Happened, who: Changer): Promise<Result<Changed>> {
  const { effect, change } = intent
  const ended = await deps.record([changedBy({ ...author(who), effect }, outcome)], 'relaxed')
  if (!ended.ok) return ended
  return ok({ effect, version: outcome.version, changed: true, ...('to' in change ? { to: endOf(change) } : {}) })
}

async function giveUp(
  deps: ChangesDeps,
  folder: Folder,
  intent: Intent,
  outcome: Exclude<Outcome, Happened>,
  why: Failure,
  made: readonly string[],
  who: Changer,
): Promise<Result<never>> {
  const drafts: EventDraft[] = [endingOf(intent, outcome, why, who.agent)]
  if (outcome.kind === 'did-not') {
    if (why.kind === 'conflict') drafts.push(conflictEvent(intent.change, why, who))
    const trouble = (await removeAside(deps, folder, intent)) ?? (await removeEmptyFolders(folder, made))
    if (trouble) drafts.push({ type: 'trouble', ...author(who), failure: trouble })
  }
  const ended = await deps.record(drafts, 'relaxed')
  if (!ended.ok) return ended
  return { ok: false, failure: outcome.kind === 'unclear' ? outcome.failure : why }
}
