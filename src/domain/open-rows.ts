import type { SessionState } from './state.ts'

/**
 * Numbers of the events whose rows may still change, or are looked for by what comes next. The rows of all others are what they will
 * always be.
 */
export function openRows(state: Pick<SessionState, 'items' | 'plan'>): Set<number> {
  const { items, plan } = state
  const open = items.filter(
    item =>
      (item.kind === 'tool' && item.status === 'running') ||
      (item.kind === 'steer' && !item.delivered) ||
      (item.kind === 'plan' && item.id === plan?.id),
  )
  // What the person took back counts from the last request on, and a reason is said once.
  const request = items.findLast(item => item.kind === 'request')
  const said = items.findLast(item => item.kind === 'notice')
  return new Set([...open, request, said].flatMap(item => item?.seq ?? []))
}
