import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Page } from '@playwright/test'
import { inFreshBrowser } from '../../bench/app.ts'
import { seeded } from '../../bench/random.ts'
import type { ChangeState } from '../../src/domain/state.ts'
import { expectedUndo, type OutsideEdit, outsideEdits } from '../doubles/expected-undo.ts'
import { putFiles } from '../journeys/steps.ts'
import { answerPicker } from '../support/folder.ts'
import { compareTrees, readTree, type Tree } from '../support/tree.ts'
import type { Soak } from './soak.ts'
import { loadWorker, onWorker } from './undo/in-worker.ts'
import { randomSteps, START } from './undo/steps.ts'

const STEPS = 16

/**
 * Random changes of a folder on disk and the undo of all of them, by the app's own parts in a real browser; in each third sequence
 * another program gets in between, and in each fourth all is redone and undone again.
 */
export const soak: Soak = async ({ app, number, say }) => {
  const sequences = number('sequences', { alone: 60, amongAll: 12 })
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-soak-'))
  try {
    return await inFreshBrowser(async page => {
      await answerPicker(page, folder)
      await page.goto(app)
      await loadWorker(page, app)
      const count = { identical: 0, refused: 0, redone: 0, changes: 0, refusals: 0, edits: 0 }
      let wrong = 0
      for (let index = 0; index < sequences; index++) {
        const one = await runOne(page, folder, index)
        count.changes += one.changes
        count.edits += one.edits
        count.refusals += one.refusals
        if (one.redone) count.redone++
        for (const text of one.wrong) say(`sequence ${index}: ${text}`)
        if (one.wrong.length > 0) wrong++
        else if (one.edits > 0) count.refused++
        else count.identical++
      }
      say(
        `${count.changes} changes; ${count.redone} sequences redone and undone again; ${count.edits} outside edits, ${count.refusals} refusals`,
      )
      return {
        ok: wrong === 0,
        line: `sequences: ${sequences}, identical: ${count.identical}, with refusals as expected: ${count.refused}, wrong: ${wrong}`,
      }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Ran {
  changes: number
  edits: number
  refusals: number
  redone: boolean
  wrong: string[]
}

async function runOne(page: Page, parent: string, index: number): Promise<Ran> {
  const random = seeded(index + 1)
  const name = `sequence ${index}`
  const folder = join(parent, name)
  mkdirSync(join(folder, 'an empty one'), { recursive: true })
  putFiles(
    folder,
    START.filter(() => random() < 0.8),
  )
  const before = readTree(folder)
  await onWorker(page, 'play', {
    name,
    steps: randomSteps(random, STEPS, index % 3 === 2),
    keepsBefore: index % 2 === 1,
  })
  const changed = readTree(folder)
  const done = (await onWorker(page, 'changes')).filter(change => change.status === 'done').length
  const ran: Ran = { changes: done, edits: 0, refusals: 0, redone: false, wrong: [] }
  if (index % 3 === 2) {
    await undoAfterOthers(page, folder, before, random, ran)
    return ran
  }
  await undoWhole(page, folder, before, done, ran.wrong)
  if (index % 4 !== 0) return ran
  ran.redone = true
  const redone = await onWorker(page, 'redo')
  if (!isDeepStrictEqual(redone, { ok: true, value: { redone: done, refused: [], verified: done } }))
    ran.wrong.push(`redo: ${JSON.stringify(redone)}`)
  ran.wrong.push(...differences('after redo', changed, readTree(folder)))
  await undoWhole(page, folder, before, done, ran.wrong)
  return ran
}

async function undoWhole(page: Page, folder: string, before: Tree, done: number, wrong: string[]): Promise<void> {
  const undone = await onWorker(page, 'undo')
  const { restored, verified, refused } = undone.ok ? undone.value : { restored: 0, verified: 0, refused: [] }
  if (!undone.ok || restored !== done || verified !== done || refused.length > 0)
    wrong.push(`undo of ${done}: ${JSON.stringify(undone)}`)
  wrong.push(...differences('after undo', before, readTree(folder)))
}

async function undoAfterOthers(
  page: Page,
  folder: string,
  before: Tree,
  random: () => number,
  ran: Ran,
): Promise<void> {
  const changes = await onWorker(page, 'changes')
  const picks = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    which: Math.floor(random() * 1000),
    way: Math.floor(random() * 3),
  }))
  const edits = outsideEdits(changes, filesOf(readTree(folder)), picks)
  for (const edit of edits) interfere(folder, edit)
  ran.edits = edits.length
  // Again the second time: what was refused stays refused as long as the other's doing stands.
  for (let round = 1; round <= 2; round++) {
    const now = await onWorker(page, 'changes')
    const expected = expectedUndo(now, filesOf(readTree(folder)))
    const undone = await onWorker(page, 'undo')
    const refused = undone.ok
      ? undone.value.refused.map(({ path, failure }) => ({ path, kind: failure.kind as string }))
      : []
    if (round === 1) ran.refusals = refused.length
    if (!undone.ok && undone.failure.kind !== 'missing') ran.wrong.push(`undo: ${JSON.stringify(undone)}`)
    if (!isDeepStrictEqual(refused, expected.refused))
      ran.wrong.push(`refused ${JSON.stringify(refused)}, expected ${JSON.stringify(expected.refused)}`)
    const after = readTree(folder)
    ran.wrong.push(...differences('after undo', asTree(expected.files), asTree(filesOf(after))))
    ran.wrong.push(...untouched(before, after, edits, changes, refused))
  }
}

/** Told without the list of what to expect: a path that neither the other program nor a refusal has to do with is as it was. */
function untouched(
  before: Tree,
  after: Tree,
  edits: readonly OutsideEdit[],
  changes: readonly ChangeState[],
  refused: readonly { path: string }[],
): string[] {
  const places = new Set([...edits, ...refused].map(({ path }) => path))
  for (const { change } of changes) if ('to' in change && places.has(change.path)) places.add(change.to)
  return [...before.keys()]
    .filter(path => !path.endsWith('/') || path === 'an empty one/')
    .filter(path => !places.has(path) && before.get(path) !== after.get(path))
    .map(path => `"${path}" is not as it was`)
}

/** As another program would. One replaces the file by another of the same size and date. */
function interfere(folder: string, { way, path }: OutsideEdit): void {
  const at = join(folder, path)
  if (way === 'remove') {
    rmSync(at)
    return
  }
  if (way !== 'replace') {
    mkdirSync(dirname(at), { recursive: true })
    writeFileSync(at, `theirs at ${path}`)
    return
  }
  const { size, atime, mtime } = statSync(at)
  const other = `${at}.other`
  writeFileSync(other, size === 0 ? 'theirs' : Buffer.alloc(size, 0xfe))
  utimesSync(other, atime, mtime)
  renameSync(other, at)
}

const KEPT_BEFORE = '.deskhand/before/'

/** The files as the app names their bytes; without the copies that it keeps of what it overwrote. */
const filesOf = (tree: Tree): Record<string, string> =>
  Object.fromEntries(
    [...tree]
      .filter(([path]) => !path.endsWith('/') && !path.startsWith(KEPT_BEFORE))
      .map(([path, hash]) => [path, `sha256:${hash}`]),
  )

const asTree = (files: Record<string, string>): Tree => new Map(Object.entries(files))

const differences = (when: string, expected: Tree, found: Tree): string[] =>
  Object.entries(compareTrees(expected, found))
    .filter(([, paths]) => paths.length > 0)
    .map(([how, paths]: [string, string[]]) => `${when}, ${how}: ${paths.join(', ')}`)
