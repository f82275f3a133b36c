import { pathToFileURL } from 'node:url'
import { installIfNeeded } from './install.mjs'
import { run } from './run.mjs'

const pretty = ['--pretty', String(process.stdout.isTTY === true)]
const STEPS = [
  ['types of the core', 'tsc', ['-p', 'tsconfig.json', ...pretty]],
  ['types of the page', 'tsc', ['-p', 'tsconfig.ui.json', ...pretty]],
  ['types of the tests', 'tsc', ['-p', 'tsconfig.tests.json', ...pretty]],
  ['lint and format', 'biome', ['check']],
]

/** Checks types, lint and format, all at once, and says for each step whether it holds. True when all do. */
export async function check() {
  const results = await Promise.all(
    STEPS.map(async ([title, program, args]) => {
      const { code, output } = await run(program, args, { quiet: true })
      console.log(code === 0 ? `ok      ${title}` : `FAILED  ${title}\n${output}`)
      return code === 0
    }),
  )
  return results.every(Boolean)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await installIfNeeded()
  process.exit((await check()) ? 0 : 1)
}
