import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { installIfNeeded } from './install.mjs'
import { ROOT, run } from './run.mjs'

// `npm run pictures -- [folder] [small]`: every view, light and dark, at three sizes. `small` is what docs/pictures holds.
await installIfNeeded()
process.env.CHROMIUM = await findChromium()
process.chdir(ROOT)
const built = await run('vite', ['build', '--logLevel', 'warn'], { quiet: true })
if (built.code !== 0) {
  console.error(built.output)
  process.exit(1)
}
const { runnerImport } = await import('vite')
const { module } = await runnerImport(join(ROOT, 'bench/pictures/main.ts'), { configFile: false, logLevel: 'error' })
await module.takePictures(process.argv[2] ?? 'pictures', process.argv[3] === 'small')
