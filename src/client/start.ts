import { takeEarlyDesk } from './early-desk.ts'
import { type FirstSession, firstSession, keepsNothing } from './first-session.ts'
import { type StartedDesk, startDesk } from './start-desk.ts'

/**
 * Has the first session's desk open the log while the screen is drawn. Its desk is null where the browser keeps nothing: then none
 * works, not even the one that the page started.
 */
export function startFirst(): { first: FirstSession; desk: StartedDesk | null } {
  const first = firstSession()
  const desk = keepsNothing() ? null : startDesk(first.id)
  if (!desk) takeEarlyDesk()?.terminate()
  return { first, desk }
}
