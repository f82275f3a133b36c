import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { LIBRARY_NAMES } from '../src/ports/sandbox.ts'
import { RUNTIME_POLICY, SANDBOX_POLICY, written } from './headers.ts'

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))
const require = createRequire(import.meta.url)
const PYODIDE = dirname(require.resolve('pyodide/package.json'))

/** Where all of it lies in the build. */
export const FOLDER = 'sandbox'

const ENGINES = { 'shell.js': 'engine.shell.ts', 'script.js': 'engine.script.ts', 'python.js': 'engine.python.ts' }
const PYTHON = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip']

/** Which name each of the files has in this build, for whoever loads them. */
const NAMES = 'virtual:deskhand-sandbox'

type Files = Record<string, string | Uint8Array>

/**
 * The sandbox as files of its own: the host frames' pages, an engine for the shell and one for each language, each one classic
 * script without imports (an opaque frame starts no other kind), the libraries of scripts, and Python. In a build each is named by
 * its hash, so that a page which is older than the build never gets a part of another one.
 */
export function sandbox(): Plugin {
  let made: Promise<Files> | null = null
  let isBuild = false
  const all = () => {
    made ??= files()
    return made
  }
  return {
    name: 'deskhand:sandbox',
    configResolved(config) {
      isBuild = config.command === 'build'
    },
    resolveId: id => (id === NAMES ? `\0${NAMES}` : null),
    async load(id) {
      if (id !== `\0${NAMES}`) return null
      const names = isBuild ? namesOf(await all()) : {}
      return `export default ${JSON.stringify(names)}`
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const name = new RegExp(`/${FOLDER}/([\\w.-]+)$`).exec(request.originalUrl?.split('?')[0] ?? '')?.[1]
        if (!name) return next()
        const file = (await all())[name]
        if (file === undefined) return next()
        response.setHeader('Content-Type', typeOf(name))
        response.end(file)
      })
    },
    async generateBundle() {
      const content = await all()
      const names = namesOf(content)
      for (const [name, source] of Object.entries(content)) {
        const built = name === RUNTIME_PAGE ? runtimePage(names[RUNTIME_SCRIPT]!) : source
        this.emitFile({ type: 'asset', fileName: `${FOLDER}/${names[name]}`, source: built })
      }
    },
  }
}

const RUNTIME_PAGE = 'webcontainer.html'
const RUNTIME_SCRIPT = 'webcontainer.js'

const namesOf = (made: Files): Record<string, string> =>
  Object.fromEntries(
    Object.entries(made).map(([name, content]) => {
      // What the page is depends on its script.
      const hash = createHash('sha256').update(name === RUNTIME_PAGE ? made[RUNTIME_SCRIPT]! : content)
      return [name, name.replace(/(\.\w+)$/, `-${hash.digest('hex').slice(0, 8)}$1`)]
    }),
  )

const typeOf = (name: string) =>
  name.endsWith('.html') ? 'text/html' : /js$/.test(name) ? 'text/javascript' : 'application/octet-stream'

async function files(): Promise<Files> {
  const made: Files = {
    'host.html': await hostPage(),
    [RUNTIME_SCRIPT]: await oneScript(source('page/webcontainer-host.ts')),
    [RUNTIME_PAGE]: runtimePage(RUNTIME_SCRIPT),
  }
  for (const [name, entry] of Object.entries(ENGINES)) made[name] = await oneScript(source(`workers/${entry}`))
  // Each a file of its own that is loaded when a script asks for it.
  for (const name of LIBRARY_NAMES)
    made[`library-${name.replace(/^@.*\//, '')}.js`] = await library(name, OWN[name] ?? name)
  made['library-typescript.js'] = await library('typescript', source('sandbox/script/strip-types.ts'))
  for (const name of PYTHON) made[name] = await readFile(join(PYODIDE, name))
  return made
}

/** Libraries that come with what makes them work here. */
const OWN: Record<string, string> = { fflate: source('sandbox/script/fflate.ts') }

/** A script that puts the library where scripts look for it. */
const library = (name: string, from: string) =>
  oneScript('virtual:library', {
    'virtual:library': `import * as whole from ${JSON.stringify(from)}\n__deskhand.libraries[${JSON.stringify(name)}] = whole`,
  })

/** A page under the policy, also where no header says so. */
const pageUnder = (policy: Record<string, string>, title: string, body: string) => {
  const said = written(Object.fromEntries(Object.entries(policy).filter(([name]) => name !== 'frame-ancestors')))
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${said}"><title>${title}</title><body>${body}`
}

const runtimePage = (script: string) => pageUnder(RUNTIME_POLICY, 'WebContainer', `<script src="${script}"></script>`)

async function hostPage(): Promise<string> {
  const page = (script: string) =>
    pageUnder(SANDBOX_POLICY, 'Sandbox', `<script>${script.replaceAll('</', '<\\/')}</script>`)
  const boot = page(await oneScript(source('page/sandbox-boot.ts')))
  const host = await oneScript(source('page/sandbox-host.ts'))
  return page(`const SANDBOX_BOOT=${JSON.stringify(boot)};${host}`)
}

async function oneScript(input: string, virtual: Record<string, string> = {}): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { 'node:zlib': source('sandbox/shell/zlib.ts') } },
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.url': 'self.location.href' },
    plugins: [
      {
        name: 'deskhand:virtual',
        resolveId: id => (id in virtual ? `\0${id}` : null),
        load: id => virtual[id.slice(1)] ?? null,
      },
    ],
    build: {
      write: false,
      target: 'chrome130',
      copyPublicDir: false,
      rolldownOptions: { input, output: { format: 'iife', codeSplitting: false } },
    },
  })
  const output = Array.isArray(result) ? result.flatMap(each => each.output) : 'output' in result ? result.output : []
  const [chunk, ...more] = output
  if (chunk?.type !== 'chunk' || more.length > 0) throw new Error(`${input} did not become one file.`)
  return chunk.code
}
