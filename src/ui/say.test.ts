import { expect, test } from 'vitest'
import {
  askChange,
  bytes,
  count,
  lasting,
  sayChange,
  sayGrant,
  sayNeed,
  sayNotes,
  sayPlanner,
  sayUndo,
  sayWish,
} from './say.ts'

test('sizes read the way people say them', () => {
  expect([0, 1, 999, 1000, 18_400, 3_200_000_000].map(bytes)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.0 kB',
    '18 kB',
    '3.2 GB',
  ])
})

test('one is not many', () => {
  expect([count(1, 'change'), count(2, 'change'), count(1234, 'file was', 'files were')]).toEqual([
    '1 change',
    '2 changes',
    '1,234 files were',
  ])
})

test('a wait never shows less than nothing', () => {
  expect([-400, 0, 300, 59_400, 61_000, 3_720_000].map(lasting)).toEqual([
    '0\u00a0s',
    '0\u00a0s',
    'under 1\u00a0s',
    '59\u00a0s',
    '1\u00a0min 1\u00a0s',
    '1\u00a0h 2\u00a0min',
  ])
})

test('a name that hides characters shows them where permission is asked', () => {
  const op = { op: 'overwrite', root: 'home', path: 'a/in\u202egpj.exe' } as const
  expect(askChange(op)).toBe('Replace what is in "in⟨U+202E⟩gpj.exe"?')
  expect(sayChange(op, 'home')).toBe('replaced a/in⟨U+202E⟩gpj.exe')
})

test('a change is told as done and as wanted, and what tasks hand on is a note', () => {
  const op = { op: 'trash', root: 'home', path: 'old.txt', to: '.deskhand/trash/old.txt', why: '' } as const
  expect(sayChange(op, 'home')).toBe('moved old.txt to the trash')
  expect(sayWish(op, 'home')).toBe('move old.txt to the trash')
  expect(sayWish({ op: 'move', root: 'home', path: 'a', to: 'b/a' }, 'home')).toBe('move a to b/a')
  expect(sayNotes('Write scratch:part.json')).toBe('Write note part.json')
})

test('a need says what may happen, how often and where', () => {
  expect(sayNeed({ verb: 'move', paths: ['inbox/**', 'photos/*'], most: 30 })).toBe(
    'Move or rename files: at most 30, in inbox/**, photos/*',
  )
})

test('what is allowed for a session is said as the folder it covers, and anything else as what was agreed to', () => {
  const grant = (from: 'plan' | 'session', paths: string[], most: number) =>
    sayGrant({ id: 'g', from, needs: [{ verb: 'create', paths, most }] })
  expect(grant('session', ['a/Overview.md', '**'], 100_000)).toEqual(['Make new files, anywhere in the folder'])
  expect(grant('session', ['books:Overview.md', 'books:**'], 100_000)).toEqual(['Make new files, anywhere in books'])
  expect(grant('plan', ['out/**'], 3)).toEqual(['Make new files: at most 3, in out/**'])
})

test('the planner that works is named, with the address that is reached', () => {
  expect(sayPlanner({ provider: 'builtin' })).toBe('Built-in planner (rules, no AI, nothing leaves this machine)')
  expect(sayPlanner({ provider: 'anthropic' })).toBe('Claude via https://api.anthropic.com')
  expect(sayPlanner({ provider: 'anthropic', baseUrl: 'http://localhost:11434/v1' })).toBe(
    'Claude via http://localhost:11434',
  )
})

test('the proof of an undo claims no more than what was read back', () => {
  expect(sayUndo({ restored: 3, refused: [], verified: 3, rewritten: 0 })).toBe(
    '3 changes undone. Each file was read back and is byte for byte what it was before.',
  )
  const refused = [{ path: 'a.txt', failure: { kind: 'conflict' as const, message: 'Edited since.' } }]
  expect(sayUndo({ restored: 2, refused, verified: 1, rewritten: 1 })).toBe(
    '2 changes undone; 1 of them read back and byte for byte what they were. 1 file had to be written anew, so its date of change is new. 1 file was left alone; the list says why.',
  )
})
