import type { RuntimeFrame } from './webcontainer-frame.ts'

/** What a desk asks of its page: only a page can hold a frame. */
export type ToPage =
  | { kind: 'open'; frame: number; port: MessagePort }
  | { kind: 'close'; frame: number }
  | { kind: 'open-runtime'; frame: number; port: MessagePort }
  | { kind: 'close-runtime'; frame: number }
export type ToHost = { kind: 'open'; frame: number } | { kind: 'close'; frame: number }

export interface SandboxFrames {
  /** Shows the page of a server that runs in the runtime of others; null puts it away. */
  preview(url: string | null): void
  close(): void
}

/**
 * Opens and closes opaque frames as the desk at the other end of `desk` says, in one hidden host frame, and the one frame that holds
 * the runtime of others. What a frame and the desk say to each other goes over the port that comes with it, past this page: a busy
 * page delays nothing. `addressOf` knows where each of the sandbox's pages lies.
 */
export function serveSandboxFrames(desk: MessagePort, addressOf: (page: string) => string): SandboxFrames {
  let host: HTMLIFrameElement | null = null
  let ready: Promise<Window> | null = null
  const runtimes = new Map<number, Promise<RuntimeFrame | null>>()

  const open = (): Promise<Window> => {
    const frame = document.createElement('iframe')
    host = frame
    frame.src = addressOf('host.html')
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

  /** Null where this part of the app cannot be loaded: the desk then hears nothing, and takes it as not started. */
  const openRuntime = (port: MessagePort): Promise<RuntimeFrame | null> =>
    import('./webcontainer-frame.ts').then(
      ({ openRuntimeFrame }) => openRuntimeFrame(addressOf('webcontainer.html'), port),
      () => null,
    )
  const closeRuntime = (frame: number) => {
    void runtimes.get(frame)?.then(runtime => runtime?.close())
    runtimes.delete(frame)
  }

  desk.onmessage = async ({ data }: MessageEvent<ToPage>) => {
    if (data.kind === 'open-runtime') runtimes.set(data.frame, openRuntime(data.port))
    else if (data.kind === 'close-runtime') closeRuntime(data.frame)
    else {
      ready ??= open()
      const target = await ready
      const message: ToHost = { kind: data.kind, frame: data.frame }
      target.postMessage(message, location.origin, data.kind === 'open' ? [data.port] : [])
    }
  }
  return {
    preview: url => {
      for (const runtime of runtimes.values()) void runtime.then(each => each?.preview(url))
    },
    close() {
      desk.close()
      host?.remove()
      for (const frame of runtimes.keys()) closeRuntime(frame)
    },
  }
}
