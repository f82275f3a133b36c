import { createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { OutsideChange } from '../domain/event.ts'
import type { Place } from '../domain/place.ts'
import type { DeskNews } from '../ports/desk.ts'

const keyOf = ({ root, path }: Place) => `${root}:${path}`

/** What others did to the files of a session that is on the screen: marked until somebody looks at the file, or leaves the session. */
export function createOutside() {
  const [marks, setMarks] = createStore<Record<string, OutsideChange['what'] | undefined>>({})
  const [times, setTimes] = createSignal(0)
  return {
    /** Counts up with each news of it. */
    times,
    hear({ events, outside }: DeskNews) {
      const told = outside ? [outside] : events.filter(event => event.type === 'files.changedOutside')
      for (const { root, files } of told) {
        for (const { path, what } of files) setMarks(keyOf({ root, path }), what)
        setTimes(known => known + 1)
      }
    },
    /** What was done to that file. */
    of: (file: Place) => marks[keyOf(file)],
    /** How many marked files are there in that folder, at any depth. */
    within({ root, path }: Place): number {
      const start = keyOf({ root, path: path === '' ? '' : `${path}/` })
      return Object.entries(marks).filter(([key, what]) => what && what !== 'gone' && key.startsWith(start)).length
    },
    lookedAt: (file: Place) => setMarks(keyOf(file), undefined),
    leave: () => setMarks(reconcile({})),
  }
}
