import { build } from 'vite'
import solid from 'vite-plugin-solid'

/** Builds one page's entry into one script and at most one style, as text. */
export async function oneFile(entry: string): Promise<{ script: string; style: string }> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [solid()],
    build: {
      write: false,
      target: 'chrome130',
      copyPublicDir: false,
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        checks: { pluginTimings: false },
        output: { format: 'iife', codeSplitting: false },
        // A script that stands in a page has no address of its own.
        transform: { define: { 'import.meta': '{}' } },
      },
    },
  })
  const output = Array.isArray(result) ? result.flatMap(each => each.output) : 'output' in result ? result.output : []
  const scripts = output.flatMap(each => (each.type === 'chunk' ? [each.code] : []))
  const styles = output.flatMap(each =>
    each.type === 'asset' && each.fileName.endsWith('.css') ? [String(each.source)] : [],
  )
  if (scripts.length !== 1 || styles.length > 1) throw new Error(`${entry} did not become one script and one style.`)
  return { script: scripts[0]!, style: styles[0] ?? '' }
}
