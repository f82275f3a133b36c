import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SandboxView } from '../../src/ports/sandbox.ts'
import { changesOf, given, run, sandboxContract } from '../contracts/sandbox.contract.ts'
import { createWorld, fork } from './sandbox-world.ts'

const world = createWorld()
const LONG = 120_000
let view: SandboxView

beforeAll(async () => {
  view = await fork(world, [given('a.txt', 'hello\nworld\n'), given('sub/b.csv', 'a,b\n1,2\n')])
  await run(view, 'python3 -c "pass"')
}, LONG)
afterAll(() => world.close())

sandboxContract('embedded', () => ({ fork: files => fork(world, files) }))

/** Each command, and what it prints. */
const PRINTS: [what: string, command: string, out: string][] = [
  [
    'gzip and tar',
    'tar czf /tmp/x.tgz a.txt sub && tar tzf /tmp/x.tgz; echo a | gzip | zcat',
    'a.txt\nsub/\nsub/b.csv\na\n',
  ],
  ['zip', 'cd /tmp && cp /work/a.txt . && zip -q z.zip a.txt && unzip -p z.zip a.txt', 'hello\nworld\n'],
  ['sqlite3', `sqlite3 /tmp/t.db "create table t(a,b); insert into t values(1,'x;y'); select * from t"`, '1|x;y\n'],
  [
    'CommonJS',
    `node -e "const {readFileSync} = require('node:fs'); console.log(readFileSync('a.txt','utf8').length, {a:[1]})"`,
    '12 { a: [ 1 ] }\n',
  ],
  [
    'every module of Node that is named in the instructions',
    `node -e "console.log(['fs','fs/promises','path','process','buffer','util','url','events','readline','os','timers'].every(name => require('node:' + name)))"`,
    'true\n',
  ],
  [
    'packing with a callback',
    `node -e "const f = require('fflate'); f.zip({ 'a.txt': new Uint8Array(5e5) }, (error, zip) => f.unzip(zip, (error, files) => console.log(files['a.txt'].length)))"`,
    '500000\n',
  ],
  [
    'standard input',
    `echo abc | node -e "console.log(require('fs').readFileSync(0,'utf8').trim().toUpperCase())"`,
    'ABC\n',
  ],
  [
    'timers and exit',
    `node -e "setTimeout(()=>console.log('later'),30); process.on('exit',()=>console.log('bye'))"`,
    'later\nbye\n',
  ],
  ['python -c', 'python3 -c "import sys, csv; print(sys.version_info[:2])"', '(3, 14)\n'],
  ['python -m', `echo '{"a":1}' | python3 -m json.tool --compact`, '{"a":1}\n'],
  [
    'python arguments, modules and exit code',
    `cd /tmp; echo 'v=5' > h.py; printf 'import sys, h\\nprint(sys.argv[1:], h.v, sys.stdin.read().strip())\\nsys.exit(3)' > t.py; echo in | python3 t.py x; echo $?`,
    "['x'] 5 in\n3\n",
  ],
  [
    'text beyond ASCII',
    `echo 'Grüße 日本' | tee /tmp/u.txt; python3 -c "print('Zoë €')"; node -p "'naïve'"`,
    'Grüße 日本\nZoë €\nnaïve\n',
  ],
]

for (const [what, command, out] of PRINTS)
  test(`${what} works`, async () => expect(await run(view, command)).toMatchObject({ out, exitCode: 0 }), LONG)

test(
  'TypeScript, ES modules, JSON and the document libraries work together',
  async () => {
    const fresh = await fork(world, [
      given('data.json', '{"rows":[["a",1],["b",2]]}'),
      given('part.ts', 'export interface Row { name?: string }\nexport const title: string = "Totals" as string\n'),
      given(
        'main.mjs',
        `import fs from 'node:fs/promises'
import data from './data.json'
import { title } from './part.ts'
import { Document, Packer, Paragraph } from 'docx'
import XLSX from '@e965/xlsx'
import PptxGenJS from 'pptxgenjs'
import { PDFDocument } from '@cantoo/pdf-lib'
import { stringify } from 'yaml'
await fs.writeFile('o.docx', await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph(title)] }] })))
const book = XLSX.utils.book_new()
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(data.rows), title)
await fs.writeFile('o.xlsx', XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }))
const deck = new PptxGenJS()
deck.addSlide().addText(title)
await fs.writeFile('o.pptx', await deck.write({ outputType: 'nodebuffer' }))
const pdf = await PDFDocument.create()
pdf.addPage()
await fs.writeFile('o.pdf', await pdf.save())
console.log(stringify(data.rows[0]).trim(), import.meta.url)`,
      ),
    ])
    expect(await run(fresh, 'node main.mjs && head -c 2 o.docx o.xlsx o.pptx && head -c 4 o.pdf')).toMatchObject({
      out: expect.stringMatching(/^- a\n- 1 file:\/\/\/work\/main\.mjs\n[\s\S]*PK[\s\S]*PK[\s\S]*PK[\s\S]*%PDF/),
      exitCode: 0,
    })
    fresh.close()
  },
  LONG,
)

test(
  'a library is loaded where the program, or a file it names, has its name in quotes; else a sentence says so',
  async () => {
    const fresh = await fork(world, [
      given('main.js', `const { make } = require('./lib/make')\nconsole.log(make(), typeof require('papa' + 'parse'))`),
      given('lib/make.js', `exports.make = () => require('yaml').stringify([1]).trim()`),
    ])
    expect((await run(fresh, 'node main.js')).err).toMatch(
      /papaparse is loaded before[\s\S]*Write 'papaparse' in quotes/,
    )
    expect(await run(fresh, `node -e "// 'papaparse'\nrequire('./main')"`)).toMatchObject({ out: '- 1 object\n' })
    expect(
      await run(fresh, `echo "console.log(typeof require('xlsx').read, typeof require('fflate').zip)" | node`),
    ).toMatchObject({ out: 'function function\n' })
    fresh.close()
  },
  LONG,
)

test(
  'what is missing is named, with what there is instead',
  async () => {
    expect((await run(view, `node -e "require('lodash')"`)).err).toMatch(
      /Cannot find module 'lodash'[\s\S]*@e965\/xlsx/,
    )
    expect((await run(view, 'python3 -c "import pandas"')).err).toMatch(
      /No module named 'pandas'[\s\S]*Instead of pandas/,
    )
    expect((await run(view, 'pip install openpyxl')).err).toMatch(/cannot be installed here[\s\S]*@e965\/xlsx/)
    expect((await run(view, 'npm install x')).err).toContain('cannot be installed here')
    expect((await run(view, `node -e "import('https://esm.sh/x')"`)).err).toContain('cannot be loaded from the network')
  },
  LONG,
)

/** Commands that would go on for ever or take everything; each is ended in time, and the view still works. */
const BAD: [what: string, command: string, seconds: number][] = [
  ['an endless shell loop', 'while true; do :; done', 1],
  ['an endless Python loop', 'python3 -c "while True: pass"', 1],
  ['a regular expression that goes back for ever, in JavaScript', `node -e "/^(a+)+$/.test('${'a'.repeat(40)}b')"`, 1],
  ['a shell that starts programs for ever', 'while true; do node -e 1 & done', 1],
  ['the same in Python', `python3 -c "import re; re.match('^(a+)+$', '${'a'.repeat(40)}b')"`, 1],
]

for (const [what, command, seconds] of BAD)
  test(
    `${what} is stopped in its time`,
    async () => {
      const { reason, ms, err } = await run(view, command, seconds)
      expect({ reason, err }).toMatchObject({ reason: 'timeout' })
      expect(ms).toBeLessThan(seconds * 1000 + 3000)
      expect(err).toContain(`its time of ${seconds} seconds was over`)
      expect(await run(view, 'echo next; node -p 1+1')).toMatchObject({ out: 'next\n2\n' })
    },
    LONG,
  )

/** Commands that would start others for ever. Each ends by itself, with a word that says why. */
const FORKS: [what: string, command: string, says: RegExp][] = [
  ['a fork bomb of the shell', ':(){ :|:& };:', /recursion depth|exceeded/],
  ['workers without end', `node -e "for (;;) new Worker('data:,')"`, /can start no workers here/],
  [
    'workers that start workers',
    `node --input-type=module -e "import { Worker } from 'node:worker_threads'; new Worker(import.meta.url)"`,
    /'node:worker_threads'. A program can start no others here/,
  ],
  ['programs without end', `node -e "for (;;) require('child_process').spawn('node')"`, /can start no others here/],
  ['forks of Python', `python3 -c "import os\nwhile True: os.fork()"`, /fork/],
  [
    'processes of Python',
    `python3 -c "from multiprocessing import Process\nwhile True: Process(target=print).start()"`,
    /Error/,
  ],
]

test(
  'nothing starts programs without end',
  async () => {
    for (const [what, command, says] of FORKS) {
      const ended = await run(view, command, 20)
      expect({ what, ...ended }).toMatchObject({ what, reason: 'exit', err: expect.stringMatching(says) })
      expect(ended.exitCode, what).not.toBe(0)
    }
    expect(await run(view, 'echo next; node -p 1+1')).toMatchObject({ out: 'next\n2\n' })
  },
  LONG,
)

/** Programs that would take all the memory there is. */
const GREEDY: [what: string, command: string, says: RegExp][] = [
  [
    'one buffer of 16 GB',
    `node -e "new Uint8Array(16e9).fill(1)"`,
    /RangeError: Out of memory: .* 16.0 GB[\s\S]*smaller parts/,
  ],
  ['one of numbers', `node -e "new Float64Array(2e9)"`, /RangeError: Out of memory: .* 16.0 GB/],
  ['a Buffer', `node -e "Buffer.alloc(16e9)"`, /RangeError: Out of memory/],
  ['one of what comes with it', `node -e "new ArrayBuffer(16e9)"`, /RangeError: Out of memory/],
  ['an array of 16e9', `node -e "new Array(16e9)"`, /RangeError: Invalid array length/],
  ['text of 16 GB', `node -e "'x'.repeat(16e9)"`, /RangeError: Invalid string length/],
  [
    'an array of buffers that grows',
    `node -e "const all = []; for (;;) all.push(new Uint8Array(2e8))"`,
    /RangeError: Out of memory: .* has 3.8 GB of them[\s\S]*await/,
  ],
  ['16 GB in Python', 'python3 -c "x = bytearray(16 * 10**9)"', /OverflowError|MemoryError/],
]

test(
  'a program that takes too much memory is told so and ended, and the next one works',
  async () => {
    for (const [what, command, says] of GREEDY) {
      const ended = await run(view, command, 60)
      expect({ what, ...ended }).toMatchObject({ what, reason: 'exit', err: expect.stringMatching(says) })
      expect(ended.exitCode, what).not.toBe(0)
      expect(
        await run(view, command.startsWith('python3') ? 'python3 -c "print(2)"' : 'node -p 1+1'),
        what,
      ).toMatchObject({
        out: '2\n',
      })
    }
    // What was let go of is free once the program waits, and typed arrays are in every way what they were.
    const fine = `
      class Mine extends Uint8Array {}
      const made = [new Mine(3), Uint8Array.from([1, 2]), new Float64Array([1.5]).map(x => x * 2), new Uint8Array(new ArrayBuffer(8), 2, 3), Buffer.from('é').subarray(1), new Uint8Array(4).slice(1)]
      console.log(made.map(each => [each.constructor.name, each.length]).join(' '), made[1].constructor === Uint8Array, made[1] instanceof Uint8Array, new Uint8Array().length, ArrayBuffer.isView(made[0]))
      console.log(Uint8Array.name, Uint8Array.length, Uint8Array.BYTES_PER_ELEMENT, Object.getPrototypeOf(Uint8Array).name)`
    expect(await run(view, `node -e "${fine}"`)).toMatchObject({
      out: 'Mine,3 Uint8Array,2 Float64Array,1 Uint8Array,3 Buffer,1 Uint8Array,3 true true 0 true\nUint8Array 3 1 TypedArray\n',
    })
  },
  LONG,
)

test(
  'what cannot be done fails with a clear word and harms nothing',
  async () => {
    expect((await run(view, 'yes | head -c 5G')).err).toContain('cannot be endless')
    expect((await run(view, 'curl http://example.com')).err).toContain('no network')
    expect(await run(view, 'python3 -c "import os; os.abort()"')).toMatchObject({ exitCode: 134 })
    expect(await run(view, 'python3 -c "print(1)"')).toMatchObject({ out: '1\n' })
  },
  LONG,
)

test(
  'output is kept at its beginning and its end',
  async () => {
    const { stdout } = await run(view, 'seq 1 200000')
    expect(stdout.head).toMatch(/^1\n2\n/)
    expect(stdout.tail).toMatch(/200000\n$/)
    expect(stdout.dropped).toBeGreaterThan(1_000_000)
  },
  LONG,
)

test(
  'a file written outside the folder stays in the tree and is no change',
  async () => {
    const fresh = await fork(world)
    await run(fresh, 'echo x > /outside.txt; echo x > ../../../up.txt; echo y > /work/in.txt')
    expect(await changesOf(fresh)).toEqual(['create /work/in.txt y\n'])
    fresh.close()
  },
  LONG,
)

test(
  'a program that is stopped in the middle leaves none of what it wrote',
  async () => {
    const fresh = await fork(world)
    await run(fresh, `node -e "require('fs').writeFileSync('half.txt','x'); while (true);"`, 1)
    await run(fresh, `python3 -c "open('half.py','w').write('x')\nwhile True: pass"`, 1)
    expect(await changesOf(fresh)).toEqual([])
    expect(await run(fresh, 'python3 -c "import os; print(os.listdir())"; ls')).toMatchObject({ out: '[]\n' })
    fresh.close()
  },
  LONG,
)

test(
  'a file that was changed on the disk since it was given is an error in every language, and a sentence',
  async () => {
    const folder = await navigator.storage.getDirectory()
    const handle = await folder.getFileHandle('changes.txt', { create: true })
    const put = async (text: string) => {
      const into = await handle.createWritable()
      await into.write(text)
      await into.close()
    }
    await put('as given')
    const file = await handle.getFile()
    const fresh = await fork(world, [{ path: '/work/changes.txt', file, mtime: file.lastModified }])
    await put('something else that is longer')
    for (const command of [
      'cat changes.txt',
      `node -e "require('fs').readFileSync('changes.txt')"`,
      `python3 -c "open('changes.txt').read()"`,
    ]) {
      const { err, exitCode } = await run(fresh, command)
      expect({ command, exitCode, err }).toMatchObject({
        exitCode: 1,
        err: expect.stringMatching(
          /changes.txt.*changed on disk since this command began|changed on disk.*changes.txt/,
        ),
      })
    }
    fresh.close()
  },
  LONG,
)

test(
  'a command may make a hundred thousand files, and each is told',
  async () => {
    const fresh = await fork(world)
    const made = `const fs = require('fs'); for (let i = 0; i < 100_000; i++) fs.writeFileSync('f' + i, 'x')`
    expect(await run(fresh, `node -e "${made}"`)).toMatchObject({ exitCode: 0, err: '' })
    const changes = await fresh.changes()
    expect(changes.ok && changes.value.changes.length).toBe(100_000)
    fresh.close()
  },
  LONG,
)

test(
  'a frame that never becomes ready is said, not waited for',
  async () => {
    const { createEmbeddedSandbox } = await import('../../src/sandbox/embedded/embedded.ts')
    const { createAssets } = await import('../../src/sandbox/embedded/assets.ts')
    const silent = createEmbeddedSandbox(() => () => undefined, createAssets(), 1_000)
    const never = await silent.fork('lead')
    if (!never.ok) throw new Error('no view')
    const from = performance.now()
    expect(await never.value.refresh(['/work'], [])).toMatchObject({ ok: false, failure: { kind: 'bug' } })
    expect(performance.now() - from).toBeLessThan(6_000)
  },
  LONG,
)
