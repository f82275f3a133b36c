import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const NAME = 'virtual:deskhand-notices'
const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface Notice {
  name: string
  version: string
  license: string
  text: string
}

interface Locked {
  version?: string
  license?: string
  dev?: boolean
  optional?: boolean
}

/** Gives the app the licences of all packages it ships, read from the lock file and the packages when it is built. */
export function notices(): Plugin {
  return {
    name: 'deskhand:notices',
    resolveId: id => (id === NAME ? `\0${NAME}` : undefined),
    load: id => (id === `\0${NAME}` ? `export const notices = ${JSON.stringify(readNotices(ROOT))}` : undefined),
  }
}

/** One notice for each package that the lock file says is needed to run, by name. Tools that only build or test are left out. */
export function readNotices(root: string): Notice[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> }
  const found = new Map<string, Notice>()
  for (const [path, { version = '', license, dev, optional }] of Object.entries(lock.packages)) {
    if (path === '' || dev || optional) continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const text = licenseText(join(root, path))
    found.set(`${name} ${version}`, { name, version, license: license ?? declared(join(root, path)), text })
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function licenseText(folder: string): string {
  if (!existsSync(folder)) return ''
  const files = readdirSync(folder)
    .filter(name => /^(licen[cs]e|copying|notice)/i.test(name))
    .sort()
  return files.map(name => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n')
}

function declared(folder: string): string {
  const path = join(folder, 'package.json')
  if (!existsSync(path)) return ''
  const { license } = JSON.parse(readFileSync(path, 'utf8')) as { license?: string | { type?: string } }
  return typeof license === 'string' ? license : (license?.type ?? '')
}
