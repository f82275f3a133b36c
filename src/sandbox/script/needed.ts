import { LIBRARY_NAMES } from '../../ports/sandbox.ts'
import { absolute, parentOf } from '../tree/node.ts'
import type { Tree } from '../tree/tree.ts'

/** What takes the types out of TypeScript: a part like the libraries, but no script can import it. */
export const PARSER = 'typescript'

const ENDINGS = [
  '',
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.mts',
  '.cts',
  '.json',
  '/index.js',
  '/index.mjs',
  '/index.cjs',
  '/index.ts',
  '/index.json',
]
/** Names under which people know the libraries that are there. */
const ALIASES: Record<string, string> = { xlsx: '@e965/xlsx', 'pdf-lib': '@cantoo/pdf-lib' }
const QUOTES = ["'", '"', '`']

/** The library that a script means by the name, if there is one. */
export function libraryOf(name: string): string | undefined {
  const meant = ALIASES[name] ?? name
  return LIBRARY_NAMES.find(each => each === meant)
}

/** The file that a script means by the path, which may leave out its ending. */
export function fileAt(tree: Tree, path: string): string | undefined {
  const found = ENDINGS.find(ending => tree.find(path + ending)?.kind === 'file')
  return found === undefined ? undefined : path + found
}

/**
 * Which libraries, and the parser where there is TypeScript, a program may ask for: those that its text, or a file it names by
 * its path, has in quotes. Rather one too many than one too few, since a script cannot wait for what it requires.
 */
export function neededBy(tree: Tree, run: { args: string[]; cwd: string; stdin: Uint8Array }): string[] {
  const needed = new Set<string>()
  const seen = new Set<string>()
  const look = (text: string, folder: string) => {
    for (const name of [...LIBRARY_NAMES, ...Object.keys(ALIASES)])
      if (QUOTES.some(quote => text.includes(quote + name + quote))) needed.add(libraryOf(name)!)
    if (/\.[mc]?ts['"`]/.test(text)) needed.add(PARSER)
    for (const [, name] of text.matchAll(/['"`]((?:file:\/\/|\.{0,2}\/)[^'"`\n]+|\.{1,2}\/?)(?=['"`])/g))
      follow(absolute(name!.replace(/^file:\/\//, ''), folder))
  }
  const follow = (path: string, isProgram = false) => {
    const file = fileAt(tree, path)
    if (file === undefined || seen.has(file)) return
    seen.add(file)
    if (/\.[mc]?ts$/.test(file)) needed.add(PARSER)
    if (isProgram || /\.[mc]?[jt]s$/.test(file)) look(textAt(tree, file), parentOf(file))
  }
  const [first] = run.args.filter(arg => !arg.startsWith('-'))
  if (first === undefined) look(new TextDecoder().decode(run.stdin), run.cwd)
  else follow(absolute(first, run.cwd), true)
  look(run.args.join('\n'), run.cwd)
  return [...needed]
}

function textAt(tree: Tree, path: string): string {
  try {
    return new TextDecoder().decode(tree.read(path))
  } catch {
    // The program that reads it says what is wrong with it.
    return ''
  }
}
