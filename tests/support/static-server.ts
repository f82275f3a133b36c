import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
}

export interface StaticServer {
  /** The app's address, with its base path. */
  app: string
  origin: string
  /** What was asked for, as paths. */
  asked: string[]
  /** Serves another folder from now on, as a host does after a new upload. */
  serve(folder: string): void
  /** Refuses connections until `start`, at the same port. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** The plainest host there is: files of a folder under a base path, and not one header more than their type. */
export async function startStaticServer(folder: string, base = '/'): Promise<StaticServer> {
  const asked: string[] = []
  let served = folder
  let server: Server
  let port = 0

  function listen(): Promise<void> {
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://host')
      const path = decodeURIComponent(pathname)
      asked.push(path)
      const inside = path.startsWith(base) ? normalize(path.slice(base.length)) : '..'
      const file = join(served, inside === '.' || inside === '' ? 'index.html' : inside)
      if (inside.startsWith('..') || !existsSync(file) || !statSync(file).isFile()) {
        response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such file.')
        return
      }
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
      createReadStream(file).pipe(response)
    })
    return new Promise((resolve, reject) => {
      server.on('error', reject)
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        if (address && typeof address === 'object') port = address.port
        resolve()
      })
    })
  }

  await listen()
  const origin = `http://localhost:${port}`
  return {
    app: `${origin}${encodeURI(base)}`,
    origin,
    asked,
    serve(next) {
      served = next
    },
    stop() {
      return new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
    start: listen,
  }
}
