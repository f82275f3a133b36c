import { run } from './run.mjs'
import { loadWithApp } from './with-app.mjs'

/** Fetched when it is wanted: with all it brings along it is larger than everything Deskhand is built with. The last that runs on Node 20. */
const LIGHTHOUSE = 'lighthouse@12.8.2'
const CATEGORIES = ['accessibility', 'best-practices']

const { serveApp } = await loadWithApp('bench/app.ts')
const { address, close } = await serveApp()
let fine = true
for (const form of ['mobile', 'desktop']) {
  const { code, output } = await run(
    'npx',
    [
      '--yes',
      LIGHTHOUSE,
      address,
      '--quiet',
      '--output=json',
      '--chrome-flags=--headless=new --no-sandbox',
      `--only-categories=${CATEGORIES.join(',')}`,
      ...(form === 'desktop' ? ['--preset=desktop'] : []),
    ],
    { quiet: true, env: { CHROME_PATH: process.env.CHROMIUM } },
  )
  const report = output.indexOf('{\n')
  if (code !== 0 || report < 0) {
    console.error(output)
    console.error('Lighthouse did not run, for the reason above.')
    fine = false
    break
  }
  const { categories, audits } = JSON.parse(output.slice(report, output.lastIndexOf('}') + 1))
  for (const name of CATEGORIES) {
    const { score, auditRefs } = categories[name]
    console.log(`${form}: ${name} ${Math.round(score * 100)}`)
    const short = auditRefs.map(({ id }) => audits[id]).filter(audit => audit.score !== null && audit.score < 1)
    for (const { title } of score < 1 ? short : []) console.log(`  ${title}`)
    fine &&= score === 1
  }
}
await close()
process.exit(fine ? 0 : 1)
