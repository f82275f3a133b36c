/** What a desk asks of its page: only a page can hold a frame. */
export type ToPage = { kind: 'open'; frame: number; port: MessagePort } | { kind: 'close'; frame: number }
export type ToHost = { kind: 'open'; frame: number } | { kind: 'close'; frame: number }

/**
 * Opens and closes opaque frames as the desk at the other end of `desk` says, in one hidden host frame at `address`. What a frame
 * and the desk say to each other goes over the port that comes with it, past this page: a busy page delays nothing.
 */
export function serveSandboxFrames(desk: MessagePort, address: string): () => void {
  let host: HTMLIFrameElement | null = null
  let ready: Promise<Window> | null = null

  const open = (): Promise<Window> => {
    const frame = document.createElement('iframe')
    host = frame
    frame.src = address
    frame.hidden = true
    frame.title = 'Sandbox'
    frame.setAttribute('aria-hidden', 'true')
    return new Promise(resolve => {
      addEventListener('message', function hear({ source, data }: MessageEvent) {
        if (source !== frame.contentWindow || data !== 'ready') return
        removeEventListener('message', hear)
        resolve(frame.contentWindow!)
      })
      document.body.append(frame)
    })
  }

  desk.onmessage = async ({ data }: MessageEvent<ToPage>) => {
    ready ??= open()
    const target = await ready
    const message: ToHost = { kind: data.kind, frame: data.frame }
    target.postMessage(message, location.origin, data.kind === 'open' ? [data.port] : [])
  }
  return () => {
    desk.close()
    host?.remove()
  }
}
