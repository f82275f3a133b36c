import type { ToHost } from './sandbox-frame.ts'

/** The text of the opaque frames, put here by the build. */
declare const SANDBOX_BOOT: string

const frames = new Map<number, HTMLIFrameElement>()

/** Holds the opaque frames, one for each agent, under a policy that the frames inherit and cannot leave. */
addEventListener('message', ({ data, source, origin, ports }: MessageEvent<ToHost | 'ready'>) => {
  if (data === 'ready') {
    for (const frame of frames.values())
      if (frame.contentWindow === source) {
        const port = waiting.get(frame)
        waiting.delete(frame)
        if (port) frame.contentWindow!.postMessage(null, '*', [port])
      }
    return
  }
  if (source !== parent || origin !== location.origin) return
  if (data.kind === 'close') {
    frames.get(data.frame)?.remove()
    frames.delete(data.frame)
    return
  }
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.allow = 'cross-origin-isolated'
  frame.srcdoc = SANDBOX_BOOT
  waiting.set(frame, ports[0]!)
  frames.set(data.frame, frame)
  document.body.append(frame)
})

const waiting = new Map<HTMLIFrameElement, MessagePort>()

parent.postMessage('ready', location.origin)
