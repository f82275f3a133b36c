import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A second origin that answers everyone and writes down who came: by HTTP, by upgrade, or by UDP. */
export interface Hits {
  http: string
  udpPort: number
  /** The last part of each address that was asked for; `udp` for a datagram. */
  seen: string[]
  close(): Promise<void>
}

const BLANK = '<!doctype html><title>Nothing keeps anyone here</title>'

export async function startHits(): Promise<Hits> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    const name = request.url?.split('?')[0]?.split('/').at(-1) ?? ''
    if (name !== '' && name !== 'favicon.ico') seen.push(name)
    const script = /script|worker|import/i.test(name)
    response.writeHead(200, {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'content-type': name === '' ? 'text/html' : script ? 'text/javascript' : 'text/plain',
    })
    response.end(name === '' ? BLANK : script ? '0' : 'hit')
  })
  server.on('upgrade', (request, socket) => {
    seen.push(request.url?.split('/').at(-1) ?? 'upgrade')
    socket.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const udp = createSocket('udp4')
  udp.on('message', () => seen.push('udp'))
  await new Promise<void>(resolve => udp.bind(0, '127.0.0.1', resolve))
  return {
    http: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    udpPort: udp.address().port,
    seen,
    async close() {
      udp.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
