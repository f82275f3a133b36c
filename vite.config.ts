import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { headers } from './config/headers.ts'

export default defineConfig({
  // Relative, so that a build runs under any path.
  base: './',
  // One page and no routes: an unknown address is a 404, never the page under another file's policy.
  appType: 'mpa',
  plugins: [headers(), solid()],
  worker: { format: 'es' },
  build: { target: 'chrome130' },
  server: { host: '127.0.0.1', cors: false },
  preview: { host: '127.0.0.1', cors: false },
})
