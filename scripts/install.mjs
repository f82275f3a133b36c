import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from './run.mjs'

/** Installs exactly what package-lock.json names, unless it is there already. Ends the script when that fails. */
export async function installIfNeeded() {
  if (isInstalled()) return
  console.log('Installing what Deskhand is built with. This takes a minute, once.')
  const { code, output } = await run('npm', ['ci', '--no-fund', '--no-audit'], { quiet: true })
  if (code === 0) return
  console.error(output)
  console.error('The installation failed, for the reason above. Mend it and run the same command again.')
  process.exit(code)
}

/** npm writes node_modules/.package-lock.json last, so a broken-off installation has none. */
function isInstalled() {
  const there = join(ROOT, 'node_modules/.package-lock.json')
  if (!existsSync(there)) return false
  const installed = packagesIn(there)
  return Object.entries(packagesIn(join(ROOT, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed[path]
    return found ? found.version === wanted.version : wanted.optional === true || wanted.devOptional === true
  })
}

const packagesIn = file => JSON.parse(readFileSync(file, 'utf8')).packages
