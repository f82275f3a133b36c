import type { Plugin } from 'vite'
import { EARLY_DESK } from './early-desk.ts'

const FIRST_LINE = '<meta charset="utf-8">'
const DESK = /\/desk\.worker-[\w-]+\.js$/

/**
 * The screen's script is one file, and the worker of the first session's desk is started by the page itself, before any script is
 * there. In development the screen's script starts it.
 */
export function startScript(): Plugin {
  return {
    name: 'deskhand:start-script',
    apply: 'build',
    config: () => ({
      build: { rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'screen', tags: ['$initial'] }] } } } },
    }),
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const desk = Object.keys(bundle).find(file => DESK.test(file))
        if (!desk || !html.includes(FIRST_LINE)) throw new Error('The page cannot start the desk.')
        return html.replace(FIRST_LINE, `${FIRST_LINE}\n    <script data-desk="./${desk}">${EARLY_DESK}</script>`)
      },
    },
  }
}
