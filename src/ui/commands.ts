import type { Desk } from './desk.ts'
import { focusRequest } from './go-on.ts'
import { TABS, VIEWS } from './look.ts'

/** What the whole page can do, besides the session on it. */
export interface PageActions {
  startNew(): void
  settings(): void
  saveSession(): void
  notices(): void
  shortcuts(): void
  palette(): void
}

/** Something a person can do by name, by a key, or by a word that begins with a slash. */
export interface Command {
  name: string
  /** As in `matches`: `mod+k`. */
  key?: string
  slash?: string
  run(): void
}

const TAB_WORDS: Record<(typeof TABS)[number], string> = {
  progress: 'Show progress, questions and cost',
  changes: 'Show changes',
  files: 'Show files',
  activity: 'Show the whole log',
  where: 'Show where data went',
}

/** Everything that can be done right now. What would be refused is not in it. */
export function commandsFor(desk: Desk, page: PageActions): Command[] {
  const running = desk.phase() === 'open' && desk.state.status.kind === 'running'
  const paused = desk.phase() === 'open' && desk.state.status.kind === 'paused'
  const begun = !desk.fresh() && desk.phase() !== 'broken'
  const undoable = desk.standing() > 0
  return [
    { name: 'Start a new session', key: 'alt+n', slash: 'new', run: page.startNew },
    { name: 'Write a request', key: 'alt+r', run: focusRequest },
    ...(running ? [{ name: 'Pause', key: 'mod+.', slash: 'pause', run: () => void desk.pause() }] : []),
    ...(paused ? [{ name: 'Resume', key: 'mod+.', slash: 'resume', run: () => void desk.resume() }] : []),
    ...(running || paused ? [{ name: 'Stop', key: 'mod+shift+.', slash: 'stop', run: () => void desk.stop() }] : []),
    ...(begun
      ? [
          ...VIEWS.map((view, index) => ({
            name: `Show the ${view}`,
            key: `mod+shift+${index + 1}`,
            slash: view === 'conversation' ? 'talk' : view,
            run: () => desk.look.setView(view),
          })),
          ...TABS.map((tab, index) => ({
            name: TAB_WORDS[tab],
            key: `mod+shift+${index + 1 + VIEWS.length}`,
            slash: tab === 'where' ? 'sent' : tab,
            run: () => desk.look.showTab(tab),
          })),
          ...(undoable ? [{ name: 'Undo changes', slash: 'undo', run: () => desk.look.showTab('changes') }] : []),
          { name: 'Save session as a file', slash: 'save', run: page.saveSession },
        ]
      : []),
    { name: 'Settings', key: 'mod+,', slash: 'settings', run: page.settings },
    { name: 'All commands', key: 'mod+k', run: page.palette },
    { name: 'Keyboard shortcuts', key: '?', slash: 'help', run: page.shortcuts },
    { name: 'Third-party notices', run: page.notices },
  ]
}

/** Whether a key press is that shortcut. `mod` is Ctrl, or Command on a Mac. A lone character counts only outside of a text box. */
export function matches(event: KeyboardEvent, key: string): boolean {
  const parts = key.split('+')
  const last = parts.at(-1)!
  const mod = parts.includes('mod')
  const plain = parts.length === 1
  if (plain && isTyping(event.target)) return false
  if ((event.ctrlKey || event.metaKey) !== mod || event.altKey !== parts.includes('alt')) return false
  // A character such as "?" already has its shift in it.
  if (!plain && event.shiftKey !== parts.includes('shift')) return false
  const code = last === '.' ? 'Period' : last === ',' ? 'Comma' : /^\d$/.test(last) ? `Digit${last}` : null
  return (
    event.key.toLowerCase() === last ||
    event.code === code ||
    (/^[a-z]$/.test(last) && event.code === `Key${last.toUpperCase()}`)
  )
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null

const isMac = () => /Mac/.test(navigator.platform)

/** The shortcut as it is printed on the keys. */
export const sayKey = (key: string) =>
  key
    .split('+')
    .map(part =>
      part === 'mod'
        ? isMac()
          ? '⌘'
          : 'Ctrl'
        : part === 'alt'
          ? isMac()
            ? '⌥'
            : 'Alt'
          : part === 'shift'
            ? 'Shift'
            : part.toUpperCase(),
    )
    .join(' ')
