import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { builtNames } from '../tests/support/built-name.ts'
import { inFreshBrowser } from './app.ts'
import { type Figure, median } from './figure.ts'
import { rendererMegabytes } from './processes.ts'

const TIMES = 15
const LOOP = 'let s=0;const t=performance.now();for(let i=0;i<3e6;i++)s+=i%7;console.log(performance.now()-t)'
const PYTHON_LOOP = 'import time\nt=time.time()\ns=0\nfor i in range(1000000): s+=i%7\nprint((time.time()-t)*1000)'
/** 50 MB of rows: written and summed by Python's own csv module. */
const CSV_MADE =
  "with open('/tmp/big.csv','w') as f:\n  f.write('a,b,c\\n')\n  for i in range(50): f.write('12345,67.89,a customer of some name\\n'*28000)"
const CSV_SUM =
  "import csv,time\nt=time.time()\nwith open('/tmp/big.csv',newline='') as f:\n  r=csv.reader(f); next(r); s=sum(float(x[1]) for x in r)\nprint((time.time()-t)*1000)"

/** Programs that never end, and what is run after them. */
const STOPPED = [
  ['JavaScript', 'node -e "console.log(1);setTimeout(()=>{for(;;);},99)"', 'node -p 1'],
  ['Python', 'python3 -c "print(1, flush=True)\nwhile True: pass"', 'python3 -c "print(1)"'],
] as const

interface Timed {
  ms: number
  out: string
}

/** Commands in the embedded engine, against the same on this machine's own bash, node and python3. */
export async function benchSandbox(app: string, remark: (text: string) => void): Promise<Figure[]> {
  await sayMemory(app, remark)
  return inFreshBrowser(async page => {
    await page.goto(app)
    await open(page)
    const run = (command: string) => page.evaluate(each => (globalThis as unknown as Engine).run(each), command)
    const native = (file: string, args: string[]): Timed => {
      const from = performance.now()
      const out = execFileSync(file, args, { encoding: 'utf8' })
      return { ms: performance.now() - from, out }
    }
    const cold: Record<string, Timed> = {}
    for (const [name, command] of [
      ['shell', 'echo 1'],
      ['node', 'node -p 1'],
      ['python', 'python3 -c "print(1)"'],
    ] as const) {
      cold[name] = await run(command)
      // What its loading asked for stays known by that name.
      await page.evaluate(each => (globalThis as unknown as Engine).got(each), name)
    }
    // Made once, in the background of what comes after the first command in Python.
    await page.evaluate(() => (globalThis as unknown as Engine).kept)
    for (const [name, { ms }] of Object.entries(cold)) remark(`${name}: first command after ${ms.toFixed(0)} ms`)
    const figures: Figure[] = [
      { name: 'downloaded for shell alone', value: await downloaded(page, 'shell'), floor: 0, atMost: 700, unit: 'kB' },
      {
        name: 'and for JavaScript',
        value: await downloaded(page, 'node'),
        floor: 0,
        atMost: 700,
        unit: 'kB',
      },
    ]
    const all = Object.keys(builtNames()).filter(name => name.startsWith('library-'))
    remark(`each library with the first script that names it, all together ${gzipped(all).toFixed(0)} kB`)
    remark(`and for Python: ${(await downloaded(page, 'python')).toFixed(0)} kB, once`)
    for (const [name, command, file, args] of [
      ['shell', 'echo 1', 'bash', ['-c', 'echo 1']],
      ['node', 'node -p 1', 'node', ['-p', '1']],
      ['python3', 'python3 -c "print(1)"', 'python3', ['-c', 'print(1)']],
    ] as [string, string, string, string[]][]) {
      const ours: number[] = []
      const theirs: number[] = []
      for (let time = 0; time < TIMES; time++) {
        ours.push((await run(command)).ms)
        theirs.push(native(file, args).ms)
      }
      remark(`${name}: ${median(ours).toFixed(1)} ms, on the machine ${median(theirs).toFixed(1)} ms`)
      figures.push({ name: `${name}, warm ÷ native`, value: median(ours) / median(theirs), floor: 0, atMost: 1 })
    }
    const best = async (work: () => Promise<Timed> | Timed) => {
      const times: number[] = []
      for (let time = 0; time < 5; time++) times.push(Number((await work()).out))
      return Math.min(...times)
    }
    const js = (await best(() => run(`node -e '${LOOP}'`))) / (await best(() => native('node', ['-e', LOOP])))
    figures.push({ name: '3,000,000 steps in JavaScript ÷ native node', value: js, floor: 1, atMost: 1.1 })
    const py =
      (await best(() => run(`python3 -c "${PYTHON_LOOP}"`))) /
      (await best(() => native('python3', ['-c', PYTHON_LOOP])))
    remark(`1,000,000 steps in Python: ${py.toFixed(2)} times native`)
    for (const [name, command, next] of STOPPED) {
      const times: { stop: number; next: number }[] = []
      for (let time = 0; time < 5; time++)
        times.push(
          await page.evaluate(([a, b]) => (globalThis as unknown as Engine).stop(a, b), [command, next] as const),
        )
      figures.push({
        name: `${name} stopped in the middle`,
        value: median(times.map(each => each.stop)),
        floor: 0,
        atMost: 1000,
        unit: 'ms',
      })
      remark(`${name}: the next command after a stop took ${median(times.map(each => each.next)).toFixed(0)} ms`)
    }
    await run(`python3 -c "${CSV_MADE}"`)
    native('python3', ['-c', CSV_MADE])
    const csv = Number((await run(`python3 -c "${CSV_SUM}"`)).out) / Number(native('python3', ['-c', CSV_SUM]).out)
    remark(`a csv of 50 MB in Python: ${csv.toFixed(2)} times native`)
    return figures
  })
}

/** What the browser's renderer processes hold more than before the first frame, once each agent has used the shell and node. */
async function sayMemory(app: string, remark: (text: string) => void): Promise<void> {
  await inFreshBrowser(async page => {
    await page.goto(app)
    const held = () => [...rendererMegabytes().values()].reduce((sum, megabytes) => sum + megabytes, 0)
    const before = held()
    for (let agents = 1; agents <= 4; agents++) {
      await open(page, agents)
      for (const command of ['echo 1', 'node -p 1'])
        await page.evaluate(each => (globalThis as unknown as Engine).run(each), command)
      if (agents === 1 || agents === 4)
        remark(`memory for agents, ${agents} at once: ${(held() - before).toFixed(0)} MB`)
    }
  })
}

/** Gzipped, of the files that were asked for until the first command of that kind had ended. */
async function downloaded(page: Page, until: string): Promise<number> {
  const names = await page.evaluate(each => (globalThis as unknown as Engine).asked[each]!, until)
  return gzipped([...new Set(['host.html', 'shell.js', ...names])])
}

function gzipped(names: string[]): number {
  const built = builtNames()
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(`dist/sandbox/${built[name]}`)).length / 1000, 0)
}

interface Engine {
  run(command: string): Promise<Timed>
  /** Stops the command a moment after it first printed: how long that took, and how long the next one. */
  stop(command: string, next: string): Promise<{ stop: number; next: number }>
  got(name: string): void
  /** Resolves once the snapshot of Python is there that later starts begin from. */
  kept: Promise<void>
  asked: Record<string, string[]>
}

/** The engine as the desk has it, without a desk: the same frame, the same files, spoken to by hand. */
async function open(page: Page, agent = 1): Promise<void> {
  await page.evaluate(
    async ([names, frame]) => {
      const known = document.querySelector<HTMLIFrameElement>('iframe.bench')
      const host = known ?? document.createElement('iframe')
      host.className = 'bench'
      const base = new URL('sandbox/', document.baseURI)
      if (!known) host.src = new URL(names['host.html']!, base).href
      await new Promise<void>(resolve => {
        if (known) return resolve()
        addEventListener('message', event => event.source === host.contentWindow && event.data === 'ready' && resolve())
        document.body.append(host)
      })
      const control = new MessageChannel()
      host.contentWindow!.postMessage({ kind: 'open', frame }, location.origin, [control.port2])
      const source = await (await fetch(new URL(names['shell.js']!, base))).blob()
      const commands = new MessageChannel()
      const assets = new MessageChannel()
      let snapshot: Blob | null = null
      let keep: () => void = () => undefined
      const kept = new Promise<void>(resolve => {
        keep = resolve
      })
      const fetched: string[] = []
      const asked: Record<string, string[]> = {}
      // Comlink's wire, as far as is needed: a path and raw arguments in, a raw value out.
      assets.port1.onmessage = async ({ data }) => {
        const [argument] = data.argumentList
        const answers: Record<string, () => Promise<unknown>> = {
          get: async () => {
            fetched.push(argument.value)
            const answer = await fetch(new URL(names[argument.value]!, base))
            return new Blob([await answer.blob()], { type: 'text/javascript' })
          },
          snapshot: async () => snapshot,
          keepSnapshot: async () => {
            snapshot = argument.value
            keep()
          },
        }
        const value = await answers[data.path[0]]!()
        assets.port1.postMessage({ id: data.id, type: 'RAW', value })
      }
      control.port1.postMessage(
        {
          kind: 'start',
          engine: 1,
          source: new Blob([source], { type: 'text/javascript' }),
          port: commands.port2,
          assets: assets.port2,
        },
        [commands.port2, assets.port2],
      )
      const waiting = new Map<string, (value: unknown) => void>()
      commands.port1.onmessage = ({ data }) => waiting.get(data.id)?.(data.value)
      let calls = 0
      const call = (path: string, values: unknown[], ports: MessagePort[] = []) => {
        const id = String(++calls)
        const argumentList = values.map(value => ({ type: 'RAW', value }))
        commands.port1.postMessage({ id, type: 'APPLY', path: [path], argumentList }, ports)
        return new Promise(resolve => waiting.set(id, resolve))
      }
      await call('refresh', [['/work'], [], []])
      const run = async (command: string, heard: () => void = () => undefined) => {
        const output = new MessageChannel()
        output.port1.onmessage = heard
        const from = performance.now()
        const ran = (await call('exec', [command, 120, '', output.port2], [output.port2])) as {
          stdout: { head: string }
          stderr: { head: string }
        }
        return { ms: performance.now() - from, out: ran.stdout.head.trim() || ran.stderr.head }
      }
      Object.assign(globalThis, {
        asked,
        kept,
        run: (command: string) => run(command),
        async stop(command: string, next: string) {
          let running: Promise<unknown> = Promise.resolve()
          await new Promise<void>(resolve => {
            running = run(command, resolve)
          })
          await new Promise(resolve => setTimeout(resolve, 300))
          const from = performance.now()
          void call('stop', [])
          await running
          return { stop: performance.now() - from, next: (await run(next)).ms }
        },
        got: (name: string) => {
          asked[name] = [...fetched]
        },
      })
    },
    [builtNames(), agent] as const,
  )
}
