import { type Failure, ok } from '../domain/failure.ts'
import type { Log } from '../ports/log.ts'
import { database } from './database.ts'
import { otherOwner } from './log-writer.ts'
import { stored } from './storage-failure.ts'

const lockOf = (session: string) => `deskhand:session:${session}`
/** How leases of files are named: see `changes/lease.ts`. */
const LEASE = /^file:/

export type Hold = 'free' | 'busy' | { from: string | null }

/**
 * One session is worked on in one tab at a time: the lock is held until this worker ends. With `takeOver` it is taken
 * from whoever holds it, who need not agree nor even answer; `onLost` is how that one hears of it.
 */
export async function holdSession(session: string, takeOver: boolean, onLost: () => void): Promise<Hold> {
  if (await request(session, { ifAvailable: true }, onLost)) return 'free'
  if (!takeOver) return 'busy'
  const { held = [] } = await navigator.locks.query()
  const from = held.find(lock => lock.name === lockOf(session))?.clientId ?? null
  await request(session, { steal: true }, onLost)
  return { from }
}

function request(session: string, how: LockOptions, onLost: () => void): Promise<boolean> {
  return new Promise(resolve => {
    navigator.locks
      .request(lockOf(session), how, lock => {
        resolve(lock !== null)
        return lock ? new Promise(() => undefined) : undefined
      })
      .catch(onLost)
  })
}

/**
 * Sets free the leases of files that a silent owner held when it fell silent. Only after its epoch has ended: it may
 * wake up at any moment, and then finds that it can change nothing.
 */
export async function freeLeasesOf(client: string | null): Promise<void> {
  if (client === null) return
  const { held = [] } = await navigator.locks.query()
  for (const { name, clientId } of held)
    if (name && clientId === client && LEASE.test(name))
      await navigator.locks.request(name, { steal: true }, () => undefined)
}

/** Looks whether the log's owner still is its owner; a failure where it is not, or where that cannot be told. */
export const stillOwns = (log: Pick<Log, 'session' | 'epoch'>) => async (): Promise<Failure | null> => {
  const looked = await stored('looking who works on this session', async () => {
    const row = await (await database()).get('sessions', log.session)
    return row?.epoch === log.epoch ? ok(undefined) : otherOwner()
  })
  return looked.ok ? null : looked.failure
}
