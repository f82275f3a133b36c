import { parse } from 'es-module-lexer/js'
import { NODE_LIBRARIES, notHere } from '../shell/missing.ts'
import { absolute, childOf, lastName, parentOf } from '../tree/node.ts'
import type { Tree } from '../tree/tree.ts'
import { fileAt, libraryOf, PARSER } from './needed.ts'

type Found = { kind: 'builtin' | 'library' | 'file'; name: string }
type Wrapped = (exports: unknown, require: Require, module: { exports: unknown }, file: string, folder: string) => void
export type Require = ((name: string) => unknown) & { resolve(name: string): string }

export interface ModuleParts {
  tree: Tree
  builtins: Record<string, unknown>
  /** Those that the program was seen to name, and the parser of TypeScript where it needs that. */
  libraries: Record<string, Blob>
}

/** Where scripts put what is loaded: they come by `importScripts`, which gives nothing back. */
interface Shelf {
  libraries: Record<string, unknown>
  wrapped: Record<string, Wrapped>
  shims: Record<string, Record<string, unknown>>
  bring(name: string, from: string): Promise<unknown>
}
const SHELF = '__deskhand'

/**
 * ES modules and CommonJS from the tree, run by the browser's own engine. There is no `eval` here: a module is given to the
 * browser as a file of its own, with the names it imports replaced by the addresses of those files.
 */
export class Modules {
  private readonly parts: ModuleParts
  private readonly shelf: Shelf
  private readonly loaded = new Map<string, { exports: unknown }>()
  private readonly linked = new Map<string, Promise<string>>()
  private readonly linking: string[] = []
  /** Paths by the address under which the browser knows them, for error messages. */
  readonly addresses = new Map<string, string>()
  /** True once a file has done something that may end later. */
  isAsync = false

  constructor(parts: ModuleParts) {
    this.parts = parts
    this.shelf = { libraries: {}, wrapped: {}, shims: {}, bring: (name, from) => this.bring(name, from) }
    Object.defineProperty(globalThis, SHELF, { value: this.shelf })
  }

  /** Runs the file as the program itself; resolves once its last top-level statement has run. */
  async runFile(path: string): Promise<void> {
    const found = this.fileAt(path)
    if (!found) throw notFound(path)
    await this.run(found, this.textOf(found))
  }

  /** Runs text as if it were a file of that path. */
  async run(path: string, text: string): Promise<void> {
    if (!this.isModule(path, text)) {
      try {
        this.define(path, text)
      } catch (error) {
        // `await` outside a function: fine in a module, and Node takes it for one.
        if (!(error instanceof SyntaxError) || !/\bawait\b/.test(text)) throw error
        await import(/* @vite-ignore */ await this.link(path, text))
        return
      }
      this.evaluate(path)
      return
    }
    await import(/* @vite-ignore */ await this.link(path, text))
  }

  requireFrom(folder: string): Require {
    const require = (name: string) => this.require(name, folder)
    return Object.assign(require, { resolve: (name: string) => this.resolve(name, folder).name })
  }

  private require(name: string, folder: string): unknown {
    const found = this.resolve(name, folder)
    if (found.kind !== 'file') {
      const whole = this.provided(found)
      // What a library exports as its default is what `require` of it gives.
      return found.kind === 'library' ? ((whole as { default?: unknown }).default ?? whole) : whole
    }
    const known = this.loaded.get(found.name)
    if (known) return known.exports
    const text = this.textOf(found.name)
    if (found.name.endsWith('.json')) return this.keep(found.name, parseJson(text, found.name))
    if (this.isModule(found.name, text))
      throw new Error(`require() of the ES module ${found.name} is not possible here. Use import instead.`)
    this.define(found.name, text)
    return this.evaluate(found.name)
  }

  private keep(path: string, exports: unknown): unknown {
    this.loaded.set(path, { exports })
    return exports
  }

  /** Gives the text to the browser as a function under its path. Throws what is wrong with its grammar. */
  private define(path: string, text: string): void {
    this.lookForAsync(text)
    const start = `${SHELF}.wrapped[${JSON.stringify(path)}]=function(exports,require,module,__filename,__dirname){`
    const dynamic = rewritten(text.replace(/^#!.*/, ''), path, name => JSON.stringify(name))
    const address = this.address(`${start}${dynamic}\n}`, path)
    importScripts(address)
  }

  private evaluate(path: string): unknown {
    const module = { exports: {} as unknown }
    this.loaded.set(path, module)
    const folder = parentOf(path)
    this.shelf.wrapped[path]!.call(module.exports, module.exports, this.requireFrom(folder), module, path, folder)
    return module.exports
  }

  /** `import(name)` in a script. */
  private async bring(name: string, from: string): Promise<unknown> {
    this.isAsync = true
    return import(/* @vite-ignore */ await this.addressOf(String(name), from))
  }

  private async addressOf(name: string, from: string): Promise<string> {
    const found = this.resolve(name, parentOf(from))
    if (found.kind === 'file' && !found.name.endsWith('.json')) {
      const text = this.textOf(found.name)
      if (this.isModule(found.name, text)) return this.link(found.name, text)
    }
    return this.shim(found, from)
  }

  /** The address of an ES module, its imports linked before it. */
  private link(path: string, text: string): Promise<string> {
    if (this.linking.includes(path))
      throw new SyntaxError(
        `${[...this.linking.slice(this.linking.indexOf(path)), path].join(' -> ')} import each other in a circle, which is not possible here. Put what they share into a file of its own.`,
      )
    const known = this.linked.get(path)
    if (known) return known
    const linked = this.linkNow(path, text)
    this.linked.set(path, linked)
    return linked
  }

  private async linkNow(path: string, text: string): Promise<string> {
    this.lookForAsync(text)
    this.linking.push(path)
    const addresses = new Map<string, string>()
    for (const { n: name, d: dynamic } of parsed(text, path)[0])
      if (dynamic === -1 && name !== undefined && !addresses.has(name))
        addresses.set(name, await this.addressOf(name, path))
    this.linking.pop()
    return this.address(
      rewritten(text.replace(/^#!.*/, ''), path, name => JSON.stringify(addresses.get(name))),
      path,
    )
  }

  /** An ES module that gives on what something else exports. */
  private shim(found: Found, from: string): string {
    const key = `${found.kind} ${found.name}`
    const value = found.kind === 'file' ? this.require(found.name, parentOf(from)) : this.provided(found)
    const whole =
      (typeof value === 'object' || typeof value === 'function') && value !== null
        ? (value as Record<string, unknown>)
        : {}
    this.shelf.shims[key] = { value }
    const names = Object.keys(whole).filter(name => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default')
    const exports = names.map(
      (name, index) => `const e${index}=m[${JSON.stringify(name)}];export{e${index} as ${name}}`,
    )
    const main = found.kind === 'library' && 'default' in whole ? 'm.default' : 'm'
    return this.address(
      [`const m=${SHELF}.shims[${JSON.stringify(key)}].value`, ...exports, `export default ${main}`].join('\n'),
      key,
    )
  }

  private provided(found: Found): unknown {
    if (found.kind === 'builtin') return this.parts.builtins[found.name]
    return this.part(found.name)
  }

  private part(name: string): unknown {
    const { libraries } = this.shelf
    if (name in libraries) return libraries[name]
    const source = this.parts.libraries[name]
    if (!source) throw notLoaded(name)
    importScripts(URL.createObjectURL(source))
    return libraries[name]
  }

  private resolve(name: string, folder: string): Found {
    const plain = name.replace(/^node:/, '')
    if (plain in this.parts.builtins) return { kind: 'builtin', name: plain }
    const library = libraryOf(name)
    if (library) return { kind: 'library', name: library }
    if (/^(https?|data|blob):/.test(name)) throw notFound(name, 'Code cannot be loaded from the network here.')
    if (/^(\.{1,2}(\/|$)|\/|file:)/.test(name)) {
      const file = this.fileAt(absolute(name.replace(/^file:\/\//, ''), folder))
      if (file) return { kind: 'file', name: file }
      throw notFound(name, `There is no such file next to ${folder}.`)
    }
    throw notFound(
      name,
      `${notHere(plain)}Nothing can be installed here. There are: ${Object.keys(this.parts.builtins)
        .map(each => `node:${each}`)
        .join(', ')}, and the libraries ${NODE_LIBRARIES}.`,
    )
  }

  private fileAt(path: string): string | undefined {
    return fileAt(this.parts.tree, path)
  }

  private textOf(path: string): string {
    const text = new TextDecoder().decode(this.parts.tree.read(path))
    return /\.[mc]?ts$/.test(path) ? this.stripped(text, path) : text
  }

  /** Also for text given with `-e` to a program that says it is TypeScript. */
  private stripped(text: string, path: string): string {
    const { stripTypes } = this.part(PARSER) as { stripTypes(text: string, name: string): string }
    return stripTypes(text, path)
  }

  private isModule(path: string, text: string): boolean {
    if (/\.m[jt]s$/.test(path)) return true
    if (/\.c[jt]s$/.test(path)) return false
    if (parsed(text, path)[3]) return true
    for (let folder = parentOf(path); ; folder = parentOf(folder)) {
      const described = this.parts.tree.find(childOf(folder, 'package.json'))
      if (described?.kind === 'file') {
        const { type } = parseJson(this.textOf(childOf(folder, 'package.json')), folder) as { type?: string }
        return type === 'module'
      }
      if (folder === '/') return false
    }
  }

  private lookForAsync(text: string): void {
    this.isAsync ||= /\b(async|await|then|Promise|import\s*\(|setTimeout|setInterval|on\s*\()/.test(text)
  }

  private address(text: string, path: string): string {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
    this.addresses.set(address, path)
    return address
  }
}

type Parsed = ReturnType<typeof parse>

/** The lexer knows less grammar than the browser: what it cannot read is left for the browser to complain about. */
function parsed(text: string, path: string): Parsed {
  try {
    return parse(text, path)
  } catch {
    // The browser says better what is wrong with it.
    return [[], [], false, false] as unknown as Parsed
  }
}

function rewritten(text: string, path: string, addressOf: (name: string) => string): string {
  let made = ''
  let at = 0
  for (const { s: from, e: to, ss: start, d: dynamic, n: name } of parsed(text, path)[0]) {
    if (dynamic === -1 && name !== undefined) {
      made += text.slice(at, from - 1) + addressOf(name)
      at = to + 1
    } else if (dynamic === -2) {
      const meta = { url: `file://${path}`, filename: path, dirname: parentOf(path) }
      made += `${text.slice(at, from)}(${JSON.stringify(meta)})`
      at = to
    } else if (dynamic > -1) {
      made += `${text.slice(at, start)}${SHELF}.bring(${text.slice(from, to)},${JSON.stringify(path)}`
      at = to
    }
  }
  return made + text.slice(at)
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SyntaxError(`${lastName(path)}: ${error instanceof Error ? error.message : error}`)
  }
}

function notLoaded(name: string): Error {
  const what =
    name === PARSER
      ? 'What reads TypeScript is loaded before the program starts, and only where the program names a file of it. Name the .ts file in quotes in the file that node is given'
      : `The library ${name} is loaded before the program starts, and only where the program names it. Write '${name}' in quotes in the file that node is given, or in one that it imports by its path`
  return Object.assign(new Error(`${what}, then run it again.`), { code: 'MODULE_NOT_FOUND' })
}

function notFound(name: string, more = ''): Error {
  return Object.assign(new Error(`Cannot find module '${name}'. ${more}`.trim()), { code: 'MODULE_NOT_FOUND' })
}
