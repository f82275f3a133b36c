import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { oneFile } from './one-file.ts'

const NAME = 'virtual:deskhand-viewer'
const ENTRY = fileURLToPath(new URL('../src/workers/viewer.ts', import.meta.url))

/**
 * Gives the app the page that it saves sessions into: one script and one style, built on their own when they are first asked for.
 * Their hashes are those that the saved page's policy names, so they are taken of the very bytes.
 */
export function viewer(): Plugin {
  return {
    name: 'deskhand:viewer',
    resolveId: id => (id === NAME ? `\0${NAME}` : undefined),
    async load(id) {
      if (id !== `\0${NAME}`) return undefined
      const { script, style } = await parts()
      const values = { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) }
      return Object.entries(values)
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
        .join('\n')
    },
  }
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

async function parts(): Promise<{ script: string; style: string }> {
  const { script, style } = await oneFile(ENTRY)
  return { script: inPage(script), style: inPage(style) }
}

/** Inside a page, `</script` would end it, and a lone CR would be read as another character than was hashed. */
const inPage = (text: string) =>
  text
    .trim()
    .replaceAll('\r', '')
    .replace(/<\/(script|style)/gi, '<\\/$1')
    .replaceAll('<!--', '<\\!--')
