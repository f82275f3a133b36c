import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const DIST = 'dist'
/** What a script imports before it runs; `import(…)` is what it loads later, if at all. */
const STATIC_IMPORT = /\b(?:import|from)\s*["'](\.[^"']+)["']/g
const LOADED_BY_PAGE = /<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.(?:js|css))"/g

const zipped = (file: string) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length

/** Script and style that the first page waits for: what it names, and all that those import. Bytes, gzipped. */
export function firstPageWeight(): number {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8')
  const files = new Set<string>()
  const add = (file: string) => {
    if (files.has(file)) return
    files.add(file)
    if (!file.endsWith('.js')) return
    const script = readFileSync(join(DIST, file), 'utf8')
    for (const [, name] of script.matchAll(STATIC_IMPORT)) add(join(file, '..', name!))
  }
  for (const [, name] of page.matchAll(LOADED_BY_PAGE)) add(join(name!))
  return [...files].reduce((sum, file) => sum + zipped(file), 0)
}

/** Each worker's own script. Agents load the client of their model beside it. */
export const workerWeights = (): { name: string; bytes: number }[] =>
  readdirSync(join(DIST, 'assets'))
    .filter(file => /\.worker-[\w-]+\.js$/.test(file))
    .map(file => ({ name: file.replace(/\.worker-.*/, ''), bytes: zipped(join('assets', file)) }))
