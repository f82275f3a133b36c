import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installIfNeeded } from './install.mjs'
import { ROOT } from './run.mjs'

await installIfNeeded()

// One plain file, which its own threads load as well.
const folder = join(ROOT, 'node_modules/.cache/deskhand/sim')
const { build } = await import('vite')
await build({
  root: ROOT,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  build: {
    ssr: join(ROOT, 'tests/sim/main.ts'),
    outDir: folder,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
  },
})
const file = join(folder, 'main.mjs')
const { main } = await import(pathToFileURL(file).href)
process.exit(await main(process.argv.slice(2), file))
