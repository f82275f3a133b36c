import { after } from '../page/timing.ts'
import { database } from '../store/database.ts'
import { firstSession, keepsNothing } from './first-session.ts'
import { startDesk } from './start-desk.ts'

// The page's first script, small and before all others: the first session's desk opens the log while the screen is still on its way.

/** A desk that takes longer to start does not keep the screen from being drawn. */
const PATIENCE = 150

export const first = firstSession()
/** Null where the browser keeps nothing. */
export const firstDesk = keepsNothing() ? null : startDesk(first.id)

if (firstDesk) {
  // The desk asks for the same as soon as it is there, and finds the browser's storage awake. Whoever needs it here hears of a failure.
  void database().catch(() => undefined)
  // Whoever imports this comes after it: drawing the screen would hold up the worker's start, which needs the same thread.
  await Promise.race([firstDesk.begun, new Promise<void>(resolve => after(PATIENCE, resolve))])
}
