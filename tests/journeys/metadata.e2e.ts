import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, linkSync, mkdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, type Reply, use } from '../servers/replies.ts'
import { expect, test } from '../support/folder.ts'
import { compareTrees, readTree } from '../support/tree.ts'
import { ask, connect, isOver, openFolder, putFiles } from './steps.ts'

const OLD = new Date('2020-05-17T08:00:00Z')
const KINDS = ['edit', 'move', 'trash'] as const

/** What a page cannot see and a person can lose. */
function metaOf(path: string) {
  const { mode, mtimeMs, ino, nlink, uid, gid } = statSync(path)
  const dated = mtimeMs === OLD.getTime()
  return { mode: (mode & 0o777).toString(8), dated, owner: `${uid}:${gid}`, note: noteOf(path), ino, links: nlink }
}

/** Node knows no extended attributes. */
function python(code: string, path: string): string | null {
  try {
    return execFileSync('python3', ['-c', `import os, sys\n${code}`, path], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return null
  }
}
const HIDDEN = 'not available here'
const addNote = (path: string) => python("os.setxattr(sys.argv[1], 'user.note', b'mine')", path)
/** An extended attribute of the person, none, or that this disk or machine has no such thing. */
const noteOf = (path: string) =>
  python("print('mine' if 'user.note' in os.listxattr(sys.argv[1]) else 'none')", path) ?? HIDDEN

/** Only root may give a file away. */
function giveAway(path: string): boolean {
  try {
    chownSync(path, 12_345, 12_345)
    return true
  } catch {
    return false
  }
}

test('mode, date, owner, extended attributes, identity and hard links of a file: kept by a move, the trash and their undo, and by a rewrite as far as said', async ({
  page,
  app,
  folder,
}) => {
  mkdirSync(join(folder, 'links'))
  for (const kind of KINDS) {
    putFiles(folder, [{ path: `${kind}.txt`, bytes: `old ${kind}` }])
    linkSync(join(folder, `${kind}.txt`), join(folder, 'links', `${kind}.txt`))
    chmodSync(join(folder, `${kind}.txt`), 0o751)
    addNote(join(folder, `${kind}.txt`))
    giveAway(join(folder, `${kind}.txt`))
    utimesSync(join(folder, `${kind}.txt`), OLD, OLD)
  }
  const tree = readTree(folder)
  const before = Object.fromEntries(KINDS.map(kind => [kind, metaOf(join(folder, `${kind}.txt`))]))
  const api = await startMessagesApi()
  const turns: (() => Reply)[] = [
    () => use(call('read', { path: 'edit.txt' })),
    () =>
      use(
        call('write', { path: 'edit.txt', content: 'new edit' }),
        call('move', { path: 'move.txt', to: 'in/moved.txt' }),
        call('trash', { path: 'trash.txt', why: 'Not needed' }),
      ),
    () => use(call('report', { summary: 'Done.' })),
  ]
  api.script(body => turns[body.messages.filter(message => message.role === 'assistant').length]!())
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5')
  await ask(page, 'Change three files')
  for (const words of ['Rewriting keeps', 'Move "move.txt"', 'Move "trash.txt" to the trash']) {
    await expect(page.getByTestId('permission')).toContainText(words)
    await page.getByTestId('permission-allow').click()
  }
  await isOver(page)
  const trashed = [...readTree(folder).keys()].find(path => path.endsWith('/trash.txt') && path.startsWith('.deskhand'))
  const changed = {
    edit: metaOf(join(folder, 'edit.txt')),
    move: metaOf(join(folder, 'in/moved.txt')),
    trash: metaOf(join(folder, trashed!)),
  }
  expect(changed.move).toEqual(before.move)
  expect(changed.trash).toEqual(before.trash)
  /** What browsers do to a file that is rewritten, as the limits in the README say. */
  const rewritten = {
    mode: '751',
    dated: false,
    owner: `${process.getuid?.()}:${process.getgid?.()}`,
    note: before.edit!.note === 'mine' ? 'none' : before.edit!.note,
    links: 1,
  }
  expect(changed.edit).toMatchObject(rewritten)

  await page.getByTestId('tab-changes').click()
  await page.getByTestId('undo-all').click()
  await page.getByTestId('undo-confirm').click()
  await expect(page.getByTestId('undo-proof')).toContainText('byte for byte what it was before')
  await expect(page.getByTestId('undo-proof')).toContainText(
    '1 file had to be written anew, so its date of change is new',
  )
  const undone = Object.fromEntries(KINDS.map(kind => [kind, metaOf(join(folder, `${kind}.txt`))]))
  expect(undone.move).toEqual(before.move)
  expect(undone.trash).toEqual(before.trash)
  expect(undone.edit).toMatchObject(rewritten)
  expect(compareTrees(tree, readTree(folder))).toEqual({ added: [], removed: [], changed: [] })
  console.table(
    KINDS.flatMap(kind =>
      [before, changed, undone].map((all, at) => ({ kind, at: ['before', 'after', 'undone'][at], ...all[kind] })),
    ),
  )
  await api.close()
})
