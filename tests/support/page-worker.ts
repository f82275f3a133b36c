import type { Page } from '@playwright/test'
import { build } from 'vite'

const FILE = 'own.worker.js'

/**
 * Starts a worker made of the app's own parts in the page, served from the app's address, and hands it the folder that the page
 * picks: a worker cannot pick one itself. Then `askWorker` speaks with it.
 */
export async function startPageWorker(page: Page, app: string, entry: string): Promise<void> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'esnext',
      lib: { entry: entry, formats: ['es'], fileName: () => FILE },
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
    const { showDirectoryPicker } = globalThis as unknown as {
      showDirectoryPicker(): Promise<FileSystemDirectoryHandle>
    }
    await ask('folder', await showDirectoryPicker())
    Object.assign(globalThis, { ask })
  }, FILE)
}

/** Has the worker do what it knows by this name, and gives its answer. */
export const askWorker = (page: Page, name: string, argument: unknown): Promise<unknown> =>
  page.evaluate(
    ([name, argument]) =>
      (globalThis as unknown as { ask(name: string, argument: unknown): Promise<unknown> }).ask(name, argument),
    [name, argument] as const,
  )
