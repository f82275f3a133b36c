export type ToRuntimeFrame = { kind: 'desk' } | { kind: 'preview'; url: string | null }

export interface RuntimeFrame {
  /** Shows the page of a server that runs in it, over this page; null puts it away again. */
  preview(url: string | null): void
  close(): void
}

/**
 * Opens the document that holds the runtime of others, out of sight, and gives it the desk's port. It may run scripts and keep its own
 * storage, as its origin, and nothing else: no other windows, no other address for this page, no forms, no dialogs.
 */
export function openRuntimeFrame(address: string, port: MessagePort): RuntimeFrame {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin')
  frame.allow = 'cross-origin-isolated'
  frame.title = 'WebContainer'
  frame.src = address
  const name = document.createElement('span')
  const away = document.createElement('button')
  away.type = 'button'
  away.textContent = 'Close preview'
  const bar = document.createElement('header')
  bar.append(name, away)
  const box = document.createElement('section')
  box.className = 'runtime-preview'
  box.dataset.testid = 'runtime-preview'
  box.setAttribute('role', 'dialog')
  box.setAttribute('aria-label', 'Preview of a server in WebContainer')
  // Moved in the page, a frame would load anew: what is around it comes and goes instead.
  box.hidden = true
  box.append(bar, frame)

  const post = (message: ToRuntimeFrame, transfer: Transferable[] = []) =>
    frame.contentWindow?.postMessage(message, location.origin, transfer)
  const preview = (url: string | null) => {
    const from = document.activeElement
    box.hidden = url === null
    name.textContent = url
    if (url !== null) {
      away.onclick = () => {
        preview(null)
        if (from instanceof HTMLElement) from.focus()
      }
      away.focus()
    }
    post({ kind: 'preview', url })
  }
  box.addEventListener('keydown', event => event.key === 'Escape' && away.click())
  const hear = ({ source, data }: MessageEvent) => {
    if (source !== frame.contentWindow || data !== 'ready') return
    removeEventListener('message', hear)
    post({ kind: 'desk' }, [port])
  }
  addEventListener('message', hear)
  document.body.append(box)
  return {
    preview,
    close() {
      removeEventListener('message', hear)
      box.remove()
    },
  }
}
