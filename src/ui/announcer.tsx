import { createMemo } from 'solid-js'
import { useDesk } from './context.ts'
import { askChange, sayStatus } from './say.ts'

/** What a screen reader is told unasked: progress when it is quiet, and at once what needs the person. */
export function Announcer() {
  const desk = useDesk()
  const progress = createMemo(() => {
    const tasks = desk.tasks()
    const done = tasks.filter(task => task.status === 'done').length
    const status = sayStatus(desk.state.status)
    return tasks.length > 0 ? `${status}. ${done} of ${tasks.length} tasks done.` : status
  })
  const needed = createMemo(() => {
    const permission = desk.pendingPermission()
    if (permission) return `Permission needed. ${askChange(permission.op)}`
    const question = desk.pendingQuestion()
    if (question) return `A question for you. ${question.questions.map(one => one.text).join(' ')}`
    return desk.state.plan?.status === 'proposed' ? 'A plan waits for your approval.' : ''
  })
  return (
    <div class="visually-hidden">
      <div aria-live="polite">{progress()}</div>
      <div aria-live="assertive">{needed()}</div>
    </div>
  )
}
