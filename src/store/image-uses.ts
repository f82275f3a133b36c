import { allOf, database } from './database.ts'

/** Which session needs which image of the vault. These throw, as the database does. */

export async function needImage(session: string, hash: string, bytes: number): Promise<'new' | 'known'> {
  const transaction = (await database()).transaction('images', 'readwrite', { durability: 'strict' })
  const known = await transaction.store.getKey([session, hash])
  await transaction.store.put({ hash, bytes }, [session, hash])
  await transaction.done
  return known ? 'known' : 'new'
}

export async function unneedImage(session: string, hash: string): Promise<void> {
  await (await database()).delete('images', [session, hash])
}

export async function imagesOf(session: string): Promise<{ hash: string; bytes: number }[]> {
  return (await database()).getAll('images', allOf(session))
}

/** Of these, the ones that no session needs. */
export async function unneeded(hashes: readonly string[]): Promise<string[]> {
  const index = (await database()).transaction('images').store.index('hash')
  const keys = await Promise.all(hashes.map(hash => index.getKey(hash)))
  return hashes.filter((_, at) => keys[at] === undefined)
}
