import type { FromFrame, ToFrame } from '../ports/sandbox-frame.ts'

/**
 * All that runs in an agent's opaque frame itself: it starts engines and ends them, as the desk says over a port of its own. The
 * frame has no address, no storage and no way out; its process has a main thread of its own, which no engine can keep busy.
 */
addEventListener('message', function start(event: MessageEvent) {
  if (event.source !== parent) return
  removeEventListener('message', start)
  const desk = event.ports[0]!
  const engines = new Map<number, Worker>()
  const post = (news: FromFrame) => desk.postMessage(news)
  desk.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    if (data.kind === 'ping') post({ kind: 'pong', n: data.n, isolated: crossOriginIsolated })
    else if (data.kind === 'end') {
      engines.get(data.engine)?.terminate()
      engines.delete(data.engine)
    } else {
      const { engine, source, port, assets } = data
      const worker = new Worker(URL.createObjectURL(source))
      worker.onerror = error => post({ kind: 'broken', engine, text: error.message })
      worker.postMessage(null, [port, assets])
      engines.set(engine, worker)
    }
  }
})

parent.postMessage('ready', '*')
