/** What a page may do to be noticed, and to stay awake. Each does nothing where the browser cannot, or was told not to. */

/** Whether the person can still be asked for notifications; afterwards it was decided. */
export const mayAskToNotify = () => 'Notification' in window && Notification.permission === 'default'

/** Must be called in a click. */
export async function askToNotify(): Promise<boolean> {
  return (await Notification.requestPermission()) === 'granted'
}

/** Shows one notification, where it is allowed and the page is out of sight, until the page is back. A click on it brings the page back. */
export function notify(title: string, text: string, tag: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || !document.hidden) return
  const shown = new Notification(title, { body: text, tag, icon: 'icons/icon-192.png' })
  shown.onclick = () => {
    window.focus()
    shown.close()
  }
  document.addEventListener('visibilitychange', () => shown.close(), { once: true })
}

/** A number on the installed app's icon; none for 0. */
export function badge(count: number): void {
  const bearer = navigator as Navigator & {
    setAppBadge?(count: number): Promise<void>
    clearAppBadge?(): Promise<void>
  }
  // Refused where the app is not installed: then there is no icon to put it on.
  void (count > 0 ? bearer.setAppBadge?.(count) : bearer.clearAppBadge?.())?.catch(() => undefined)
}

/** Keeps the screen on until the returned function is called, also when the page was out of sight in between. */
export function stayAwake(): () => void {
  let over = false
  let lock: WakeLockSentinel | null = null
  const take = async () => {
    if (over || document.hidden || !('wakeLock' in navigator)) return
    // Refused when the battery is low: the work goes on all the same.
    lock = await navigator.wakeLock.request('screen').catch(() => null)
    if (over) void lock?.release()
  }
  document.addEventListener('visibilitychange', take)
  void take()
  return () => {
    over = true
    document.removeEventListener('visibilitychange', take)
    void lock?.release()
  }
}

/** Asks before the page is closed, until the returned function is called. */
export function askBeforeClosing(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  addEventListener('beforeunload', ask)
  return () => removeEventListener('beforeunload', ask)
}
