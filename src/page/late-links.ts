/**
 * Has the browser load what it asks for itself: the tab's icon, and the manifest of the app that can be installed. Named from the
 * beginning, they would be fetched while the person waits for the page.
 */
export function loadLateLinks(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[data-later]')) {
    link.href = link.dataset.later!
    link.removeAttribute('data-later')
  }
}

/** To install an app from its address Chromium opens the page where it has no size, and looks for the manifest as soon as it is loaded. */
export const isUnseen = (): boolean => outerWidth === 0
