import { existsSync } from 'node:fs'
import { installIfNeeded } from './install.mjs'
import { run } from './run.mjs'

const PACKAGES = ['libreoffice-calc', 'libreoffice-writer', 'libreoffice-impress']
const PLACES = ['/usr/bin/soffice', '/usr/local/bin/soffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice']

await installIfNeeded()
const soffice = await findOffice()
if (!soffice) {
  console.error('LibreOffice is not here and could not be installed, so our documents were not opened with it.')
  process.exit(1)
}
const { code } = await run('vitest', ['run', '--config', 'tests/office/vitest.config.ts'], {
  env: { SOFFICE: soffice },
})
process.exit(code)

/** Finds LibreOffice, or installs it by apt where that is allowed. */
async function findOffice() {
  const there = [process.env.SOFFICE, ...PLACES].find(path => path && existsSync(path))
  if (there) return there
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return null
  console.log('Installing LibreOffice, to open our documents with it. This takes some minutes, once.')
  await run('apt-get', ['update', '-qq'])
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })
  return PLACES.find(path => existsSync(path)) ?? null
}
