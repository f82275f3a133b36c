import { takeEarlyDesk } from './early-desk.ts'
import { firstSession, keepsNothing } from './first-session.ts'
import { startDesk } from './start-desk.ts'

// The page's first script, small and before all others: the first session's desk opens the log while the screen is still on its way.

export const first = firstSession()
/** Null where the browser keeps nothing: then no desk works, not even the one that the page started. */
export const firstDesk = keepsNothing() ? null : startDesk(first.id)
if (!firstDesk) takeEarlyDesk()?.terminate()
