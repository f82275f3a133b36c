import { createEffect, createMemo, on, onCleanup } from 'solid-js'
import { askBeforeClosing, badge, notify, stayAwake } from '../page/attention.ts'
import type { Desk } from './desk.ts'
import { askChange, sayStatus } from './say.ts'

/** What a session does for a person who is not looking: keeps awake, tells, and does not let itself be closed by mistake. */
export function keepHabits(desk: Desk): void {
  const atWork = createMemo(() => desk.phase() === 'open' && desk.state.status.kind === 'running')
  createEffect(() => {
    if (!atWork()) return
    onCleanup(stayAwake())
    onCleanup(askBeforeClosing())
  })

  const need = createMemo(() => {
    if (desk.phase() !== 'open' || !desk.busy()) return null
    const permission = desk.pendingPermission()
    if (permission) return askChange(permission.op)
    const question = desk.pendingQuestion()
    if (question) return question.questions.map(one => one.text).join(' ')
    return desk.state.plan?.status === 'proposed' ? 'A plan waits for your approval.' : null
  })
  const title = () => desk.state.title || 'Deskhand'
  createEffect(
    on(
      need,
      text => {
        badge(text === null ? 0 : 1)
        if (text !== null) notify(`${title()}: needs you`, text, desk.id())
      },
      { defer: true },
    ),
  )
  createEffect(
    on(
      () => desk.state.status.kind,
      (kind, before) => {
        if (before === 'running' && ['done', 'failed', 'stopped'].includes(kind))
          notify(title(), sayStatus(desk.state.status), desk.id())
      },
    ),
  )
  // What was queued is sent once the work before it has ended well. After a stop or a failure it waits for the person.
  createEffect(
    on(
      () => desk.state.status.kind,
      kind => {
        if (kind === 'done') void desk.sendQueued()
      },
      { defer: true },
    ),
  )
  onCleanup(() => badge(0))
}
