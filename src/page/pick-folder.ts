import { failed, ok, type Result, unexpected } from '../domain/failure.ts'

type Access = 'read' | 'readwrite'

/** TypeScript's DOM has neither the picker nor the permission calls yet. */
interface PickerWindow {
  showDirectoryPicker?(options: { mode: Access; id: string }): Promise<FileSystemDirectoryHandle>
}
interface WithPermission {
  queryPermission?(options: { mode: Access }): Promise<PermissionState>
  requestPermission?(options: { mode: Access }): Promise<PermissionState>
}

export const canPickFolders = () => typeof (window as PickerWindow).showDirectoryPicker === 'function'

/** Asks the person for a folder. Must be called in a click. Null when they closed the picker. */
export async function pickFolder(access: Access): Promise<Result<FileSystemDirectoryHandle | null>> {
  const show = (window as PickerWindow).showDirectoryPicker
  if (!show)
    return failed(
      'blocked',
      'This browser cannot let a page into a folder. Chrome, Edge and other Chromium browsers can.',
    )
  try {
    return ok(await show.call(window, { mode: access, id: 'deskhand' }))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return ok(null)
    if (error instanceof DOMException && error.name === 'SecurityError')
      return failed('permission-lost', 'The browser did not show the folder picker. Click the button once more.', {
        detail: error.message,
      })
    return { ok: false, failure: unexpected(error, 'picking a folder') }
  }
}

/** Whether we may use the folder now. Shows nothing. The browser's own storage is always allowed. */
export async function mayUse(handle: FileSystemDirectoryHandle, access: Access): Promise<boolean> {
  const state = await (handle as WithPermission).queryPermission?.({ mode: access })
  return state === undefined || state === 'granted'
}

/** Asks the person to let us into a folder again. Must be called in a click; nothing may be awaited before it. */
export async function askToUse(handle: FileSystemDirectoryHandle, access: Access): Promise<Result<void>> {
  try {
    const state = await (handle as WithPermission).requestPermission?.({ mode: access })
    if (state === undefined || state === 'granted') return ok(undefined)
  } catch (error) {
    return failed('permission-lost', `The browser did not ask for "${handle.name}". Click Reconnect once more.`, {
      detail: String(error),
    })
  }
  return failed(
    'permission-lost',
    `The browser did not let us into "${handle.name}". Reconnect it and choose "Allow", or pick another folder.`,
  )
}
