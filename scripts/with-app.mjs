import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { installIfNeeded } from './install.mjs'
import { ROOT, run } from './run.mjs'

/** Builds the app, finds a browser, and loads `entry`, which is TypeScript and shares the tests' servers: Vite runs it as it is. */
export async function loadWithApp(entry) {
  await installIfNeeded()
  process.env.CHROMIUM = await findChromium()
  process.chdir(ROOT)
  const built = await run('vite', ['build', '--logLevel', 'warn'], { quiet: true })
  if (built.code !== 0) {
    console.error(built.output)
    console.error('The app could not be built, so there is nothing to run.')
    process.exit(1)
  }
  const { runnerImport } = await import('vite')
  return (await runnerImport(join(ROOT, entry), { configFile: false, logLevel: 'error' })).module
}
