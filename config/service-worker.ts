import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import type { BuildList } from '../src/service/build-list.ts'
import { FOLDER as SANDBOX } from './sandbox.ts'

const ENTRY = fileURLToPath(new URL('../src/workers/service.worker.ts', import.meta.url))
const PAGE = 'index.html'
/** The sandbox's languages, libraries for documents, fonts and tables need not be there for the app to open. */
const LARGE = 300_000
const NEEDED_FIRST = /\.(html|js|css|svg|png|webmanifest)$/
/** At the root of the build and never renamed: its place is its scope, and browsers look for the new one here. */
const FILE = 'service.worker.js'

/**
 * After a build, lists every file in it with its hash and builds the service worker around that list. The list is read
 * from disk, so that nothing can be in the build and not in it.
 */
export function serviceWorker(): Plugin {
  let folder = ''
  return {
    name: 'deskhand:service-worker',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir)
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await writeServiceWorker(folder)
      },
    },
  }
}

/** Makes the service worker for the build that lies in `folder`. */
export async function writeServiceWorker(folder: string): Promise<void> {
  await writeFile(join(folder, FILE), await bundled(await listOf(folder)))
}

async function listOf(folder: string): Promise<BuildList> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(path => path !== FILE)
    .sort()
  const built = await Promise.all(
    paths.map(async path => {
      const bytes = await readFile(join(folder, path))
      const integrity = `sha256-${createHash('sha256').update(bytes).digest('base64')}`
      const isLater = path.startsWith(`${SANDBOX}/`) || bytes.length > LARGE || !NEEDED_FIRST.test(path)
      // Hosts answer the page at its folder's address, and some send `index.html` there by a redirect.
      return { isLater, file: { path: path === PAGE ? '' : path, integrity } }
    }),
  )
  const version = createHash('sha256').update(JSON.stringify(built)).digest('hex').slice(0, 12)
  const filesOf = (later: boolean) => built.filter(({ isLater }) => isLater === later).map(({ file }) => file)
  return { version, files: filesOf(false), later: filesOf(true) }
}

/** One file without imports: a service worker whose parts could be of different builds would be worse than none. */
async function bundled(list: BuildList): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    define: { BUILD_LIST: JSON.stringify(list) },
    build: {
      write: false,
      target: 'chrome130',
      copyPublicDir: false,
      rolldownOptions: { input: ENTRY, output: { format: 'iife' } },
    },
  })
  const output = Array.isArray(result) ? result.flatMap(each => each.output) : 'output' in result ? result.output : []
  const [chunk, ...more] = output
  if (chunk?.type !== 'chunk' || more.length > 0) throw new Error('The service worker did not become one file.')
  return chunk.code
}
