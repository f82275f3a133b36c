/** TypeScript's DOM does not know it yet. */
interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>
}
const offered = (): PictureInPicture | undefined =>
  (window as unknown as { documentPictureInPicture?: PictureInPicture }).documentPictureInPicture

export const canOpenSmallWindow = () => offered() !== undefined

/**
 * A small window that stays above all others, with this page's styles in it. Must be called in a click. Null where the browser does
 * not let it open. `closed` is called once it is gone, however that came.
 */
export async function openSmallWindow(closed: () => void): Promise<Window | null> {
  try {
    const opened = await offered()?.requestWindow({ width: 340, height: 380 })
    if (!opened) return null
    for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
      const copy = opened.document.createElement('link')
      copy.rel = 'stylesheet'
      copy.href = link.href
      opened.document.head.append(copy)
    }
    opened.document.title = 'Deskhand'
    opened.document.documentElement.lang = 'en'
    opened.addEventListener('pagehide', closed, { once: true })
    return opened
  } catch (error) {
    // Without a click, or where a policy forbids it: the page itself shows everything.
    if (error instanceof DOMException) return null
    throw error
  }
}
