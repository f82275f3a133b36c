import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { EARLY_DESK } from './early-desk.ts'

const FIRST_LINE = '<meta charset="utf-8">'
const DESK = /\/desk\.worker-[\w-]+\.js$/
const START = fileURLToPath(new URL('../src/client/start.ts', import.meta.url))

/**
 * Gives the page a first script of its own beside that of the screen, which is one file too: small, so that it runs as soon as it is
 * there, before the style. The desk's worker that it speaks to is started by the page itself, before any script is there. In
 * development the first script is a part of the other, and starts the worker.
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
        const named = `<script type="module" crossorigin src="./${start?.fileName}"></script>`
        if (!start || start.imports.length > 0 || !html.includes(named))
          throw new Error('The first script is not one file of its own.')
        const desk = Object.keys(bundle).find(file => DESK.test(file))
        if (!desk || !html.includes(FIRST_LINE)) throw new Error('The page cannot start the desk.')
        return html
          .replace(`    ${named}\n`, '')
          .replace(
            FIRST_LINE,
            [
              FIRST_LINE,
              `<script data-desk="./${desk}">${EARLY_DESK}</script>`,
              named.replace('module"', 'module" async'),
            ].join('\n    '),
          )
      },
    },
  }
}
