import { expect, test } from 'vitest'
import type { EventBody, SessionEvent } from '../domain/event.ts'
import { project } from '../domain/project.ts'
import { fits, type LogFilter, lineOf } from './log-lines.ts'

const bodies: (EventBody & { by?: string })[] = [
  { type: 'root.added', root: { id: 'home', name: 'Home', access: 'readwrite', kind: 'folder' } },
  { type: 'run.started', by: 'person', run: 'r', text: 'Write a list' },
  { type: 'files.shown', by: 'a1', agent: 'a1', call: 'c', files: [{ root: 'home', path: 'in/a.txt', bytes: 3 }] },
  {
    type: 'file.willChange',
    by: 'a1',
    agent: 'a1',
    effect: 'e',
    change: { op: 'create', root: 'home', path: 'list.md' },
    before: null,
    after: { size: 1, hash: 'sha256:0' },
    grant: 'g',
    made: [],
  },
  { type: 'file.changed', by: 'desk', effect: 'e', version: { size: 1, mtime: 1, hash: 'sha256:0' } },
]
const events = bodies.map(
  (body, index) => ({ v: 1, session: 's', seq: index + 1, epoch: 1, at: index, by: 'desk', ...body }) as SessionEvent,
)
const state = project('s', events)
const lines = events.map(event => lineOf(event, state))
const all: LogFilter = { words: '', kind: 'Everything', by: '', file: '' }
const found = (filter: Partial<LogFilter>) =>
  lines.filter(line => fits(line, { ...all, ...filter }, line.by === 'person' ? 'You' : line.by)).map(line => line.seq)

test('the log is found by words, kind, who and file, alone and together', () => {
  expect(found({})).toEqual([1, 2, 3, 4, 5])
  expect(found({ words: 'WRITE a' })).toEqual([2])
  expect(found({ words: 'you' })).toEqual([2])
  expect(found({ kind: 'Files and undo' })).toEqual([4, 5])
  expect(found({ by: 'a1' })).toEqual([3, 4])
  expect(found({ file: 'list.md' })).toEqual([4, 5])
  expect(found({ file: 'in/a.txt' })).toEqual([3])
  expect(found({ file: 'list.md', by: 'a1' })).toEqual([4])
})
