import { createSignal } from 'solid-js'
import { LEAD } from '../domain/event.ts'
import type { TaskId } from '../domain/plan.ts'

export const VIEWS = ['conversation', 'plan', 'timeline'] as const
export type View = (typeof VIEWS)[number]
export const VIEW_WORDS: Record<View, string> = { conversation: 'Talk', plan: 'Plan', timeline: 'Timeline' }

export const TABS = ['progress', 'changes', 'files', 'activity', 'where'] as const
export type Tab = (typeof TABS)[number]

/** What of a session is on the screen: never part of its log, and gone with the page. */
export function createLook() {
  const [view, setView] = createSignal<View>('conversation')
  const [tab, setTab] = createSignal<Tab>('progress')
  const [panel, setPanel] = createSignal(false)
  const [to, setTo] = createSignal<string>(LEAD)
  const [task, openTask] = createSignal<TaskId | null>(null)
  return {
    /** What the middle shows. */
    view,
    setView,
    /** The view in the panel at the right. */
    tab,
    setTab,
    /** Whether that panel is out, where there is no room for it beside the middle. */
    panel,
    setPanel,
    /** The agent that is written to while it works. */
    to,
    setTo,
    /** The task whose sheet is open. */
    task,
    openTask,
    /** Brings a view of the panel into sight. */
    showTab(name: Tab) {
      setTab(name)
      setPanel(true)
    },
  }
}
