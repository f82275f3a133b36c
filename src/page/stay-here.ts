/** TypeScript's DOM does not know it yet. */
interface NavigatingWindow {
  navigation?: EventTarget
}
interface Navigating extends Event {
  destination: { url: string }
  userInitiated: boolean
}

/**
 * Lets only the person leave for another site, by a click. A policy can forbid loading from elsewhere, but not going
 * there, and an address can carry away what it is made of.
 */
export function stayHere(): void {
  const { navigation } = window as unknown as NavigatingWindow
  navigation?.addEventListener('navigate', event => {
    const { destination, userInitiated } = event as Navigating
    if (!userInitiated && new URL(destination.url).origin !== location.origin) event.preventDefault()
  })
}
