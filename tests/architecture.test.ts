import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { expect, test } from 'vitest'

/** Lower floors know nothing of higher ones; rooms on one floor know nothing of each other. */
const FLOORS = [
  ['domain'],
  ['ports'],
  ['tools', 'folder', 'sandbox', 'documents', 'model', 'store', 'page', 'service'],
  ['agent', 'changes', 'schedule'],
  ['session'],
  ['ui'],
  ['client'],
  ['main.tsx', 'workers'],
]
/** These are handed time, chance, locks and storage, so that a seed can replay all they do. */
const REPLAYABLE = ['domain', 'ports', 'tools', 'agent', 'changes', 'schedule', 'session']
const PLATFORM =
  /\b(crypto\.|Date\.now|new Date\(\)|Math\.random|performance\.now|set(Timeout|Interval)\(|navigator\.(locks|storage)|indexedDB)/

const IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g
const ADDRESS = /new URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g

const files = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
  .map(entry => join(entry.parentPath, entry.name))
const code = new Map(files.map(file => [file, withoutComments(readFileSync(file, 'utf8'))]))
const room = (file: string) => file.split(sep)[1] ?? ''
const floor = (file: string) => FLOORS.findIndex(rooms => rooms.includes(room(file)))

/** A file with a query, such as a worker's `?worker&url`, is only its address: it runs as a program of its own. */
const imports = new Map(files.map(file => [file, named(file, IMPORT).filter(path => !path.includes('?'))]))
const addresses = new Map(
  files.map(file => [file, [...named(file, IMPORT).filter(path => path.includes('?')), ...named(file, ADDRESS)]]),
)

test('every relative import and address names a file that exists, with its ending', () => {
  const missing = files.flatMap(from =>
    [...imports.get(from)!, ...addresses.get(from)!]
      .filter(to => !isFile(to.replace(/\?.*/, '')))
      .map(to => `${from} -> ${to}`),
  )
  expect(missing).toEqual([])
})

test('every file has a room on a floor', () => {
  expect(files.filter(file => floor(file) < 0)).toEqual([])
})

test('imports go down, and never to a neighbour', () => {
  const wrong = files.flatMap(from =>
    imports
      .get(from)!
      .filter(to => room(to) !== room(from) && floor(to) >= floor(from))
      .map(to => `${from} -> ${to}`),
  )
  expect(wrong).toEqual([])
})

test('no file imports itself by a detour, types included', () => {
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === 'open') cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (state.has(file)) return
    state.set(file, 'open')
    for (const to of imports.get(file) ?? []) visit(to, [...path, file])
    state.set(file, 'done')
  }
  for (const file of files) visit(file, [])
  expect(cycles).toEqual([])
})

test('what a seed must replay asks the platform for nothing', () => {
  const asking = files.filter(file => REPLAYABLE.includes(room(file)) && PLATFORM.test(code.get(file)!))
  expect(asking).toEqual([])
})

test('only the six steps change a folder', () => {
  const changing = files.filter(file => /\.(removeFile|removeEmptyFolder|makeFolder)\(/.test(code.get(file)!))
  expect(changing.filter(file => !['changes', 'folder'].includes(room(file)))).toEqual([])
})

function named(file: string, pattern: RegExp): string[] {
  return [...code.get(file)!.matchAll(pattern)].map(([, path]) => normalize(join(dirname(file), path!)))
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}

/** Comments stand at the start of a line or after a space; `https://` and `**` + `/*` in a string do not. */
function withoutComments(source: string): string {
  return source.replace(/(^|\s)\/\*[\s\S]*?\*\//g, '$1').replace(/(^|\s)\/\/.*$/gm, '$1')
}
