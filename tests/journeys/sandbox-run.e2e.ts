import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '../support/folder.ts'
import { commands, KEY, MODEL, test } from './sandbox-commands.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog } from './steps.ts'

test('programs in JavaScript and Python show what they print, are stopped alone in the middle, and the run goes on', async ({
  page,
  app,
  folder,
  api,
}) => {
  test.setTimeout(120_000)
  const told = commands(
    api,
    { command: `node -e "let n = 0; setInterval(() => console.log('tick', ++n), 100)"`, seconds: 600 },
    { command: 'echo after; node -p 1+1' },
    {
      command: `python3 -c "import time\nfor n in range(9999): print('tock', n, flush=True); time.sleep(0.1)"`,
      seconds: 600,
    },
    { command: 'echo later; python3 -c "print(1+2)"' },
  )
  await openFolder(page, app, folder)
  await connect(page, api.origin, MODEL, KEY)
  await ask(page, 'Run something long')
  const stopped: number[] = []
  for (const [printed, at] of [
    ['tick 3', 0],
    ['tock 3', 2],
  ] as const) {
    await expect(page.getByTestId('run-output')).toContainText(printed, { timeout: 60_000 })
    const from = Date.now()
    await page.getByTestId('stop-command').click()
    await expect.poll(() => told.length, { intervals: [20] }).toBeGreaterThan(at)
    stopped.push(Date.now() - from)
  }
  await isOver(page)
  console.log(`from the click until the model heard of it: JavaScript ${stopped[0]} ms, Python ${stopped[1]} ms`)
  expect(Math.max(...stopped)).toBeLessThan(3_000)
  expect(told[0]).toMatch(/"reason":"stopped"[\s\S]*tick 3/)
  expect(told[1]).toContain('after\n2\n')
  expect(told[2]).toMatch(/"reason":"stopped"[\s\S]*tock 3/)
  expect(told[3]).toContain('later\n3\n')
  await expect(page.getByTestId('run-output')).toHaveCount(0)
})

test('the page stays alive while a command takes all it can, and nothing of it is written', async ({
  page,
  app,
  folder,
  api,
}) => {
  test.setTimeout(120_000)
  const told = commands(
    api,
    { command: `node -e "require('fs').writeFileSync('half.txt', 'x'); while (true);"`, seconds: 3 },
    // As fast as it can it would be at the end of all memory before its time is over, which is another story.
    {
      command: `node -e "const all = []; while (true) all.push(Array.from({ length: 1e6 }, Math.random))"`,
      seconds: 3,
    },
    { command: `node -e "while (true) console.log('x'.repeat(1000))"`, seconds: 2 },
    { command: 'echo next; node -p 1+1' },
  )
  await openFolder(page, app, folder)
  await connect(page, api.origin, MODEL, KEY)
  await page.evaluate(() => {
    let last = performance.now()
    Object.assign(globalThis, { gap: 0 })
    setInterval(() => {
      const now = performance.now()
      Object.assign(globalThis, { gap: Math.max((globalThis as unknown as { gap: number }).gap, now - last) })
      last = now
    }, 16)
  })
  await ask(page, 'Run something bad')
  await isOver(page)
  expect(told).toHaveLength(4)
  for (const [index, seconds] of [3, 3, 2].entries()) {
    expect(told[index]).toMatch(/"reason":"timeout"/)
    // An engine that is kept too busy to say so itself is ended from outside.
    expect(told[index]).toMatch(new RegExp(`its time of ${seconds} seconds was over|Stopped after ${seconds} seconds`))
    expect(Number(/"seconds":([\d.]+)/.exec(told[index] ?? '')?.[1])).toBeLessThan(seconds + 3)
  }
  expect(told[3]).toContain('next\n2\n')
  expect(existsSync(join(folder, 'half.txt'))).toBe(false)
  expect(await page.evaluate(() => (globalThis as unknown as { gap: number }).gap)).toBeLessThan(1000)
})

test('a file that someone else changes while a command runs is left alone', async ({ page, app, folder, api }) => {
  test.setTimeout(90_000)
  putFiles(folder, [{ path: 'a.txt', bytes: 'theirs\n' }])
  const told = commands(api, { command: `cat a.txt; node -e "setTimeout(() => {}, 4000)"; echo ours >> a.txt` })
  await openFolder(page, app, folder)
  await connect(page, api.origin, MODEL, KEY)
  await ask(page, 'Change it')
  await page.getByTestId('run-output').waitFor({ timeout: 30_000 })
  await page.waitForTimeout(2000)
  writeFileSync(join(folder, 'a.txt'), 'theirs, edited\n')
  await isOver(page)
  expect(told[0]).toMatch(/refused|changed by someone else/)
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('theirs, edited\n')
  expect((await readLog(page)).filter(event => event.type === 'file.changed')).toEqual([])
})
