import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, type Reply, use } from '../servers/replies.ts'
import { expect, test } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog } from './steps.ts'

const LONG = `${'ä'.repeat(125)}x.txt`
const NFC = 'caf\u00e9.txt'
const NFD = 'cafe\u0301.txt'
const NAMES = [
  '🧾 receipt 🇨🇭.txt',
  `it's "not" here.txt`,
  `it's {odd} [name] #1 100%.txt`,
  NFC,
  NFD,
  'Case.txt',
  'case.txt',
  LONG,
]

/** A folder as bad as a disk lets one be. */
function putHazards(folder: string): void {
  putFiles(folder, [
    ...NAMES.map((path, index) => ({ path, bytes: `words of number ${index}` })),
    { path: 'empty.txt', bytes: '' },
    { path: 'binary.dat', bytes: Uint8Array.from({ length: 5000 }, (_, index) => index % 256) },
    { path: 'huge.iso', bytes: '' },
  ])
  truncateSync(join(folder, 'huge.iso'), 3 * 1024 ** 3)
  // As root every file can be read. A pipe is what a page sees as a file and cannot read anything from.
  execFileSync('mkfifo', [join(folder, 'pipe.txt')])
}

async function summarise(page: Page): Promise<void> {
  await ask(page, 'Summarise this folder')
  await page.getByTestId('answer-send').click()
  await page.getByTestId('plan-approve').last().click()
  await isOver(page)
}

test('an empty folder and one full of hazards are summarised to the end', async ({ page, app, folder }) => {
  await openFolder(page, app, folder)
  await ask(page, 'Summarise this folder')
  await isOver(page)
  await expect(page.getByTestId('report')).toContainText('The folder is empty, so there is nothing to do')

  putHazards(folder)
  await summarise(page)
  const made = readdirSync(folder).find(name => name.endsWith('.md'))
  const text = readFileSync(join(folder, made!), 'utf8')
  for (const name of ['huge.iso', 'binary.dat']) expect(text).toContain(`\`${name}\``)
  expect(text).toContain('Empty: `empty.txt`, `pipe.txt`')
  expect(text).toContain('By counting words in 7 text files')
  expect(statSync(join(folder, 'huge.iso')).size).toBe(3 * 1024 ** 3)
})

/** What a model is told, word for word what the person sees beside the call. */
const SENTENCES = [
  /binary\.dat.*is not a text file/,
  /huge\.iso.*has 3221225472 bytes; at most 33554432 can be read here/,
  /etc\/passwd.*leaves the folder\. Only files inside/,
  /win\.ini.*is an absolute path/,
  /\/etc\/passwd\\" is an absolute path/,
  /The input of \\"write\\" is not valid\. content:/,
  /There is no tool \\"format_disk\\"/,
  /There is no \\"CASE\.TXT\\"/,
  /CASE\.txt\\" was not made: .* differs only in upper and lower case/,
  /shared\.txt\\" was changed by someone else since it was read/,
  /in a circle: a → b → a.*is an output of both.*c\.md\\" leaves the folder/,
]

test('each hazard is one sentence for a model, and a file changed meanwhile is not written over', async ({
  page,
  app,
  folder,
}) => {
  putHazards(folder)
  writeFileSync(join(folder, 'shared.txt'), 'first')
  const api = await startMessagesApi()
  let tell: (results: string[]) => void = () => undefined
  const heard = new Promise<string[]>(resolve => {
    tell = resolve
  })
  const reads = [...NAMES.filter(name => !name.includes('"')), 'empty.txt', 'binary.dat', 'huge.iso', 'pipe.txt']
  const bad = [
    call('read', { path: '../../etc/passwd' }),
    call('read', { path: 'C:\\Windows\\win.ini' }),
    call('read', { path: '/etc/passwd' }),
    call('write', { path: 'a.txt' }),
    call('format_disk', {}),
    call('read', { path: 'CASE.TXT' }),
    call('write', { path: 'CASE.txt', content: 'a third' }),
  ]
  const criteria = [{ kind: 'exists', path: 'out.md' }]
  const task = (id: string, more: object) => ({
    id,
    title: `Task ${id}`,
    brief: id,
    inputs: [],
    outputs: ['out.md'],
    criteria,
    ...more,
  })
  const plan = {
    goal: 'Impossible',
    assumptions: [],
    tasks: [task('a', { dependsOn: ['b'] }), task('b', { dependsOn: ['a'] }), task('c', { outputs: ['../c.md'] })],
  }
  const turns: (() => Reply)[] = [
    () => use(call('list', {}), call('read', { path: 'shared.txt' })),
    () => use(...reads.map(path => call('read', { path }))),
    () => use(...bad),
    () => {
      writeFileSync(join(folder, 'shared.txt'), 'second, by someone else')
      return use(call('write', { path: 'shared.txt', content: 'mine' }))
    },
    () => use(call('submit_plan', plan)),
    () => use(call('report', { summary: 'Nothing was changed.' })),
  ]
  const results: string[] = []
  api.script(body => {
    const turn = body.messages.filter(message => message.role === 'assistant').length
    if (turn > 0) {
      const last = body.messages.at(-1) as { content: { content?: { text: string }[] }[] }
      results.push(...last.content.map(block => `${turn} ${block.content?.[0]?.text ?? ''}`))
    }
    if (turn === turns.length - 1) tell(results)
    return turns[turn]!()
  })
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5')
  await ask(page, 'Try everything')
  await expect(page.getByTestId('question')).toContainText('Somebody else changed "shared.txt"')
  await page.getByText('Compare the two versions').click()
  await expect(page.getByTestId('question')).toContainText('1 line added, 1 line removed')
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/conflict.png` })
  await page.getByTestId('answer-send').click()
  const told = await heard
  await isOver(page)
  expect(readFileSync(join(folder, 'shared.txt'), 'utf8')).toBe('second, by someone else')
  for (const sentence of SENTENCES) expect(told.filter(result => sentence.test(result))).toHaveLength(1)
  const words = told.flatMap(result => /^2 .*\nwords of number (\d)/s.exec(result)?.[1] ?? [])
  expect(words).toEqual(['0', '2', '3', '4', '5', '6', '7'])
  const shown = page.locator('.conversation')
  await expect(shown).toContainText('"shared.txt" was changed by someone else since it was read. Read it again')
  await expect(shown).toContainText('The plan was sent back: Tasks wait for each other in a circle: a → b → a.')
  const events = await readLog(page)
  expect(events.filter(event => event.type === 'file.changed')).toEqual([])
  await api.close()
})
