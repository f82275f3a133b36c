import { defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'
import { notices } from './config/notices.ts'
import { sandbox } from './config/sandbox.ts'
import { headers } from './config/serve-headers.ts'
import { serviceWorker } from './config/service-worker.ts'
import { startScript } from './config/start-script.ts'
import { unpacked } from './config/unpacked.ts'
import { viewer } from './config/viewer.ts'

const isDesk = (input: unknown) => String(input).endsWith('/desk.worker.ts')

/**
 * Nothing may be imported from a worker's own file: one that was loaded with a question mark (`agent.worker.js?to=…`) would then be
 * run a second time, under its plain name. What the desk loads first beside its own file is one other. Vite sets the first of these
 * options itself, after those of `rolldownOptions`.
 */
function workerEntries(): Plugin[] {
  let first = false
  return [
    {
      name: 'worker-entries',
      options(options) {
        first = isDesk(options.input)
        return { ...options, preserveEntrySignatures: 'strict' }
      },
      outputOptions: output =>
        first
          ? {
              ...output,
              codeSplitting: { groups: [{ name: 'desk-log', tags: ['$initial'], test: (id: string) => !isDesk(id) }] },
            }
          : output,
    },
  ]
}

/** The recogniser's engine asks for these where it runs in Node, which it never does here. */
const nodeParts: Plugin = {
  name: 'node-parts',
  enforce: 'pre',
  resolveId: (id, importer) =>
    (id === 'fs' || id === 'crypto') && importer?.includes('/tesseract.js-core/') ? `\0no-${id}` : null,
  load: id => (id === '\0no-fs' || id === '\0no-crypto' ? 'export default {}' : null),
}

/** How long each of its parts took says nothing to who wants to start it. */
const checks = { pluginTimings: false }

export default defineConfig({
  // Relative, so that a build runs under any path.
  base: './',
  // One page and no routes: an unknown address is a 404, never the page under another file's policy.
  appType: 'mpa',
  plugins: [headers(), unpacked(), solid(), startScript(), viewer(), notices(), sandbox(), serviceWorker()],
  worker: {
    format: 'es',
    rolldownOptions: {
      checks,
      output: {
        // Servers unpack a file named `.gz` on its way, and then it is not what the service worker's list says.
        assetFileNames: ({ names }) =>
          names[0]?.endsWith('.gz') ? 'assets/[name]-[hash].packed' : 'assets/[name]-[hash][extname]',
      },
    },
    plugins: () => [...workerEntries(), nodeParts],
  },
  // Every browser that runs it preloads modules by itself.
  build: { target: 'chrome130', modulePreload: { polyfill: false }, rolldownOptions: { checks } },
  server: { host: '127.0.0.1', cors: false },
  preview: { host: '127.0.0.1', cors: false },
})
