import type { Deed, Interjection, RunScript, Scenario, TaskScript } from './scenario.ts'
import { ANCHOR } from './scenario.ts'

const theirs = (...paths: string[]) =>
  Object.fromEntries(paths.map((path, index) => [path, `The person's own file ${index}\n${ANCHOR}\nlast line\n`]))

const write = (path: string): Deed => ({ do: 'write', path })
const edit = (path: string): Deed => ({ do: 'edit', path })
const move = (path: string, to: string): Deed => ({ do: 'move', path, to })
const trash = (path: string): Deed => ({ do: 'trash', path })
const task = (id: string, deeds: Deed[], ...dependsOn: string[]): TaskScript => ({ id, deeds, dependsOn })
const alone = (...deeds: Deed[]): RunScript => ({ asks: false, tasks: [], alone: deeds })
const planned = (...tasks: TaskScript[]): RunScript => ({ asks: false, tasks, alone: [] })

const scene = (
  name: string,
  files: Record<string, string>,
  runs: RunScript[],
  interjections: [at: number, what: Interjection][] = [],
  person: Partial<Scenario['person']> = {},
): Scenario => ({
  name,
  files,
  runs,
  interjections: interjections.map(([at, what]) => ({ at, what })),
  person: { slow: 100, refusesPlans: 0, declines: 0, refuses: 0, forSession: 0, clicksTwice: 0, ...person },
  model: { ms: 40, window: 200_000, tellsRequests: true, quirks: 0 },
  spread: 0.5,
  retries: 1,
})

/** Lives that everybody has: each is lived through with every single call failing once, for good, and with a crash at it. */
export const GOLDEN: readonly Scenario[] = [
  scene('the lead writes a note', theirs('a.md'), [alone(write('notes/new.md'))]),
  scene('the lead writes over a file', theirs('a.md', 'docs/b.md'), [alone(write('docs/b.md'))]),
  scene('the lead edits, and trashes another', theirs('a.md', 'b.md'), [alone(edit('a.md'), trash('b.md'))]),
  scene('files move into new folders', theirs('a.md', 'b.md'), [
    alone(move('a.md', 'x/y/a.md'), move('b.md', 'x/b.md')),
  ]),
  scene('a folder moves, and one of its files is changed', theirs('box/a.md', 'box/in/b.md', 'c.md'), [
    alone({ do: 'move-folder', path: 'box', to: 'new/box' }, edit('new/box/a.md')),
  ]),
  scene('documents are written and changed', theirs('a.md', 'b.md'), [
    planned(
      task('t1', [{ do: 'document', path: 'out/page.html' }]),
      task('t2', [{ do: 'edit-document', path: 'a.md' }, edit('a.md')]),
    ),
  ]),
  scene('a helper does what was planned', theirs('a.md'), [planned(task('t', [write('out.md'), edit('a.md')]))]),
  scene('four helpers at once', theirs('a.md', 'b.md', 'c.md', 'd.md'), [
    planned(
      task('t1', [write('o1.md'), edit('a.md')]),
      task('t2', [edit('b.md'), write('o2.md')]),
      task('t3', [move('c.md', 'moved/c.md')]),
      task('t4', [trash('d.md'), write('o4.md')]),
    ),
  ]),
  scene('tasks that wait for each other', theirs('a.md'), [
    planned(task('t1', [write('o1.md')]), task('t2', [edit('a.md')], 't1'), task('t3', [write('o3.md')], 't1', 't2')),
  ]),
  scene('a question comes first', theirs('a.md'), [
    { asks: true, tasks: [task('t', [write('o.md'), trash('a.md')])], alone: [] },
  ]),
  scene('a second request changes the same files', theirs('a.md', 'b.md'), [
    alone(edit('a.md'), write('b.md')),
    alone(edit('a.md'), move('b.md', 'old/b.md')),
  ]),
  scene('two helpers want one file', theirs('a.md'), [
    planned(
      task('t1', [edit('a.md'), edit('a.md')]),
      task('t2', [edit('a.md'), { do: 'foreign', path: 'x.md' }]),
      task('t3', [move('a.md', 'there/a.md')]),
    ),
  ]),
  scene(
    'paused, told something, resumed',
    theirs('a.md'),
    [planned(task('t1', [edit('a.md'), write('o.md')]), task('t2', [write('p.md')]))],
    [
      [650, 'pause'],
      [660, 'steer-lead'],
      [670, 'steer-helper'],
    ],
  ),
  scene(
    'stopped, then asked for something else',
    theirs('a.md', 'b.md'),
    [planned(task('t1', [edit('a.md'), write('o.md')]), task('t2', [trash('b.md')])), alone(write('b2.md'))],
    [[700, 'stop']],
  ),
  scene(
    'undone and done again in a pause',
    theirs('a.md', 'b.md'),
    [planned(task('t1', [edit('a.md'), move('b.md', 'c/b.md'), write('o.md')]))],
    [
      [900, 'pause'],
      [910, 'undo-change'],
      [1000, 'redo'],
    ],
  ),
  scene(
    'a folder is moved, moved back and moved again',
    theirs('box/a.md', 'box/in/b.md'),
    [planned(task('t1', [{ do: 'move-folder', path: 'box', to: 'there' }, write('o.md')]))],
    [
      [1100, 'pause'],
      [1110, 'undo-task'],
      [1250, 'redo-task'],
    ],
  ),
  scene(
    'closed and opened again',
    theirs('a.md', 'b.md'),
    [planned(task('t1', [edit('a.md'), edit('a.md')]), task('t2', [write('b.md'), trash('b.md')]))],
    [
      [720, 'reload'],
      [1600, 'reload'],
    ],
  ),
  scene(
    'a change is refused',
    theirs('a.md'),
    [alone({ do: 'foreign', path: 'x.md' }, edit('a.md'), write('y.md'))],
    [],
    { refuses: 0.5, forSession: 0.5 },
  ),
]
