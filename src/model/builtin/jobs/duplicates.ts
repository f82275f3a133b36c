import { folderOf } from '../../../domain/place.ts'
import type { Plan, Task } from '../../../domain/plan.ts'
import type { FileInfo, JobKind } from '../job.ts'
import { jobBlock } from '../job.ts'
import { clip, countOf, rowsOf } from '../say.ts'
import type { Steps } from '../steps.ts'
import { scoreOf } from '../understand.ts'
import {
  findFiles,
  fingerprint,
  grouped,
  inBatches,
  listTask,
  namedInputs,
  needFor,
  pathCriteria,
  readList,
  SHARES,
  touchable,
  writeList,
} from './moves.ts'

type Keep = 'oldest' | 'newest' | 'shortest' | 'first'

interface Rule {
  keep: Keep
  /** Only files in this folder and below; `''` is everywhere. */
  within: string
}

/** A file as it was when its equal was found: only while it is still that, may one of them go. */
type Copy = Pick<FileInfo, 'path' | 'size' | 'modified'>

interface Group {
  keep: Copy
  extras: Copy[]
  share: number
}

const CHOICES: Record<string, Keep> = {
  'The oldest': 'oldest',
  'The newest': 'newest',
  'The one with the shortest path': 'shortest',
  'The one in the first folder, by name': 'first',
}
const EVERYWHERE = 'the whole folder'

/** Finds files with the same bytes and puts all but one of each into the trash, after asking which one stays. */
export const duplicates: JobKind = {
  id: 'duplicates',
  title: 'Find duplicates and put the extras into the trash',
  example: 'find duplicate files and trash the extras',
  needsHashes: true,
  recognise: request => scoreOf('duplicates', request),

  slots: () => [
    { name: 'Look in', value: EVERYWHERE },
    { name: 'Same means', value: 'every byte is equal; names and dates do not matter' },
  ],

  choices(slots, files) {
    const groups = groupsOf({ keep: 'oldest', within: withinOf(slots) }, files)
    if (groups.length === 0) return []
    const extras = groups.reduce((sum, group) => sum + group.extras.length, 0)
    const some = groups.slice(0, 3).map(group => [group.keep, ...group.extras].map(copy => copy.path).join(' = '))
    const text = `${countOf(groups.length, 'file is', 'files are')} here more than once, ${countOf(extras, 'extra copy', 'extra copies')} in all, like ${some.join('; ')}. Which of each should stay?`
    return [{ id: 'keep', text: clip(text, 600), choices: Object.keys(CHOICES), suggested: 'The oldest' }]
  },

  plan(slots, answers, files) {
    const keep = keepOf(answers.keep ?? '')
    if (!keep)
      return `I can keep the oldest, the newest, the one with the shortest path or the one in the first folder; “${clip(answers.keep ?? '', 80)}” is none of these. Nothing was changed.`
    const rule = { keep, within: withinOf(slots) }
    if (rule.within !== '' && !files.some(file => file.path.startsWith(`${rule.within}/`)))
      return `There is no folder “${clip(rule.within, 80)}” with files in it. Nothing was changed.`
    const groups = groupsOf(rule, files)
    if (groups.length === 0)
      return 'There are no two files with the same content, so there is nothing to remove. Nothing was changed.'
    return planFor(rule, groups, files)
  },

  steps: {
    *list(input: Rule & { list: string }) {
      const files = yield* findFiles(true)
      if (typeof files === 'string') return { summary: files, open: [] }
      const groups = groupsOf(input, files)
      const [answer] = yield { calls: [writeList(input.list, groups)] }
      if (!answer?.ok)
        return { summary: `The list could not be written: ${answer?.error ?? 'no answer came.'}`, open: [] }
      return { summary: `${countOf(groups.length, 'group')} of equal files listed.`, open: [] }
    },
    trash: trashShare,
  },
}

const withinOf = (slots: Record<string, string>) => {
  const said = (slots['Look in'] ?? '').trim().replace(/^\.?\/|\/+$/g, '')
  return /^(the whole folder|everywhere|here|this folder|all|\.|)$/i.test(said) ? '' : said
}

function keepOf(answer: string): Keep | null {
  const said = answer.trim().toLowerCase()
  if (said === '' || /\bold|earliest|original|first (one|copy)/.test(said)) return 'oldest'
  if (/\bnew|latest|recent/.test(said)) return 'newest'
  if (/short/.test(said)) return 'shortest'
  return /first|folder/.test(said) ? 'first' : null
}

const byPath = (a: Copy, b: Copy) => (a.path < b.path ? -1 : 1)
const ORDER: Record<Keep, (a: Copy, b: Copy) => number> = {
  oldest: (a, b) => a.modified - b.modified || byPath(a, b),
  newest: (a, b) => b.modified - a.modified || byPath(a, b),
  shortest: (a, b) => a.path.length - b.path.length || byPath(a, b),
  first: (a, b) => {
    const [x, y] = [folderOf(a.path), folderOf(b.path)]
    return x < y ? -1 : x > y ? 1 : byPath(a, b)
  },
}

/** Groups of files with equal bytes, the one to keep first. Empty files are all alike and mean nothing, so they are left out. */
function groupsOf(rule: Rule, files: readonly FileInfo[]): Group[] {
  const looked = touchable(files).filter(
    file => file.size > 0 && file.hash !== undefined && (rule.within === '' || file.path.startsWith(`${rule.within}/`)),
  )
  const groups = [...grouped(looked, file => `${file.size} ${file.hash}`).values()]
    .filter(group => group.length > 1)
    .map(group => group.map(({ path, size, modified }) => ({ path, size, modified })).sort(ORDER[rule.keep]))
    .sort((a, b) => byPath(a[0]!, b[0]!))
  const shares = Math.min(SHARES, groups.length)
  return groups.map(([keep, ...extras], index) => ({ keep: keep!, extras, share: (index % shares) + 1 }))
}

export const equalGroups = (files: readonly FileInfo[]) => groupsOf({ keep: 'oldest', within: '' }, files)

function planFor(rule: Rule, groups: readonly Group[], files: readonly FileInfo[]): Plan {
  const list = `scratch:duplicates-${fingerprint([rule, groups])}.json`
  const extras = groups.flatMap(group => group.extras)
  const bytes = extras.reduce((sum, copy) => sum + copy.size, 0)
  const empty = touchable(files).filter(file => file.size === 0).length
  const kept = {
    oldest: 'the oldest',
    newest: 'the newest',
    shortest: 'the one with the shortest path',
    first: 'the one in the first folder',
  }[rule.keep]
  return {
    goal: `Put ${countOf(extras.length, 'extra copy', 'extra copies')} into the trash (${bytes.toLocaleString('en')} bytes) and keep ${kept} of each.`,
    assumptions: [
      'Equal means that every byte is the same. Of each file one copy always stays.',
      'The trash is inside the folder; everything can be taken back from there.',
      ...(empty > 1 ? [`${empty} empty files are left alone.`] : []),
    ],
    tasks: [
      listTask({
        job: 'duplicates',
        title: 'Compare the files and write down which are equal',
        brief: `Find the ${countOf(groups.length, 'group')} of equal files and which one of each stays.`,
        rule,
        list,
        items: groups.length,
        inputs: [],
      }),
      ...[...grouped(groups, group => group.share)].map(([share, mine]) => trashTask(share, mine, list)),
    ],
  }
}

function trashTask(share: number, mine: readonly Group[], list: string): Task {
  const extras = mine.flatMap(group => group.extras.map(copy => copy.path))
  const kept = mine.map(group => group.keep.path)
  return {
    id: `trash-${share}`,
    title: `Put ${countOf(extras.length, 'extra copy', 'extra copies')} of ${countOf(mine.length, 'file')} into the trash`,
    brief: `Put the extras of share ${share} in the list into the trash, each only while it and the one that stays are as they were listed.\n\n${jobBlock('duplicates', 'trash', { list, share })}`,
    inputs: [list, ...namedInputs([...kept, ...extras])],
    outputs: [],
    needs: [needFor('trash', extras, '**')],
    criteria: [...pathCriteria(kept, 'all', 10), ...pathCriteria(extras, 'none', 10)],
    dependsOn: ['list'],
    weight: Math.min(100, Math.max(0.5, extras.length / 10)),
  }
}

/** Trashes one share's extras. Looks at every file again first: a copy goes only while the one that stays is surely there. */
function* trashShare(input: { list: string; share: number }): Steps<{ summary: string; open: string[] }> {
  const list = yield* readList<Group>(input.list)
  if (typeof list === 'string') return { summary: list, open: [] }
  const mine = list.filter(group => group.share === input.share)
  const copies = mine.flatMap(group => [group.keep, ...group.extras])
  const looks = yield* inBatches(copies.map(copy => ({ tool: 'find', input: { glob: copy.path } })))
  const now = new Map(looks.flatMap(look => (look.ok ? rowsOf<FileInfo>(look) : [])).map(file => [file.path, file]))
  const same = (copy: Copy) => {
    const file = now.get(copy.path)
    return file !== undefined && file.size === copy.size && file.modified === copy.modified
  }
  const open: string[] = []
  const going: { extra: Copy; keep: Copy }[] = []
  for (const { keep, extras } of mine)
    for (const extra of extras) {
      if (!same(keep)) open.push(`${extra.path} stays: ${keep.path}, which was to be kept, has changed or is gone.`)
      else if (!same(extra)) open.push(`${extra.path} stays: it has changed or is gone since it was compared.`)
      else going.push({ extra, keep })
    }
  const answers = yield* inBatches(
    going.map(({ extra, keep }) => ({
      tool: 'trash',
      input: { path: extra.path, why: `The same content is in ${keep.path}.` },
    })),
  )
  for (const [index, answer] of answers.entries())
    if (!answer.ok) open.push(`${going[index]!.extra.path} stays: ${answer.error}`)
  const gone = answers.filter(answer => answer.ok).length
  return {
    summary: `${countOf(gone, 'extra copy', 'extra copies')} put into the trash; one of each of ${countOf(mine.length, 'file')} stays.`,
    open,
  }
}
