import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { check } from './check.mjs'
import { findChromium } from './chromium.mjs'
import { installIfNeeded } from './install.mjs'
import { ROOT, run } from './run.mjs'

const RESULTS = join(ROOT, 'node_modules/.cache/deskhand')

await installIfNeeded()
mkdirSync(RESULTS, { recursive: true })
const env = { CHROMIUM: await findChromium() }
// One core is often idle in each.
const [checked, build] = await Promise.all([check(), run('vite', ['build', '--logLevel', 'warn'])])
const built = build.code === 0
if (!built) console.error('The app could not be built, so the journeys through it cannot run.')

const vitest = await counted('vitest.json', countVitest, file =>
  run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { env }),
)
const journeys = await counted('journeys.json', countPlaywright, file =>
  built
    ? run('playwright', ['test', '--reporter=list,json'], {
        env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
      })
    : { code: 1 },
)

const passed = vitest.passed + journeys.passed
const failed = vitest.failed + journeys.failed
if (!checked) console.error('The check of types, lint and format failed: see the top.')
console.log(`${passed} passed, ${failed} failed`)
process.exit(checked && failed === 0 ? 0 : 1)

/** Runs a test runner and counts what it wrote down. One that ends badly without naming a failed test counts as one. */
async function counted(name, count, runTests) {
  const file = join(RESULTS, name)
  rmSync(file, { force: true })
  const { code } = await runTests(file)
  const { passed, failed } = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 }
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) }
}

/** A file that could not be loaded has no tests of its own, and counts as one that failed. */
function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const unloaded = testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length }
}

function countPlaywright({ stats, errors }) {
  if (stats.flaky > 0) console.log(`${stats.flaky} journeys passed only when tried a second time: see "flaky" above.`)
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }
}
