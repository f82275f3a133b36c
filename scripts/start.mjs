import { createServer } from 'node:net'
import { installIfNeeded } from './install.mjs'
import { ROOT } from './run.mjs'

const USUAL_PORT = 4173

await installIfNeeded()
const { build, preview } = await import('vite')
await build({ root: ROOT, logLevel: 'warn' })
const wanted = process.env.PORT ? Number(process.env.PORT) : await freePortFrom(USUAL_PORT)
let port = wanted
try {
  const server = await preview({ root: ROOT, logLevel: 'warn', preview: { port: wanted, strictPort: true } })
  // Who asks for port 0 gets one that is free.
  const address = server.httpServer.address()
  if (address && typeof address === 'object') port = address.port
} catch (error) {
  console.error(`Deskhand could not be served: ${error.message}. Name another port in PORT.`)
  process.exit(1)
}
if (port !== USUAL_PORT) {
  console.log('A browser keeps what you did apart for each port: sessions from another port are not shown on this one.')
}
console.log(`Deskhand is at http://localhost:${port}/`)

/** `localhost` may mean either address to a browser, so a port counts as free only when it is free on both. */
async function freePortFrom(first) {
  let port = first
  while (!((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1')))) port++
  return port
}

function isFree(port, host) {
  return new Promise(resolve => {
    const server = createServer()
    // A machine without IPv6 answers otherwise, and then nobody else can be listening there either.
    server.on('error', error => resolve(error.code !== 'EADDRINUSE'))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
