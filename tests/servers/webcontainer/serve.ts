import { fileURLToPath } from 'node:url'
import type { BrowserContext, WebSocketRoute } from '@playwright/test'
import { build } from 'vite'
import { Machine } from './machine.ts'
import type { ToMachine } from './wire.ts'

const PAGE = fileURLToPath(new URL('./page.ts', import.meta.url))
/** What the real host sends, so that a page which is isolated from others may hold it. */
const HEADERS = {
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export interface RuntimeServer {
  /** Containers that were booted. */
  readonly boots: number
  /** Commands that were begun, as the client sent them. */
  readonly commands: readonly string[]
  /** Files that were given, by their paths. */
  readonly given: readonly string[]
  /** The machine goes away in the middle, and no new one can be had: as when its host is gone. */
  cut(): void
  /** Its page still comes, and nothing ever starts in it. */
  hang(): void
  restore(): void
  end(): Promise<void>
}

let page: Promise<string> | null = null

/** Answers for stackblitz.com in this browser, with a machine of our own: the app and the client are as they always are. */
export async function serveRuntime(context: BrowserContext): Promise<RuntimeServer> {
  page ??= bundled()
  const script = await page
  const machines = new Set<Machine>()
  const sockets = new Set<WebSocketRoute>()
  let state: 'up' | 'cut' | 'hangs' = 'up'
  const seen = { boots: 0, commands: [] as string[], given: [] as string[] }

  await context.route('https://stackblitz.com/**', async route => {
    if (state === 'cut') return route.abort('internetdisconnected')
    const { pathname } = new URL(route.request().url())
    if (pathname === '/headless')
      return route.fulfill({
        contentType: 'text/html',
        headers: HEADERS,
        body: state === 'hangs' ? '<!doctype html>' : '<!doctype html><body><script src="/page.js"></script>',
      })
    return route.fulfill({ contentType: 'text/javascript', headers: HEADERS, body: script })
  })
  await context.route('https://*.webcontainer-api.io/**', async route => {
    const { hostname, pathname, search } = new URL(route.request().url())
    const port = /--(\d+)\./.exec(hostname)?.[1]
    const answer = await fetch(`http://127.0.0.1:${port}${pathname}${search}`)
    await route.fulfill({
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? 'text/plain',
      headers: HEADERS,
      body: Buffer.from(await answer.arrayBuffer()),
    })
  })
  await context.routeWebSocket('wss://stackblitz.com/machine', socket => {
    const machine = new Machine(news => {
      if (state === 'up') socket.send(JSON.stringify(news))
    })
    machines.add(machine)
    sockets.add(socket)
    socket.onMessage(text => {
      const message = JSON.parse(String(text)) as ToMachine
      if (message.op === 'boot') seen.boots++
      if (message.op === 'run') seen.commands.push((message.values[1] as { args: string[] }).args[1]!)
      if (message.op === 'mount') seen.given.push(...namesIn(JSON.parse(message.values[0] as string)))
      if (message.op === 'writeFile') seen.given.push(String(message.values[0]))
      if (state === 'up') void machine.hear(message)
    })
    socket.onClose(() => {
      machine.end()
      machines.delete(machine)
    })
  })

  const endAll = () => {
    for (const machine of machines) machine.end()
    machines.clear()
  }
  return {
    get boots() {
      return seen.boots
    },
    commands: seen.commands,
    given: seen.given,
    cut() {
      state = 'cut'
      endAll()
    },
    hang() {
      state = 'hangs'
    },
    restore() {
      state = 'up'
    },
    async end() {
      endAll()
      await context.unroute('https://stackblitz.com/**')
      await context.unroute('https://*.webcontainer-api.io/**')
    },
  }
}

type Node = { d: Record<string, Node> } | { f: unknown }
const namesIn = (node: Node, under = ''): string[] =>
  'd' in node ? Object.entries(node.d).flatMap(([name, each]) => namesIn(each, `${under}/${name}`)) : [under.slice(1)]

async function bundled(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome130',
      copyPublicDir: false,
      rolldownOptions: { input: PAGE, output: { format: 'iife', codeSplitting: false } },
    },
  })
  const output = Array.isArray(result) ? result.flatMap(each => each.output) : 'output' in result ? result.output : []
  const [chunk] = output
  if (chunk?.type !== 'chunk') throw new Error('The page of the runtime did not become one file.')
  return chunk.code
}
