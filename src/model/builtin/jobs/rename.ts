import { nameOf } from '../../../domain/place.ts'
import type { Plan, Task } from '../../../domain/plan.ts'
import type { FileInfo, JobKind, Slot } from '../job.ts'
import { jobBlock } from '../job.ts'
import { clip, countOf } from '../say.ts'
import { scoreOf } from '../understand.ts'
import {
  findFiles,
  fingerprint,
  grouped,
  listTask,
  type Move,
  moveShare,
  namedInputs,
  needFor,
  pathCriteria,
  SHARES,
  sameName,
} from './moves.ts'
import { wroteList } from './organise.ts'
import { PARTS, type RenameRule, renameMoves, unwritable, wantedFiles } from './rename-pattern.ts'
import { wishOf } from './rename-request.ts'

const KEEP = 'as they are'
const NOTHING = 'nothing'
const PREVIEWED = 6

/** Gives files new names by a pattern. All names are settled before the first file is touched. */
export const rename: JobKind = {
  id: 'rename',
  title: 'Rename files by a pattern',
  example: 'rename all photos to {date} {name}',
  recognise: request => scoreOf('rename', request),

  slots(request, files) {
    const wish = wishOf(request)
    const slots: Slot[] = [
      { name: 'Files', value: wish.files },
      { name: 'Pattern', value: wish.pattern },
      { name: 'Replace', value: wish.replace === '' ? NOTHING : `${wish.replace} -> ${wish.by}` },
      { name: 'Letters', value: wish.letters },
      { name: 'Spaces', value: wish.spaces },
      { name: 'First number', value: String(wish.start) },
    ]
    return [...slots, ...preview(slots, files)]
  },

  plan(slots, _answers, files) {
    const rule = ruleOf(slots)
    if (typeof rule === 'string') return rule
    if (wantedFiles(rule.files, files).length === 0)
      return `No file matches “${clip(rule.files, 80)}”. Nothing was changed.`
    const moves = shared(renameMoves(rule, files))
    if (moves.length === 0) return 'With this pattern every file keeps its name. Nothing was changed.'
    return planFor(rule, moves, files)
  },

  steps: {
    *list(input: RenameRule & { list: string }) {
      const { list, ...rule } = input
      const files = yield* findFiles()
      if (typeof files === 'string') return { summary: files, open: [] }
      return yield* wroteList(list, shared(renameMoves(rule, files)))
    },
    move: moveShare,
  },
}

/** A few of the new names, when they are few enough to be looked at. */
function preview(slots: readonly Slot[], files: FileInfo[]): Slot[] {
  const rule = ruleOf(Object.fromEntries(slots.map(({ name, value }) => [name, value])))
  if (typeof rule === 'string') return []
  const moves = renameMoves(rule, files)
  const some = moves.slice(0, PREVIEWED).map(({ path, to }) => `${nameOf(path)} → ${nameOf(to)}`)
  const more = moves.length > PREVIEWED ? `; and ${moves.length - PREVIEWED} more` : ''
  return some.length === 0 ? [] : [{ name: 'For example', value: some.join('; ') + more }]
}

function ruleOf(slots: Record<string, string>): RenameRule | string {
  const pattern = (slots.Pattern ?? '').trim() || '{name}'
  const unknown = [...pattern.matchAll(/\{([^}]*)\}/g)]
    .map(match => match[1]!.replace(/:\d$/, ''))
    .filter(part => !PARTS.includes(part))
  if (unknown.length > 0)
    return `The pattern may use ${PARTS.map(part => `{${part}}`).join(', ')}; {${unknown[0]}} is none of these. Nothing was changed.`
  if (!pattern.includes('{'))
    return `With the pattern “${clip(pattern, 80)}” all files would have one name. Put {name}, {date} or {number} into it. Nothing was changed.`
  if (/[/\\]/.test(pattern))
    return 'A name cannot have a slash. To move files into folders, ask me to organise them. Nothing was changed.'
  const [replace = '', by = ''] = (slots.Replace ?? NOTHING) === NOTHING ? [] : slots.Replace!.split(/\s*->\s*/)
  const letters = slots.Letters ?? KEEP
  const spaces = slots.Spaces ?? KEEP
  return {
    files: slots.Files ?? 'all',
    pattern,
    replace,
    by,
    letters: /lower/i.test(letters) ? 'lower' : /upper/i.test(letters) ? 'upper' : 'keep',
    spaces: /^(as they are|keep|)$/i.test(spaces.trim())
      ? null
      : /under/i.test(spaces)
        ? '_'
        : /dash|hyphen/i.test(spaces)
          ? '-'
          : /none|nothing|remove/i.test(spaces)
            ? ''
            : spaces.trim(),
    start: Math.max(0, Number.parseInt(slots['First number'] ?? '1', 10) || 0),
  }
}

function shared(moves: readonly { path: string; to: string }[]): Move[] {
  const shares = Math.min(SHARES, Math.ceil(moves.length / 5))
  const each = Math.ceil(moves.length / Math.max(1, shares))
  return moves.map((move, index) => ({ ...move, share: Math.floor(index / each) + 1 }))
}

function planFor(rule: RenameRule, moves: readonly Move[], files: readonly FileInfo[]): Plan {
  const list = `scratch:rename-${fingerprint([rule, moves])}.json`
  const same = wantedFiles(rule.files, files).length - moves.length
  const bad = unwritable(rule, files).length
  const some = moves.slice(0, 5).map(({ path, to }) => `${nameOf(path)} → ${nameOf(to)}`)
  return {
    goal: `Give ${countOf(moves.length, 'file')} a new name by the pattern “${rule.pattern}”.`,
    assumptions: [
      clip(`For example ${some.join('; ')}`, 290),
      ...(/\{(date|year|month|day)\}/.test(rule.pattern) ? ['The date is the day the file was last changed.'] : []),
      ...(same > bad ? [`${countOf(same - bad, 'file has', 'files have')} the right name already.`] : []),
      ...(bad > 0 ? [`${countOf(bad, 'file stays', 'files stay')} because the new name cannot be written.`] : []),
      'Where a name is taken, a number is added. Nothing is overwritten.',
    ],
    tasks: [
      listTask({
        job: 'rename',
        title: 'Write down the new names',
        brief: `List the new name of each of ${countOf(moves.length, 'file')}.`,
        rule,
        list,
        items: moves.length,
        inputs: moves.map(move => move.path),
      }),
      ...[...grouped(moves, move => move.share)].map(([share, mine]) => renameTask(share, mine, list)),
    ],
  }
}

function renameTask(share: number, mine: readonly Move[], list: string): Task {
  const paths = mine.map(move => move.path)
  // Where names that differ in case only are one name, the old one still "is there".
  const left = mine.filter(move => sameName(move.path) !== sameName(move.to)).map(move => move.path)
  return {
    id: `rename-${share}`,
    title: clip(`Rename ${countOf(mine.length, 'file')}, ${nameOf(paths[0]!)} to ${nameOf(paths.at(-1)!)}`, 120),
    brief: `Give each file of share ${share} in the list its new name.\n\n${jobBlock('rename', 'move', { list, share })}`,
    inputs: [list, ...namedInputs(paths)],
    outputs: [],
    needs: [needFor('move', paths, '**')],
    criteria: [
      ...pathCriteria(
        mine.map(move => move.to),
        'all',
        10,
      ),
      ...pathCriteria(left, 'none', 10),
    ],
    dependsOn: ['list'],
    weight: Math.min(100, Math.max(0.5, mine.length / 10)),
  }
}
