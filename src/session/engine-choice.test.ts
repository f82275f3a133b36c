import { expect, test } from 'vitest'
import { scriptsIn, suitsRuntime } from './engine-choice.ts'

test.each([
  'node sum.mjs',
  `node -e "console.log(require('fs').readdirSync('.').length) // (a) && b"`,
  'npm install left-pad && node index.js',
  'cd app; PORT=3000 npm run dev',
  'npx prettier --check . | tail -3',
  `npm i docx && node -e "require('docx')"`,
])('the runtime of others is for: %s', command => {
  expect(suitsRuntime(command, [])).toBe(true)
})

test.each([
  'python3 sum.py',
  'cat orders.csv | sort',
  'node sum.mjs && grep total table.csv',
  'node - <<END\n1\nEND',
  'for f in *.js; do node $f; done',
  'node -p "$(cat a.txt)"; echo $(ls)',
  `node -e "require('@e965/xlsx')"`,
])('it is not for: %s', command => {
  expect(suitsRuntime(command, [])).toBe(false)
})

test('a script that imports what only the built-in engine brings stays there', () => {
  expect(scriptsIn('cd app && node ./sum.mjs --in=x.csv lib/a.ts')).toEqual(['./sum.mjs', 'lib/a.ts'])
  expect(suitsRuntime('node sum.mjs', ["import Papa from 'papaparse'"])).toBe(false)
  expect(suitsRuntime('node sum.mjs', ["import fs from 'node:fs'"])).toBe(true)
})
