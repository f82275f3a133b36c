import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The path of a Chromium to test in: the one named by CHROMIUM, one on PATH, or a freshly installed one. */
export async function findChromium() {
  return process.env.CHROMIUM || onPath() || (await fromDebian()) || (await fromPlaywright())
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return NAMES.flatMap(name => folders.map(folder => join(folder, name))).find(isProgram)
}

async function fromDebian() {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return undefined
  console.log('Installing Chromium with apt-get.')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await run('apt-get', ['update'], { quiet: true, env })
  const installed = await run('apt-get', ['install', '-y', 'chromium'], { quiet: true, env })
  if (installed.code === 0) return onPath()
  console.error(updated.output + installed.output)
  console.error("apt-get could not install Chromium, so Playwright's own is tried next.")
  return undefined
}

async function fromPlaywright() {
  console.log("Installing Playwright's Chromium.")
  const { code, output } = await run('playwright', ['install', 'chromium'], { quiet: true })
  if (code === 0) return (await import('playwright')).chromium.executablePath()
  console.error(output)
  console.error('No Chromium was found or could be installed. Install one and name its path in CHROMIUM.')
  process.exit(code)
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
