import { createMemo, on } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { LEAD } from '../domain/event.ts'
import { SCRATCH } from '../domain/place.ts'
import type { SessionState } from '../domain/state.ts'

/** What follows from the state of a session alone, worked out when it changes. */
export function deriveFrom(state: SessionState) {
  const folders = createMemo(() => state.roots.filter(root => root.kind !== 'scratch'))
  const busy = createMemo(() => state.status.kind === 'running' || state.status.kind === 'paused')
  const blank = createMemo(() => state.items.length === 0 && state.run === null)
  const pendingQuestion = createMemo(() => Object.values(state.questions).find(one => one.status === 'pending'))
  /** Asked while the run is on: after a reload nobody waits for the answer until the person has resumed. */
  const pendingPermission = createMemo(() =>
    state.status.kind === 'running'
      ? Object.values(state.permissions).find(one => one.status === 'pending')
      : undefined,
  )
  /** Changes of the person's own folders. What helpers put aside for each other is not theirs to look after. */
  const changes = createMemo(
    on(
      () => [state.changes, state.changes.length] as const,
      ([all]) => unwrap(all).flatMap(({ change }, at) => (change.root === SCRATCH ? [] : [all[at]!])),
    ),
  )
  /** How many of them stand. */
  const standing = createMemo(
    on(
      () => [changes(), state.lastSeq] as const,
      // Looked at as plain data: following each of thousands of changes would take long.
      ([all]) => all.filter(change => unwrap(change).status === 'done').length,
    ),
  )
  const tasks = createMemo(() => (state.plan?.tasks ?? []).flatMap(task => state.tasks[task] ?? []))

  return {
    folders,
    busy,
    blank,
    pendingQuestion,
    pendingPermission,
    changes,
    standing,
    tasks,
    taskOf(agent: string): string {
      const task = state.agents[agent]?.task
      return (task && state.tasks[task]?.task.title) || (agent === LEAD ? 'Lead' : agent)
    },
  }
}
