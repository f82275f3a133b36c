/** What the page tells the service worker. */
export type ServiceMessage =
  /** The person agreed to the newer version: it need not wait for the older pages to go. */
  | { kind: 'take-over' }
  /** A page has loaded. What no page needs any more may go. */
  | { kind: 'loaded' }
  /** Folders this page may use now. While the service worker holds them, Chromium keeps the grant through a reload. */
  | { kind: 'keep'; folders: FileSystemDirectoryHandle[] }

/** Held by each page for as long as it lives: this, and the address of its own first script. */
export const PAGE_LOCK = 'deskhand:page '
/** Where the service worker takes what other programs share, and how it then opens the page. */
export const SHARE_PATH = 'share'
export const SHARED_MARK = '#shared='
/** The folder in the browser's storage that holds what was shared, each time in a folder of its own. */
export const SHARED_FOLDER = 'shared'
