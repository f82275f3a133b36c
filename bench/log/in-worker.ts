import type { Page } from '@playwright/test'
import { build } from 'vite'
import type { Commands } from './bench.worker.ts'

const FILE = 'bench-log.js'

/** Starts the bench's worker in the page, made of the app's own parts and served from the app's address. */
export async function loadWorker(page: Page, app: string): Promise<void> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'esnext',
      lib: { entry: 'bench/log/bench.worker.ts', formats: ['es'], fileName: () => FILE },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error('The worker could not be built.')
  const { code: body } = output.output[0]
  await page.route(app + FILE, route =>
    route.fulfill({
      body,
      contentType: 'text/javascript',
      headers: { 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin' },
    }),
  )
  await page.evaluate(async file => {
    const worker = new Worker(file, { type: 'module' })
    const failed = new Promise<never>((_, reject) => {
      worker.onerror = event => reject(new Error(event.message || 'The worker cannot be loaded.'))
    })
    const ask = (name: string, argument: unknown) => {
      const { port1, port2 } = new MessageChannel()
      const answer = new Promise((resolve, reject) => {
        port1.onmessage = ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.value))
      })
      worker.postMessage({ name, argument, port: port2 }, [port2])
      return Promise.race([answer, failed])
    }
    // The folder is picked once, by the page: a worker cannot.
    const { showDirectoryPicker } = globalThis as unknown as {
      showDirectoryPicker(): Promise<FileSystemDirectoryHandle>
    }
    const folder = await showDirectoryPicker()
    Object.assign(globalThis, {
      ask: (name: string, argument: object) => ask(name, name === 'writes' ? { ...argument, folder } : argument),
    })
  }, FILE)
}

type Argument<Name extends keyof Commands> = Omit<Parameters<Commands[Name]>[0], 'folder'>
type Answer<Name extends keyof Commands> = Awaited<ReturnType<Commands[Name]>>

/** Has the worker do it, and gives what it found. */
export const onWorker = <Name extends keyof Commands>(
  page: Page,
  name: Name,
  argument: Argument<Name>,
): Promise<Answer<Name>> =>
  page.evaluate(
    ([name, argument]) =>
      (globalThis as unknown as { ask(name: string, argument: unknown): Promise<unknown> }).ask(name, argument),
    [name, argument] as const,
  ) as Promise<Answer<Name>>
