import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

const XVFB = '/usr/bin/Xvfb'

/** A screen that nobody sees, for windows that are really there. Installs the program for it by apt where that is allowed. */
export async function startScreen(): Promise<{ display: string; close(): void }> {
  if (!existsSync(XVFB)) install()
  const child = spawn(XVFB, ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [number] = (await once(child.stdout, 'data')) as [Buffer]
  return { display: `:${number.toString().trim()}`, close: () => void child.kill() }
}

function install(): void {
  const reason = 'Xvfb is not here, so no window can be hidden. Install the package "xvfb".'
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) throw new Error(reason)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { env })
  const done = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'xvfb'], { env, encoding: 'utf8' })
  if (done.status !== 0 || !existsSync(XVFB)) throw new Error(`${reason}\n${done.stderr}`)
}
