import type { ChangeOp } from '../domain/event.ts'
import { type Failure, failed, type Result } from '../domain/failure.ts'
import { homeOf } from '../domain/state.ts'
import { type Changer, PERSON } from '../ports/changes.ts'
import { type ChangesDeps, say } from './deps.ts'
import { covers, PERSON_GRANT, SCRATCH_GRANT } from './grants.ts'

/**
 * Lets `begin` write the change down under a grant that still covers it at that moment: two agents cannot use up the same last
 * one, and a grant that is taken back while a person thinks counts no more. `prepare` is done in between.
 */
export async function underGrant<T>(
  deps: ChangesDeps,
  op: ChangeOp,
  bytes: number,
  who: Changer,
  prepare: () => Promise<Failure | null>,
  begin: (grant: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  const ready = async () => deps.mayGoOn(who) ?? (await prepare())
  const own = deps.roots().find(root => root.id === op.root)?.kind === 'scratch'
  if (own || who.agent === PERSON.agent || who.answered) {
    const trouble = await ready()
    return trouble ? { ok: false, failure: trouble } : begin(own ? SCRATCH_GRANT : PERSON_GRANT)
  }
  let last: string | null = null
  for (;;) {
    const permitted = await deps.permit(op, bytes, who)
    if (!permitted.ok) return permitted
    const id = permitted.value
    if (id === last)
      return failed('not-allowed', `The permission to change ${say(deps, op)} was used up or taken back. Ask again.`)
    last = id
    const trouble = await ready()
    if (trouble) return { ok: false, failure: trouble }
    const begun = await deps.host.withLock(`grants:${deps.session}`, async () => {
      const { grants, changes } = deps.state()
      const grant = grants.find(one => one.id === id)
      return grant && covers(grant, op, changes, homeOf(deps.roots())) ? begin(id) : null
    })
    if (begun) return begun
  }
}
