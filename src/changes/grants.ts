import picomatch from 'picomatch'
import type { ChangeOp, Grant } from '../domain/event.ts'
import type { RootId } from '../domain/place.ts'
import type { Need } from '../domain/plan.ts'
import type { ChangeState, SessionState } from '../domain/state.ts'

/** The grant of everything in the session's own scratch folder. Never listed: nothing of the person's is in there. */
export const SCRATCH_GRANT = 'scratch'

/** What the person does by a click of their own. No agent has that name. */
export const PERSON_GRANT = 'person'

type Used = Pick<ChangeState, 'change' | 'grant' | 'status'>

/**
 * Whether the grant still covers the change: verb, path, and fewer changes so far than it allows. A change that failed used
 * nothing; one that was undone did. A glob never covers hidden files, nor another folder than the one it names; a move into a
 * hidden place needs that place named.
 */
export function covers(grant: Grant, op: ChangeOp, changes: readonly Used[], home: RootId): boolean {
  const used = changes.filter(change => change.grant === grant.id && change.status !== 'failed')
  return grant.needs.some(need => {
    const matches = matcherOf(need, home)
    if (!matches(op)) return false
    // Matching thousands of changes at each of thousands is slow, and seldom needed.
    return used.length < need.most || used.filter(change => matches(change.change)).length < need.most
  })
}

/** The first of the session's grants that covers the change, or null: then the person is asked. */
export const grantFor = (state: Pick<SessionState, 'grants' | 'changes'>, op: ChangeOp, home: RootId): Grant | null =>
  state.grants.find(grant => covers(grant, op, state.changes, home)) ?? null

const matchers = new WeakMap<Need, { home: RootId; matches: (op: ChangeOp) => boolean }>()

/** Making one is slow beside using it, and each is used for every change of its task. */
function matcherOf(need: Need, home: RootId): (op: ChangeOp) => boolean {
  const known = matchers.get(need)
  if (known?.home === home) return known.matches
  const matches = matcher(need, home)
  matchers.set(need, { home, matches })
  return matches
}

function matcher(need: Need, home: RootId): (op: ChangeOp) => boolean {
  const paths = need.paths.map(text => pathMatcher(text, home))
  const exactly = (root: RootId, path: string) => need.paths.some(text => isExactly(text, home, root, path))
  const named = (root: RootId, path: string) => paths.some(matches => matches(root, path))
  return op =>
    op.op === need.verb &&
    // The last copy of some bytes goes to the trash only where the person has read its name.
    (op.op === 'trash' && op.last ? exactly(op.root, op.path) : named(op.root, op.path)) &&
    (op.op !== 'move' || !op.to.split('/').some(part => part.startsWith('.')) || named(op.root, op.to))
}

function isExactly(text: string, home: RootId, root: RootId, path: string): boolean {
  const prefixed = ROOT_PREFIX.exec(text)
  const [inRoot, plain] = prefixed ? [prefixed[1]!, prefixed[2]!] : [home, text]
  return root === inRoot && plain.replace(/^\.\//, '') === path
}

const ROOT_PREFIX = /^([a-z0-9][a-z0-9-]+):(.*)$/s

function pathMatcher(text: string, home: RootId): (root: RootId, path: string) => boolean {
  // A file name cannot have a colon, so what stands before one is a folder of the session.
  const prefixed = ROOT_PREFIX.exec(text)
  const [inRoot, pattern] = prefixed ? [prefixed[1]!, prefixed[2]!] : [home, text]
  const plain = pattern.replace(/^\.\//, '')
  if (plain === '') return () => false
  const glob = picomatch(plain, { nonegate: true })
  return (root, path) => root === inRoot && (path === plain || glob(path))
}
