import type { FailureKind } from '../domain/failure.ts'

/** Failures that lie outside the work itself: the run pauses with the reason, and goes on where it was once they are mended. */
const MENDABLE: readonly FailureKind[] = [
  'auth',
  'credit',
  'rate-limit',
  'overloaded',
  'server',
  'network',
  'blocked',
  'cut',
  'silent',
  'not-an-api',
  'bad-request',
  'permission-lost',
  'storage',
  'bug',
]

export const isMendable = (kind: FailureKind | undefined) => kind !== undefined && MENDABLE.includes(kind)
