import { expect, test } from 'vitest'
import type { GivenFile, OutputChunk, Ran, SandboxView } from '../../src/ports/sandbox.ts'

/** What every engine must be able to do. `fork` gives a fresh view with these files. */
export interface SandboxUnderTest {
  fork(files?: GivenFile[]): Promise<SandboxView>
}

export const given = (path: string, content: string | Uint8Array<ArrayBuffer>): GivenFile => ({
  path: `/work/${path}`,
  file: new File([content], path, { lastModified: 1_700_000_000_000 }),
  mtime: 1_700_000_000_000,
})

const joined = ({ head, tail }: Ran['stdout']) => head + tail

/** Runs a command and gives all of what came of it. */
export async function run(view: SandboxView, command: string, seconds = 60, signal = new AbortController().signal) {
  const chunks: OutputChunk[] = []
  const ran = await view.exec({ command, seconds }, chunk => chunks.push(chunk), signal)
  if (!ran.ok) throw new Error(`${ran.failure.message} ${ran.failure.detail ?? ''}`)
  return { ...ran.value, out: joined(ran.value.stdout), err: joined(ran.value.stderr), chunks }
}

export async function changesOf(view: SandboxView) {
  const changes = await view.changes()
  if (!changes.ok) throw new Error(changes.failure.message)
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  return changes.value.changes
    .map(change => {
      if (change.op === 'rename') return `rename ${change.path} ${change.to}`
      return 'bytes' in change ? `${change.op} ${change.path} ${text(change.bytes)}` : `${change.op} ${change.path}`
    })
    .sort()
}

export function sandboxContract(name: string, world: () => SandboxUnderTest): void {
  test(`${name}: a command reads the files given and says how it ended`, async () => {
    const view = await world().fork([given('a.txt', 'hello\n'), given('sub/b.txt', 'there\n')])
    expect(await run(view, 'cat a.txt sub/b.txt')).toMatchObject({ out: 'hello\nthere\n', exitCode: 0, reason: 'exit' })
    expect(await run(view, 'cat nothing.txt')).toMatchObject({ exitCode: 1 })
    expect(await run(view, 'exit 7')).toMatchObject({ exitCode: 7 })
    view.close()
  })

  test(`${name}: what commands changed is told by file, and a refresh takes it back`, async () => {
    const files = [given('a.txt', 'one\n'), given('b.txt', 'two\n'), given('c.txt', 'three\n')]
    const view = await world().fork(files)
    await run(
      view,
      'echo more >> a.txt; mkdir sub; mv b.txt sub/b2.txt; rm c.txt; echo new > new.txt; echo x > "$TMPDIR/x"',
    )
    expect(await changesOf(view)).toEqual([
      'create /work/new.txt new\n',
      'delete /work/c.txt',
      'modify /work/a.txt one\nmore\n',
      'rename /work/b.txt /work/sub/b2.txt',
    ])
    expect(await view.refresh(['/work'], files)).toMatchObject({ ok: true })
    expect(await changesOf(view)).toEqual([])
    expect(await run(view, 'ls; cat a.txt "$TMPDIR/x"')).toMatchObject({ out: 'a.txt\nb.txt\nc.txt\none\nx\n' })
    view.close()
  })

  test(`${name}: two views share nothing`, async () => {
    const [one, two] = await Promise.all([world().fork([given('a.txt', 'one')]), world().fork([given('a.txt', 'two')])])
    await run(one, 'echo secret > "$TMPDIR/s"; echo secret > s.txt')
    expect(await run(two, 'cat a.txt; ls "$TMPDIR/s" s.txt 2> /dev/null')).toMatchObject({ out: 'two' })
    expect(await changesOf(two)).toEqual([])
    one.close()
    two.close()
  })

  test(`${name}: files can be read and written without a command`, async () => {
    const view = await world().fork([given('a.txt', 'one')])
    expect(await view.write('/work/deep/b.bin', new Uint8Array([0, 255, 10]))).toMatchObject({ ok: true })
    expect(await run(view, 'wc -c < deep/b.bin')).toMatchObject({ out: '3\n' })
    expect(await view.read('/work/deep/b.bin')).toMatchObject({ ok: true, value: new Uint8Array([0, 255, 10]) })
    expect(await view.read('/work/nothing')).toMatchObject({ ok: false })
    view.close()
  })

  test(`${name}: output comes while the command runs, and a stop ends it at once`, async () => {
    const view = await world().fork()
    const stop = new AbortController()
    const script = `console.log('first'); setInterval(() => console.log('tick'), 50)`
    const running = view.exec(
      { command: `node -e "${script}"`, seconds: 30 },
      chunk => chunk.text.includes('tick') && stop.abort(),
      stop.signal,
    )
    const from = performance.now()
    const ran = await running
    expect(ran).toMatchObject({ ok: true, value: { reason: 'stopped', exitCode: 130 } })
    expect(performance.now() - from).toBeLessThan(6000)
    expect(await run(view, 'echo next')).toMatchObject({ out: 'next\n' })
    view.close()
  })

  test(`${name}: a command that goes on for too long is stopped, and the next one works`, async () => {
    const view = await world().fork()
    const { reason, exitCode, ms } = await run(view, 'node -e "while (true);"', 1)
    expect({ reason, exitCode }).toEqual({ reason: 'timeout', exitCode: 124 })
    expect(ms).toBeLessThan(4000)
    expect(await run(view, 'node -p 1+1')).toMatchObject({ out: '2\n' })
    view.close()
  })
}
