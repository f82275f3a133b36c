import { folderOf } from '../../src/domain/place.ts'
import type { Criterion, Need, Task } from '../../src/domain/plan.ts'
import type { Random } from './random.ts'

/** One thing an agent does in one answer of its model. */
export type Deed =
  | { do: 'look' }
  | { do: 'read'; path: string }
  | { do: 'write'; path: string }
  | { do: 'edit'; path: string }
  | { do: 'move'; path: string; to: string }
  | { do: 'trash'; path: string }
  /** A whole folder, as a list of file moves. */
  | { do: 'move-folder'; path: string; to: string }
  /** A document that a library writes, or changes in place. */
  | { do: 'document'; path: string }
  | { do: 'edit-document'; path: string }
  /** Two writes in one answer. */
  | { do: 'pair'; path: string; other: string }
  /** A file that nobody has allowed. */
  | { do: 'foreign'; path: string }
  /** The same call again. */
  | { do: 'bad' }

export interface TaskScript {
  id: string
  deeds: Deed[]
  dependsOn: string[]
}

/** What one request of the person makes the lead do: ask, plan, or do it by itself. */
export interface RunScript {
  asks: boolean
  tasks: TaskScript[]
  alone: Deed[]
}

export type Interjection =
  | 'pause'
  | 'stop'
  | 'steer-lead'
  | 'steer-helper'
  | 'reload'
  | 'edit-task'
  | 'skip-task'
  | 'undo-session'
  | 'undo-change'
  | 'undo-task'
  | 'redo'
  | 'redo-change'
  | 'redo-task'
  | 'revoke'
  | 'rename'

export interface Scenario {
  name: string
  files: Record<string, string>
  runs: RunScript[]
  /** What the person does beside answering, and when: milliseconds from the start. */
  interjections: { at: number; what: Interjection }[]
  person: {
    /** Milliseconds until an answer, about. */
    slow: number
    refusesPlans: number
    declines: number
    refuses: number
    forSession: number
    clicksTwice: number
  }
  model: { ms: number; window: number; tellsRequests: boolean; quirks: number }
  /** How much the delays differ: 0 for not at all. */
  spread: number
  /** How often an agent tries a failed call once more. */
  retries: number
}

export const ANCHOR = '# list'

const folders = ['', 'docs/', 'docs/old/', 'notes/']

export function filesFrom(random: Random, count: number): Record<string, string> {
  const files: Record<string, string> = {}
  for (let i = 0; i < count; i++)
    files[`${random.pick(folders)}f${i}.md`] = `The person's own file ${i}\n${ANCHOR}\nlast line\n`
  return files
}

/** A scenario out of a seed: a lead alone or with helpers, over files that several of them want. */
export function scenarioFrom(random: Random): Scenario {
  const files = filesFrom(random, random.whole(2, 8))
  const names = Object.keys(files)
  const runs = Array.from({ length: random.chance(0.25) ? 2 : 1 }, (_, run) => runFrom(random, run, names))
  const kinds: Record<Interjection, number> = {
    pause: 4,
    stop: 2,
    'steer-lead': 3,
    'steer-helper': 3,
    reload: 3,
    'edit-task': 2,
    'skip-task': 2,
    'undo-session': 3,
    'undo-change': 3,
    'undo-task': 2,
    redo: 3,
    'redo-change': 2,
    'redo-task': 1,
    revoke: 1,
    rename: 1,
  }
  const interjections = Array.from({ length: random.whole(0, 4) }, () => ({
    at: Math.floor(random.next() ** 1.5 * 25_000),
    what: random.weighted(kinds),
  }))
  const seldom = (share: number) => (random.chance(0.3) ? share : 0)
  return {
    name: 'seeded',
    files,
    runs,
    interjections,
    person: {
      slow: random.pick([50, 400, 3000]),
      refusesPlans: seldom(0.5),
      declines: seldom(0.5),
      refuses: seldom(0.4),
      forSession: 0.3,
      clicksTwice: seldom(0.5),
    },
    model: {
      ms: random.pick([5, 300, 2000]),
      window: random.chance(0.1) ? 9000 : 200_000,
      tellsRequests: random.chance(0.4),
      quirks: random.chance(0.2) ? random.whole(1, 3) : 0,
    },
    spread: random.pick([0.1, 0.9, 1]),
    retries: random.pick([0, 0.5, 1]),
  }
}

function runFrom(random: Random, run: number, names: string[]): RunScript {
  const planned = random.chance(0.75)
  const count = planned ? random.whole(1, 5) : 0
  const tasks = Array.from({ length: count }, (_, index): TaskScript => {
    const id = `r${run}t${index}`
    const before = Array.from({ length: index }, (__, i) => `r${run}t${i}`)
    return {
      id,
      deeds: deedsFrom(random, id, names, random.whole(1, 4)),
      dependsOn: before.filter(() => random.chance(0.25)),
    }
  })
  const alone = planned && !random.chance(0.2) ? [] : deedsFrom(random, `r${run}lead`, names, random.whole(1, 4))
  return { asks: random.chance(0.25), tasks, alone }
}

function deedsFrom(random: Random, id: string, names: string[], count: number): Deed[] {
  const deed = (i: number): Deed => {
    const own = `${random.pick(folders)}${id}-${i}.md`
    const theirs = random.pick(names)
    switch (
      random.weighted({
        write: 6,
        overwrite: 4,
        edit: 5,
        move: 4,
        trash: 2,
        'move-folder': 2,
        document: 2,
        'edit-document': 2,
        read: 2,
        look: 1,
        pair: 2,
        foreign: 1,
        bad: 1,
      })
    ) {
      case 'write':
        return { do: 'write', path: own }
      case 'overwrite':
        return { do: 'write', path: theirs }
      case 'edit':
        return { do: 'edit', path: theirs }
      case 'move':
        return {
          do: 'move',
          path: theirs,
          to: `${random.pick(['moved/', 'docs/', 'a/b/c/', ''])}${id}-${i}-${theirs.split('/').at(-1)}`,
        }
      case 'trash':
        return { do: 'trash', path: theirs }
      case 'move-folder':
        return {
          do: 'move-folder',
          path: random.pick(['docs', 'docs/old', 'notes', folderOf(theirs) || 'docs']),
          to: `${random.pick(['moved/', '', 'a/b/'])}${id}-${i}`,
        }
      case 'document':
        return { do: 'document', path: own.replace(/md$/, 'html') }
      case 'edit-document':
        return { do: 'edit-document', path: theirs }
      case 'read':
        return { do: 'read', path: theirs }
      case 'look':
        return { do: 'look' }
      case 'pair':
        return { do: 'pair', path: own, other: `pair/${id}-${i}.md` }
      case 'foreign':
        return { do: 'foreign', path: `foreign/${id}-${i}.md` }
      case 'bad':
        return { do: 'bad' }
    }
  }
  return Array.from({ length: count }, (_, i) => deed(i))
}

/** The task as the lead plans it: its new files are outputs, everything else is asked for by name. */
export function taskOf(script: TaskScript, files: readonly string[]): Task {
  const outputs: string[] = []
  const needs: Need[] = []
  const criteria: Criterion[] = []
  for (const deed of script.deeds) {
    const written =
      deed.do === 'pair' ? [deed.path, deed.other] : deed.do === 'write' || deed.do === 'document' ? [deed.path] : []
    for (const path of written)
      if (!files.includes(path)) {
        outputs.push(path)
        criteria.push({ kind: 'text', path, contains: script.id })
      } else needs.push({ verb: 'overwrite', paths: [path], most: 3 })
    if (deed.do === 'edit' || deed.do === 'edit-document')
      needs.push({ verb: 'overwrite', paths: [deed.path], most: 3 })
    if (deed.do === 'move') {
      needs.push({ verb: 'move', paths: [deed.path], most: 2 })
      criteria.push({ kind: 'count', glob: deed.to, equals: 1 })
    }
    if (deed.do === 'move-folder') {
      needs.push({ verb: 'move', paths: [`${deed.path}/**`], most: 20 })
      criteria.push({ kind: 'count', glob: `${deed.path}/**`, equals: 0 })
    }
    if (deed.do === 'trash') {
      needs.push({ verb: 'trash', paths: [deed.path], most: 2 })
      criteria.push({ kind: 'count', glob: deed.path, equals: 0 })
    }
  }
  if (criteria.length === 0) criteria.push({ kind: 'report', minLength: 1 })
  return {
    id: script.id,
    title: `Task ${script.id}`,
    brief: `Do what ${script.id} says`,
    inputs: [],
    outputs: [...new Set(outputs)],
    needs,
    criteria,
    dependsOn: script.dependsOn,
  }
}
