import { createServer } from 'node:http'

export interface Recorder {
  origin: string
  /** The first part of the path of every request that arrived, whatever it was. */
  hits: string[]
  close(): Promise<void>
}

/** A server that answers anyone with whatever would please them, and notes who came: where data would leak to. */
export async function startRecorder(): Promise<Recorder> {
  const hits: string[] = []
  const note = (url = '/') => hits.push(new URL(url, 'http://host').pathname.slice(1))
  const server = createServer((request, response) => {
    note(request.url)
    response.writeHead(200, {
      'Content-Type': request.url?.includes('css') ? 'text/css' : 'text/javascript',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    })
    response.end()
  })
  server.on('upgrade', (request, socket) => {
    note(request.url)
    socket.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('The recorder has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    hits,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
