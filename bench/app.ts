import { rmSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { type Plugin, preview } from 'vite'
import { makeProfile, openContext } from '../tests/support/folder.ts'

/** Where the page lies that the app's start is compared with. */
export const BLANK = 'bench-blank.html'

const BLANK_PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Blank</title></head>
  <body><textarea placeholder="What should be done?" autofocus></textarea></body>
</html>
`

/** Beside the app, from the same server and under the same headers. */
const blankPage: Plugin = {
  name: 'bench:blank',
  configurePreviewServer(server) {
    server.middlewares.use(`/${BLANK}`, (_request, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(BLANK_PAGE)
    })
  },
}

/** Serves the built app, as `npm start` does, on a free port. */
export async function serveApp(): Promise<{ address: string; close(): Promise<void> }> {
  const server = await preview({ logLevel: 'error', plugins: [blankPage], preview: { port: 0 } })
  const at = server.httpServer.address()
  if (at === null || typeof at === 'string') throw new Error('The app is served at no port.')
  return { address: `http://localhost:${at.port}/`, close: () => server.close() }
}

/** Runs `work` in a browser that was never used before, on a profile on disk: without one, storage would look free. */
export async function inFreshBrowser<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const profile = makeProfile()
  const context = await openContext(profile)
  try {
    return await work(context.pages()[0] ?? (await context.newPage()))
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
