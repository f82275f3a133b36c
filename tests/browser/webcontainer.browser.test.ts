import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands } from 'vitest/browser'
import { openRuntimeFrame } from '../../src/page/webcontainer-frame.ts'
import type { GivenFile, OutputChunk, SandboxView } from '../../src/ports/sandbox.ts'
import { Runtime, type RuntimeTimes, TIMES } from '../../src/sandbox/webcontainer/runtime.ts'
import { createWebContainerSandbox } from '../../src/sandbox/webcontainer/webcontainer.ts'
import { changesOf, given, run, sandboxContract } from '../contracts/sandbox.contract.ts'

const QUICK: RuntimeTimes = { ...TIMES, bootMs: 1_500, askMs: 200, answerMs: 800 }
const create = (times = TIMES) => new Runtime(port => openRuntimeFrame('/sandbox/webcontainer.html', port).close, times)

const runtime = create()
const shared = createWebContainerSandbox(runtime)
const LONG = 60_000

beforeAll(() => commands.runtime('serve'), LONG)
afterAll(async () => {
  runtime.close()
  await commands.runtime('end')
})

async function fork(files: GivenFile[] = [], of = shared): Promise<SandboxView> {
  const view = await of.fork('lead')
  if (!view.ok) throw new Error(view.failure.message)
  const laid = await view.value.refresh(['/work', '/folders/other'], files)
  if (!laid.ok) throw new Error(`${laid.failure.message} ${laid.failure.detail ?? ''}`)
  return view.value
}

sandboxContract('webcontainer', () => ({ fork: files => fork(files) }))

test('text is laid and bytes are written as they are, in every folder of the session', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const view = await fork([
    given('bom.txt', '\uFEFFGrüße\r\n日本'),
    given('deep/er/data.bin', bytes),
    { ...given('x', 'there\n'), path: '/folders/other/note.txt' },
  ])
  expect(await run(view, 'wc -c < bom.txt; wc -c < deep/er/data.bin; cat ../folders/other/note.txt')).toMatchObject({
    out: '18\n256\nthere\n',
  })
  expect(await changesOf(view)).toEqual([])
  await run(view, 'cp deep/er/data.bin copy.bin; mv ../folders/other/note.txt ../folders/other/moved.txt')
  expect(await view.read('/work/copy.bin')).toMatchObject({ ok: true, value: bytes })
  expect((await changesOf(view)).map(change => change.slice(0, 60))).toEqual([
    expect.stringContaining('create /work/copy.bin'),
    'rename /folders/other/note.txt /folders/other/moved.txt',
  ])
  view.close()
})

test('packages stay from command to command and are never brought home', async () => {
  const view = await fork([given('a.txt', 'one')])
  await run(view, 'mkdir -p node_modules/p && echo "module.exports = 5" > node_modules/p/index.js')
  expect(await changesOf(view)).toEqual([])
  await view.refresh(['/work'], [given('a.txt', 'two')])
  expect(await run(view, `cat a.txt; node -p "require('p')"`)).toMatchObject({ out: 'two5\n' })
  view.close()
})

test(
  'a boot that hangs is given up in its time, and later the runtime is tried again',
  async () => {
    const late = create({ ...QUICK, restMs: 300 })
    runtime.close()
    await commands.runtime('hang')
    const from = performance.now()
    expect(await late.start()).toMatchObject({ ok: false, failure: { kind: 'network' } })
    expect(performance.now() - from).toBeLessThan(4000)
    expect(late.mayWork()).toBe(false)
    await commands.runtime('restore')
    await new Promise(resolve => setTimeout(resolve, 400))
    expect(late.mayWork()).toBe(true)
    const view = await fork([given('a.txt', 'here\n')], createWebContainerSandbox(late))
    expect(await run(view, 'cat a.txt')).toMatchObject({ out: 'here\n' })

    // Its host goes away in the middle of a command.
    const heard: OutputChunk[] = []
    const command = { command: 'echo begun; sleep 30; cat a.txt', seconds: 60 }
    const running = view.exec(command, chunk => heard.push(chunk), new AbortController().signal)
    await expect.poll(() => heard.map(({ text }) => text)).toEqual(['begun\n'])
    await commands.runtime('cut')
    expect(await running).toMatchObject({
      ok: true,
      value: { reason: 'crashed', stdout: { head: 'begun\n', tail: '' } },
    })
    expect(await view.refresh(['/work'], [])).toMatchObject({ ok: false, failure: { kind: 'network' } })
    await commands.runtime('restore')
  },
  LONG,
)
