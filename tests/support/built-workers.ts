import { readdirSync } from 'node:fs'
import type { Page } from '@playwright/test'

/** What `evaluate` finds on the page once `startWorkers` was there. Values cross as they are; bytes stay in the page. */
export interface BuiltWorkers {
  /** Calls a document worker of the build, which is started when it is first called. */
  ask<T>(worker: 'documents' | 'pdf' | 'preview', method: string, args: unknown[]): Promise<T>
  /** Throws that worker away. */
  end(worker: 'documents' | 'pdf' | 'preview'): void
}

/** The document workers as they lie in the build, to be spoken to from an empty page of the app, without the app. */
export async function startWorkers(page: Page, app: string): Promise<void> {
  const files = readdirSync('dist/assets').filter(file => /^(documents|pdf|preview)\.worker-[\w-]+\.js$/.test(file))
  const addresses = Object.fromEntries(files.map(file => [file.slice(0, file.indexOf('.')), `assets/${file}`]))
  await page.goto(app)
  await page.evaluate(places => {
    const live = new Map<string, { worker: Worker; port: MessagePort }>()
    const waiting = new Map<string, { resolve(value: unknown): void; reject(error: Error): void }>()
    let calls = 0
    const start = (name: string) => {
      const worker = new Worker(new URL(places[name]!, document.baseURI), { type: 'module', name })
      const { port1, port2 } = new MessageChannel()
      worker.postMessage({ port: port2 }, [port2])
      // Comlink's wire, as far as is needed: a path and raw arguments in, a raw value out.
      port1.onmessage = ({ data }) => {
        const asked = waiting.get(data.id)
        waiting.delete(data.id)
        if (data.type === 'RAW') asked?.resolve(data.value)
        else asked?.reject(new Error(JSON.stringify(data.value?.value ?? data)))
      }
      const made = { worker, port: port1 }
      live.set(name, made)
      return made
    }
    Object.assign(globalThis, {
      workers: {
        ask(name, method, args) {
          const { port } = live.get(name) ?? start(name)
          const id = String(++calls)
          const argumentList = args.map(value => ({ type: 'RAW', value }))
          return new Promise((resolve, reject) => {
            waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
            port.postMessage({ id, type: 'APPLY', path: [method], argumentList })
          })
        },
        end(name) {
          live.get(name)?.worker.terminate()
          live.delete(name)
        },
      } satisfies BuiltWorkers,
    })
  }, addresses)
}
