import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { installIfNeeded } from './install.mjs'
import { ROOT, run } from './run.mjs'

await installIfNeeded()
process.env.CHROMIUM = await findChromium()
process.chdir(ROOT)
const built = await run('vite', ['build', '--logLevel', 'warn'], { quiet: true })
if (built.code !== 0) {
  console.error(built.output)
  console.error('The app could not be built, so there is nothing to try.')
  process.exit(1)
}

// The soaks share the tests' servers and browser, which are TypeScript; Vite runs them as they are.
const { runnerImport } = await import('vite')
const { module } = await runnerImport(join(ROOT, 'tests/soak/main.ts'), { configFile: false, logLevel: 'error' })
process.exit(await module.soak(process.argv.slice(2)))
