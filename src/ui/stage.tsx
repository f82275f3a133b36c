import { lazy, Match, Switch } from 'solid-js'
import { useDesk } from './context.ts'
import { Conversation } from './conversation.tsx'
import { TaskSheet } from './task-sheet.tsx'

const PlanView = lazy(() => import('./plan-view.tsx'))
const TimelineView = lazy(() => import('./timeline-view.tsx'))

/** The middle of the screen: what was said, the plan, or who worked when. */
export default function Stage() {
  const desk = useDesk()
  return (
    <>
      <Switch fallback={<Conversation />}>
        <Match when={desk.look.view() === 'plan'}>
          <PlanView />
        </Match>
        <Match when={desk.look.view() === 'timeline'}>
          <TimelineView />
        </Match>
      </Switch>
      <TaskSheet />
    </>
  )
}
