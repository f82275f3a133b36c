import type { Desk } from './desk.ts'

const WORDS = { permission: 'Needs your permission', answer: 'Needs your answer', approval: 'Needs your approval' }

/** What a session at work waits for the person with, in a few words; null where it goes on by itself. */
export function needOf(desk: Desk): string | null {
  if (desk.state.status.kind !== 'running') return null
  if (desk.pendingPermission()) return WORDS.permission
  if (desk.pendingQuestion()) return WORDS.answer
  return desk.state.plan?.status === 'proposed' ? WORDS.approval : null
}
