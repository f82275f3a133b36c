import { folderOf, nameProblem } from '../../../domain/place.ts'
import type { Criterion, Plan, Task } from '../../../domain/plan.ts'
import type { FileInfo, JobKind } from '../job.ts'
import { jobBlock } from '../job.ts'
import { clip, countOf } from '../say.ts'
import type { Steps } from '../steps.ts'
import { scoreOf } from '../understand.ts'
import {
  findFiles,
  fingerprint,
  globFor,
  grouped,
  listTask,
  type Move,
  moveShare,
  namedInputs,
  needFor,
  pathCriteria,
  SHARES,
  writeList,
} from './moves.ts'
import { considered, type OrganiseRule, organiseMoves, sharedWords } from './organise-groups.ts'

const HERE = 'this folder'
const DIRECT = 'only those directly in the folder'
const DEEP = 'all, also those in subfolders'

/** Puts files into folders by kind, by month or year of their last change, or by words in their names. */
export const organise: JobKind = {
  id: 'organise',
  title: 'Organise a folder by kind, by month or by words in the names',
  example: 'sort these files into folders by month',
  recognise: request => scoreOf('organise', request),

  slots(request) {
    const deep =
      /\b(including|also in|also those in|within|recursive\w*)\b.*\bsub-?(folders|directories)\b|\brecursive/i.test(
        request,
      )
    return [
      { name: 'How', value: howOf(request) },
      { name: 'Into', value: intoOf(request) },
      { name: 'Which files', value: deep ? DEEP : DIRECT },
    ]
  },

  plan(slots, _answers, files) {
    const rule = ruleOf(slots, files)
    if (typeof rule === 'string') return rule
    const moves = shared(organiseMoves(rule, files))
    if (moves.length === 0)
      return rule.deep
        ? 'Every file is in its place already, so there is nothing to move. Nothing was changed.'
        : 'No file directly in the folder has to be moved. To include subfolders, write “all” after “Which files”. Nothing was changed.'
    return planFor(rule, moves, files)
  },

  steps: {
    *list(input: OrganiseRule & { list: string }) {
      const { list, ...rule } = input
      const files = yield* findFiles()
      if (typeof files === 'string') return { summary: files, open: [] }
      return yield* wroteList(list, shared(organiseMoves(rule, files)))
    },
    move: moveShare,
  },
}

/** Writes the list of moves and says so. */
export function* wroteList(list: string, moves: readonly Move[]): Steps<{ summary: string; open: string[] }> {
  const [answer] = yield { calls: [writeList(list, moves)] }
  if (!answer?.ok) return { summary: `The list could not be written: ${answer?.error ?? 'no answer came.'}`, open: [] }
  return { summary: `${countOf(moves.length, 'file')} listed with the new place.`, open: [] }
}

function howOf(request: string): string {
  if (/month|monat|\bmois\b|\bdates?\b|datum/i.test(request)) return 'by month'
  if (/\byears?\b|\bjahr|\bann[ée]e/i.test(request)) return 'by year'
  if (
    /\b(words?|topics?|subjects?|names?|projects?|clients?|themen?|what they are about|belong together)\b/i.test(
      request,
    ) &&
    !/leave (the )?names|names? as|renam/i.test(request)
  )
    return 'by words in the name'
  return 'by kind'
}

function intoOf(request: string): string {
  const match =
    /\b(?:in|into|inside|to) (?:an? |the |one )?(?:new )?folder (?:called |named )["'“]?([\p{L}\p{N} _-]{1,60}?)["'”]?(?:[.,]|$)/iu.exec(
      request,
    )
  return match ? match[1]!.trim() : HERE
}

function ruleOf(slots: Record<string, string>, files: readonly FileInfo[]): OrganiseRule | string {
  const said = (slots.How ?? '').toLowerCase()
  const how = /month|date|monat/.test(said)
    ? 'month'
    : /year|jahr/.test(said)
      ? 'year'
      : /word|name|topic|subject|project/.test(said)
        ? 'words'
        : /kind|type|extension|format|^$/.test(said)
          ? 'kind'
          : null
  if (!how)
    return `I can organise by kind, by month, by year or by words in the name; “${clip(said, 80)}” is none of these. Nothing was changed.`
  const into = /^(this folder|here|\.?|)$/i.test((slots.Into ?? '').trim())
    ? ''
    : slots.Into!.trim().replace(/^\.?\/|\/$/g, '')
  const problem = into === '' ? null : into.split('/').map(nameProblem).find(Boolean)
  if (problem) return `The folder “${clip(into, 80)}” cannot be made: ${problem}. Nothing was changed.`
  const deep = /sub|all|every/i.test(slots['Which files'] ?? '')
  const words = how === 'words' ? sharedWords(considered(files, deep).map(file => file.path)) : []
  if (how === 'words' && words.length === 0)
    return 'No two files share a word in their names, so there is nothing to group by. Nothing was changed.'
  return { how, into, deep, words }
}

/** Target folders are dealt out to the tasks, the fullest first, so that two tasks never fill one folder. */
function shared(moves: readonly { path: string; to: string }[]): Move[] {
  const loads = Array.from({ length: SHARES }, () => 0)
  const shareOf = new Map<string, number>()
  const groups = [...grouped(moves, move => folderOf(move.to))]
  for (const [folder, inside] of groups.sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))) {
    const share = loads.indexOf(Math.min(...loads))
    loads[share]! += inside.length
    shareOf.set(folder, share + 1)
  }
  return moves.map(move => ({ ...move, share: shareOf.get(folderOf(move.to))! }))
}

function planFor(rule: OrganiseRule, moves: readonly Move[], files: readonly FileInfo[]): Plan {
  const list = `scratch:organise-${fingerprint([rule, moves])}.json`
  const folders = [...new Set(moves.map(move => folderOf(move.to)))].sort()
  const left = considered(files, rule.deep).length - moves.length
  const words = { kind: 'by kind', month: 'by month', year: 'by year', words: 'by words in their names' }[rule.how]
  const tasks = [...grouped(moves, move => move.share)].sort(([a], [b]) => a - b)
  return {
    goal: `Put ${countOf(moves.length, 'file')} into ${countOf(folders.length, 'folder')}, ${words}.`,
    assumptions: [
      `Folders: ${clip(folders.join(', '), 270)}`,
      ...(rule.how === 'month' || rule.how === 'year' ? ['The date is the day the file was last changed.'] : []),
      ...(left > 0 ? [`${countOf(left, 'file stays', 'files stay')} where ${left === 1 ? 'it is' : 'they are'}.`] : []),
      ...(rule.deep ? [] : ['Files in subfolders stay where they are.']),
      'Where a name is taken, a number is added. Nothing is overwritten.',
    ],
    tasks: [
      listTask({
        job: 'organise',
        title: 'Write down which file goes where',
        brief: `List the ${countOf(moves.length, 'file')} and the folder each belongs to.`,
        rule,
        list,
        items: moves.length,
        inputs: moves.map(move => move.path),
      }),
      ...tasks.map(([share, mine]) => moveTask(share, mine, list, rule, moves, files)),
    ],
  }
}

function moveTask(
  share: number,
  mine: readonly Move[],
  list: string,
  rule: OrganiseRule,
  moves: readonly Move[],
  files: readonly FileInfo[],
): Task {
  const groups = [...grouped(mine, move => folderOf(move.to))]
  const names = groups.map(([folder]) => folder)
  const filled = groups.map(([folder, inside]): Criterion => {
    const there = files.filter(file => folderOf(file.path) === folder)
    const leaving = there.filter(file => moves.some(move => move.path === file.path)).length
    const count = there.length - leaving + inside.length
    const glob = `${globFor(folder)}/*`
    // Another task may be taking files out of it at the same time.
    return leaving > 0 ? { kind: 'count', glob, atLeast: count } : { kind: 'count', glob, equals: count }
  })
  const counted = filled.slice(0, 14)
  return {
    id: `move-${share}`,
    title: clip(`Move ${countOf(mine.length, 'file')} to ${names.join(', ')}`, 120),
    brief: `Move each file of share ${share} in the list to its place.\n\n${jobBlock('organise', 'move', { list, share })}`,
    inputs: [list, ...namedInputs(mine.map(move => move.path))],
    outputs: [],
    needs: [
      needFor(
        'move',
        mine.map(move => move.path),
        rule.deep ? '**' : '*',
      ),
    ],
    criteria: [
      ...counted,
      ...pathCriteria(
        mine.map(move => move.path),
        'none',
        20 - counted.length,
      ),
    ],
    dependsOn: ['list'],
    weight: Math.min(100, Math.max(0.5, mine.length / 10)),
  }
}
