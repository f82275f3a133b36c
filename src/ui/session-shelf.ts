import { createSignal } from 'solid-js'
import { lazily } from '../domain/lazily.ts'
import { sharedStorage } from '../page/small-storage.ts'
import type { SessionRow } from '../ports/log.ts'

/** Which sessions the person has pinned, and which put away. About the list alone: the sessions themselves stay as they are. */
const storage = sharedStorage()

function kept(name: string) {
  const read = () => new Set((storage.get(name) ?? '').split(' ').filter(id => id !== ''))
  const ids = lazily(() => createSignal(read()))
  return {
    has: (id: string) => ids()[0]().has(id),
    toggle(id: string) {
      const [known, setIds] = ids()
      const next = new Set(known())
      if (!next.delete(id)) next.add(id)
      setIds(next)
      storage.put(name, [...next].join(' '))
    },
  }
}

export const pinned = kept('deskhand:pinned')
export const archived = kept('deskhand:archived')

/** The list as it is shown: pinned first, then the newest; what was put away only where it is asked for. */
export function shelve(rows: readonly SessionRow[], words: string, away: boolean): SessionRow[] {
  const wanted = words.trim().toLowerCase()
  return rows
    .filter(row => archived.has(row.id) === away && (wanted === '' || row.title.toLowerCase().includes(wanted)))
    .toSorted((a, b) => Number(pinned.has(b.id)) - Number(pinned.has(a.id)))
}
