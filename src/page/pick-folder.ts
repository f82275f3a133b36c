import { failed, ok, type Result, unexpected } from '../domain/failure.ts'

type Access = 'read' | 'readwrite'

/** TypeScript's DOM has neither the picker nor the permission calls yet. */
interface PickerWindow {
  showDirectoryPicker?(options: {
    mode: Access
    id: string
    startIn?: FileSystemHandle
  }): Promise<FileSystemDirectoryHandle>
}
interface WithPermission {
  queryPermission?(options: { mode: Access }): Promise<PermissionState>
  requestPermission?(options: { mode: Access }): Promise<PermissionState>
}

const ALLOW_IN_SETTINGS =
  'Click the icon left of the address bar, open "Site settings" and set "File editing" to "Allow".'

export const canPickFolders = () => typeof (window as PickerWindow).showDirectoryPicker === 'function'

/**
 * Asks the person for a folder, first shown where `near` lies. Must be called in a click. Null when they closed the
 * picker.
 */
export async function pickFolder(
  access: Access,
  near?: FileSystemHandle,
): Promise<Result<FileSystemDirectoryHandle | null>> {
  const show = (window as PickerWindow).showDirectoryPicker
  if (!show)
    return failed(
      'blocked',
      'This browser cannot let a page into a folder. Chrome, Edge and other Chromium browsers can.',
    )
  try {
    const handle = await show.call(window, { mode: access, id: 'deskhand', ...(near ? { startIn: near } : {}) })
    const entered = await askToUse(handle, access)
    return entered.ok ? ok(handle) : entered
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return ok(null)
    if (error instanceof DOMException && error.name === 'SecurityError')
      return failed('permission-lost', 'The browser did not show the folder picker. Click the button once more.', {
        detail: error.message,
      })
    if (error instanceof DOMException && error.name === 'NotAllowedError')
      return failed(
        'permission-lost',
        `The browser keeps this site out of your folders. ${ALLOW_IN_SETTINGS} Then pick the folder again.`,
        { detail: error.message },
      )
    return { ok: false, failure: unexpected(error, 'picking a folder') }
  }
}

/** Whether we may use the folder now. Shows nothing. The browser's own storage is always allowed. */
export async function mayUse(handle: FileSystemDirectoryHandle, access: Access): Promise<boolean> {
  const state = await (handle as WithPermission).queryPermission?.({ mode: access })
  return state === undefined || state === 'granted'
}

/** False when the folder was moved, renamed or removed, so that its handle leads nowhere. */
export async function isInPlace(handle: FileSystemDirectoryHandle): Promise<boolean> {
  try {
    await handle.keys().next()
    return true
  } catch (error) {
    // Whatever else is wrong with it, it is there, and the desk will say what it is.
    return !(error instanceof DOMException && error.name === 'NotFoundError')
  }
}

/** Asks the person to let us into a folder again. Must be called in a click; nothing may be awaited before it. */
export async function askToUse(handle: FileSystemDirectoryHandle, access: Access): Promise<Result<void>> {
  let state: PermissionState | undefined
  try {
    state = await (handle as WithPermission).requestPermission?.({ mode: access })
    if (state === undefined || state === 'granted') return ok(undefined)
  } catch (error) {
    return failed('permission-lost', `The browser did not ask for "${handle.name}". Click Reconnect once more.`, {
      detail: String(error),
    })
  }
  return failed(
    'permission-lost',
    state === 'denied'
      ? `The browser does not let Deskhand ${access === 'read' ? 'read' : 'change'} files in "${handle.name}". ${ALLOW_IN_SETTINGS} Then try again; if you have just refused it, reload the page first.`
      : `The browser's question about "${handle.name}" was closed without an answer. Try again and choose "Allow".`,
  )
}
