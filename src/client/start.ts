import { takeEarlyDesk } from './early-desk.ts'
import { firstSession, keepsNothing } from './first-session.ts'
import { startDesk } from './start-desk.ts'

// Before all else in the screen's script: the first session's desk opens the log while the screen is drawn.

export const first = firstSession()
/** Null where the browser keeps nothing: then no desk works, not even the one that the page started. */
export const firstDesk = keepsNothing() ? null : startDesk(first.id)
if (!firstDesk) takeEarlyDesk()?.terminate()
