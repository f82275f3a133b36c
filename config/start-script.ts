import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const START = fileURLToPath(new URL('../src/client/start.ts', import.meta.url))

/**
 * Gives the page a first script of its own beside that of the screen, which is one file too: small, so that it runs as soon as it is
 * there, before the style. In development it runs as a part of the other.
 */
export function startScript(): Plugin {
  return {
    name: 'deskhand:start-script',
    apply: 'build',
    config: () => ({
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: 'start', priority: 2, test: id => id === START },
                { name: 'screen', priority: 1, tags: ['$initial'] },
              ],
            },
          },
        },
      },
    }),
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).flatMap(file => (file.type === 'chunk' ? file : []))
        const start = chunks.find(chunk => chunk.moduleIds.includes(START))
        const named = `<script type="module" crossorigin src="./${start?.fileName}">`
        if (!start || start.imports.length > 0 || !html.includes(named))
          throw new Error('The first script is not one file of its own.')
        return html.replace(named, named.replace('module"', 'module" async'))
      },
    },
  }
}
