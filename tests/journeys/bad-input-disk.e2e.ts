import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, type ReplyBlock, use } from '../servers/replies.ts'
import { expect, test } from '../support/folder.ts'
import { ask, connect, openFolder, putFiles, readLog, status } from './steps.ts'

/** Something done to the disk, the calls of the model that come after it, and what each of them is told. */
interface Turn {
  before?: () => unknown
  calls: [call: ReplyBlock, says: RegExp][]
}

/**
 * Has the model make these calls, turn by turn. The person allows each kind of change when they are asked for the first time; what they
 * are asked about is told to `asked` before that, and with true it is this one change that they allow.
 */
async function carryOut(page: Page, app: string, folder: string, turns: Turn[], asked: (text: string) => boolean) {
  const api = await startMessagesApi()
  const told: string[] = []
  api.script(async body => {
    const turn = body.messages.filter(message => message.role === 'assistant').length
    const last = body.messages.at(-1) as { content: { type: string; content?: { text: string }[] }[] }
    if (turn > 0) told.push(...last.content.flatMap(block => block.content?.[0]?.text ?? []))
    const next = turns[turn]
    if (!next) return use(call('report', { summary: 'Tried.' }))
    await next.before?.()
    return use(...next.calls.map(([made]) => made))
  })
  await openFolder(page, app, folder)
  await connect(page, api.origin)
  await ask(page, 'Try everything')
  const dialog = page.getByTestId('permission')
  // Which version of a file stays is another question: what is there already is suggested.
  const suggested = page.getByTestId('question').getByRole('button', { name: 'Send answer' })
  for (;;) {
    const isDone = async () => (await status(page).getAttribute('data-status')) === 'done'
    const isAsked = async () => (await dialog.isVisible()) || (await suggested.isVisible())
    await expect.poll(async () => (await isAsked()) || isDone(), { timeout: 30_000 }).toBe(true)
    if (await isDone()) break
    if (!(await dialog.isVisible())) {
      await suggested.click()
      await expect(suggested).toBeHidden()
      continue
    }
    const text = await dialog.innerText()
    await page.getByTestId(asked(text) ? 'permission-allow' : 'permission-allow-session').click()
    await expect.poll(async () => (await dialog.isVisible()) && (await dialog.innerText()) === text).toBe(false)
  }
  await api.close()
  const calls = turns.flatMap(turn => turn.calls)
  expect(told).toHaveLength(calls.length)
  for (const [index, [made, says]] of calls.entries())
    expect(told[index], `${JSON.stringify(made).slice(0, 200)}`).toMatch(says)
}

const OK = /"ok":true/
const read = (path: string): [ReplyBlock, RegExp] => [call('read', { path }), OK]
const write = (path: string, content: string, says: RegExp): [ReplyBlock, RegExp] => [
  call('write', { path, content }),
  says,
]
const edit = (path: string, says: RegExp): [ReplyBlock, RegExp] => [
  call('edit', { path, old: 'first', new: 'second' }),
  says,
]

const DEEP = Array.from({ length: 40 }, (_, index) => `level ${index + 1}`).join('/')
const MANY = 5_000

/** As another program does that has the file open for writing. */
const hold = (page: Page, name: string) =>
  page.evaluate(async name => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('deskhand')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const [folder] = await new Promise<FileSystemDirectoryHandle[]>((resolve, reject) => {
      const reading = database.transaction('handles').objectStore('handles').getAll()
      reading.onsuccess = () => resolve(reading.result)
      reading.onerror = () => reject(reading.error)
    })
    database.close()
    const file = await folder!.getFileHandle(name)
    const held = await file.createWritable({ mode: 'exclusive' } as FileSystemCreateWritableOptions)
    Object.assign(globalThis, { held })
  }, name)

/** From now on the disk takes a while over each write, so that something can happen meanwhile. */
const slowDown = (page: Page) =>
  Promise.all(
    page.workers().map(worker =>
      worker.evaluate(() => {
        const files = FileSystemWritableFileStream.prototype
        const { write } = files
        files.write = async function (data) {
          await write.call(this, data)
          await new Promise(done => setTimeout(done, 2000))
        }
      }),
    ),
  )

/** Writes into the file at the very moment when the browser has begun to write it. */
function writeBetween(folder: string, name: string): void {
  const watcher = watch(folder, (_, seen) => {
    if (seen !== `${name}.crswap`) return
    watcher.close()
    appendFileSync(join(folder, name), ', by someone else')
  })
}

test('each hazard of a real disk is one sentence, and nothing of the person is touched by it', async ({
  page,
  app,
  folder,
}) => {
  const at = (path: string) => join(folder, path)
  putFiles(folder, [
    ...['protected.txt', 'held.txt', 'became.txt', 'sub/a.txt', 'twin.txt', 'asked.txt', 'free.txt', 'shared.txt'].map(
      path => ({
        path,
        bytes: `first of ${path}`,
      }),
    ),
    { path: 'trail.', bytes: 'a dot behind' },
    { path: '~$report.docx', bytes: 'open in another program' },
    { path: `${DEEP}/bottom.txt`, bytes: 'first at the bottom' },
    ...Array.from({ length: MANY }, (_, index) => ({ path: `many/${index}.txt`, bytes: '' })),
  ])
  linkSync(at('twin.txt'), at('other name.txt'))
  const links = {
    'in.txt': 'free.txt',
    'out.txt': '/etc/hostname',
    'nowhere.txt': 'gone',
    'round.txt': 'round.txt',
    folder: 'sub',
  }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, at(name))

  await carryOut(
    page,
    app,
    folder,
    [
      {
        calls: ['protected.txt', 'held.txt', 'became.txt', 'sub/a.txt', 'twin.txt', 'asked.txt', 'free.txt'].map(read),
      },
      {
        async before() {
          chmodSync(at('protected.txt'), 0o444)
          await hold(page, 'held.txt')
          rmSync(at('became.txt'))
          mkdirSync(at('became.txt'))
          renameSync(at('sub'), at('sub, moved away'))
        },
        calls: [
          edit('asked.txt', /asked\.txt.* was changed by someone else/),
          edit('protected.txt', /protected\.txt.* cannot be changed: it is read-only/),
          edit('held.txt', /held\.txt.* cannot be changed: .*something else is writing it right now/),
          edit('became.txt', /became\.txt.* is a folder/),
          write('became.txt', 'second', /became\.txt.* is a folder/),
          write('sub/a.txt', 'second', /sub\/a\.txt.* is gone: it was moved or removed/),
          edit('twin.txt', OK),
        ],
      },
      {
        calls: [
          write(`${'x'.repeat(245)}.txt`, 'x', /longer than 248 bytes/),
          write('CON.txt', 'x', /is a reserved name/),
          write('trail.', 'x', /ends with a dot or a space/),
          [call('move', { path: 'free.txt', to: '~$report.docx' }), /starts or ends with ~/],
          [call('read', { path: 'in.txt' }), /There is no .*in\.txt.*links do not count/],
          [call('read', { path: 'out.txt' }), /does not allow access to .*out\.txt/],
          write('in.txt', 'x', /such as a link, is at .*in\.txt.* stays as it is/),
          write('out.txt', 'x', /does not allow access to .*out\.txt/),
          write('nowhere.txt', 'x', /such as a link, is at .*nowhere\.txt/),
          write('round.txt', 'x', /such as a link, is at .*round\.txt/),
          write('folder/b.txt', 'x', /There is no .*folder.*links do not count/),
          [call('move', { path: 'free.txt', to: 'in.txt' }), /such as a link, is at .*in\.txt/],
        ],
      },
      {
        calls: [
          edit(`${DEEP}/bottom.txt`, OK),
          [call('move', { path: `${DEEP}/bottom.txt`, to: 'top.txt' }), OK],
          [call('find', { glob: '**/level 40/*', limit: 10 }), /"files":0/],
          [call('list', { path: 'many' }), /"entries":5000|too-large/],
          [call('find', { glob: 'many/*', limit: 100 }), /"files":100,"more":true/],
        ],
      },
      {
        async before() {
          await slowDown(page)
          writeBetween(folder, 'shared.txt')
        },
        calls: [
          edit('shared.txt', /shared\.txt.* was changed by someone else at this very moment, so it was left alone/),
        ],
      },
    ],
    text => {
      if (!text.includes('asked.txt')) return false
      writeFileSync(at('asked.txt'), 'first, then changed while the person was asked')
      return true
    },
  )

  const texts = {
    'protected.txt': 'first of protected.txt',
    'held.txt': 'first of held.txt',
    'sub, moved away/a.txt': 'first of sub/a.txt',
    'twin.txt': 'second of twin.txt',
    'other name.txt': 'first of twin.txt',
    'asked.txt': 'first, then changed while the person was asked',
    'free.txt': 'first of free.txt',
    'trail.': 'a dot behind',
    '~$report.docx': 'open in another program',
    'top.txt': 'second at the bottom',
    'shared.txt': 'first of shared.txt, by someone else',
  }
  for (const [path, text] of Object.entries(texts)) expect(readFileSync(at(path), 'utf8')).toBe(text)
  for (const [name, target] of Object.entries(links)) expect(readlinkSync(at(name))).toBe(target)
  expect(readdirSync(at('many'))).toHaveLength(MANY)
  const changed = (await readLog(page)).filter(event => event.type === 'file.changed')
  expect(changed).toHaveLength(3)
})

test('a disk that is full in mid-write pauses the run with the old file whole, and resuming with more room writes it', async ({
  page,
  app,
  folder,
}) => {
  const small = join(folder, 'small')
  mkdirSync(small)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'deskhand-test', small], { stdio: 'pipe' })
  } catch {
    test.skip(true, 'Only root may mount the small disk that this needs.')
  }
  try {
    putFiles(small, [{ path: 'old.txt', bytes: 'first' }])
    const long = 'second '.repeat(20_000)
    const carried = carryOut(
      page,
      app,
      folder,
      [
        { calls: [read('small/old.txt')] },
        {
          calls: [
            write('small/old.txt', long, OK),
            write('small/new.txt', long, OK),
            write('small/fits.txt', 'second', OK),
          ],
        },
      ],
      () => false,
    )
    await expect(status(page)).toHaveAttribute('data-status', 'paused', { timeout: 30_000 })
    await expect(
      page.getByTestId('inbox').getByText(/The disk is full, so .*\.txt.* was not written\..*press Resume/),
    ).toBeVisible()
    expect(readdirSync(small).filter(name => name !== 'fits.txt')).toEqual(['old.txt'])
    expect(readFileSync(join(small, 'old.txt'), 'utf8')).toBe('first')
    execFileSync('mount', ['-o', 'remount,size=4m', small])
    await page.getByTestId('resume').click()
    await carried
    expect(readdirSync(small).sort()).toEqual(['fits.txt', 'new.txt', 'old.txt'])
    expect(readFileSync(join(small, 'old.txt'), 'utf8')).toBe(long)
    expect((await readLog(page)).filter(event => event.type === 'file.changed')).toHaveLength(3)
  } finally {
    execFileSync('umount', [small])
  }
})
