import { bytesOf } from '../domain/base64.ts'
import { failed, ok } from '../domain/failure.ts'
import type { SharedSession } from '../domain/share/session.ts'
import { createReplayDesk, type Replay } from './replay-desk.ts'

const notInside = failed('missing', 'This was not put into the saved session.')

/** A saved session on the screen, with nothing behind it but what is in the file. */
export function createSharedDesk(session: SharedSession): Replay {
  const bodies = new Map(session.bodies.map(({ ref, text }) => [ref, text]))
  const images = new Map(session.images.map(({ hash, base64 }) => [hash, base64]))
  return createReplayDesk('saved-session', session.events, {
    async blob(ref) {
      const text = bodies.get(ref)
      return text === undefined ? notInside : ok(new TextEncoder().encode(text))
    },
    async image(hash) {
      const base64 = images.get(hash)
      return base64 === undefined ? notInside : ok(bytesOf(base64))
    },
  })
}
