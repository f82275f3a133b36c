import type { Page } from '@playwright/test'
import { build } from 'vite'
import type { Commands } from './undo.worker.ts'

const FILE = 'soak-undo.js'

/** Starts the soak's worker in the page, made of the app's own parts, and hands it the folder that the page picks. */
export async function loadWorker(page: Page, app: string): Promise<void> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'esnext',
      lib: { entry: 'tests/soak/undo/undo.worker.ts', formats: ['es'], fileName: () => FILE },
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

/** Has the worker do it, and gives what it found. */
export const onWorker = <Name extends keyof Commands>(
  page: Page,
  name: Name,
  ...[argument]: Parameters<Commands[Name]>
): Promise<Awaited<ReturnType<Commands[Name]>>> =>
  page.evaluate(
    ([name, argument]) =>
      (globalThis as unknown as { ask(name: string, argument: unknown): Promise<unknown> }).ask(name, argument),
    [name, argument] as const,
  ) as Promise<Awaited<ReturnType<Commands[Name]>>>
