import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LOG_VERSION, type SessionEvent } from './event.ts'
import { upToDate } from './migrate.ts'
import { project } from './project.ts'
import { eventShape } from './share/events.ts'
import { checked } from './share/shape.ts'

const LOGS = 'tests/fixtures/logs'

/** Logs as the program of that version wrote them, in the browser, kept as they are. */
const golden = (version: number): SessionEvent[] =>
  readFileSync(`${LOGS}/version-${version}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

test('every version before this one has its golden log and its step', () => {
  const kept = readdirSync(LOGS).sort()
  expect(kept).toEqual(Array.from({ length: LOG_VERSION - 1 }, (_, index) => `version-${index + 1}.jsonl`))
  for (let version = 1; version < LOG_VERSION; version++)
    for (const event of golden(version)) {
      expect(event.v).toBe(version)
      expect(upToDate(event).v).toBe(LOG_VERSION)
    }
})

describe('a log of version 1 still means what it meant', () => {
  const state = project('golden', golden(1).map(upToDate))

  test('for the screen', () => {
    expect(state.title).toBe('Collect all receipts in this folder into one table with t…')
    expect(state.status).toEqual({ kind: 'done' })
    expect(state.roots.map(root => root.kind)).toEqual(['scratch', 'folder'])
    expect(Object.values(state.tasks).map(({ status, checks }) => [status, checks.every(check => check.ok)])).toEqual(
      Array.from({ length: 5 }, () => ['done', true]),
    )
    expect(Object.values(state.questions).map(question => question.status)).toEqual(['answered'])
    expect(count(state.items.map(item => item.kind))).toMatchInlineSnapshot(`
      {
        "message": 3,
        "notice": 1,
        "plan": 1,
        "question": 1,
        "report": 1,
        "request": 1,
        "tool": 37,
      }
    `)
  })

  test('for undo', () => {
    expect(state.changes.map(({ change, status }) => [change.op, change.path, status])).toMatchInlineSnapshot(`
      [
        [
          "create",
          "receipts-2.json",
          "done",
        ],
        [
          "create",
          "receipts-1.json",
          "done",
        ],
        [
          "create",
          "receipts-3.json",
          "done",
        ],
        [
          "overwrite",
          "receipts.csv",
          "undone",
        ],
        [
          "create",
          "totals by month.csv",
          "undone",
        ],
        [
          "create",
          "totals by vendor.csv",
          "undone",
        ],
        [
          "create",
          "report.md",
          "undone",
        ],
      ]
    `)
    expect(state.undos).toMatchInlineSnapshot(`
      [
        {
          "effects": 4,
          "ended": true,
          "refused": 0,
          "restored": 4,
          "scope": {
            "kind": "session",
          },
          "seq": 187,
          "undo": "6e25b5ea-d7ec-4144-93ef-623bc2c10de3",
          "verified": 4,
        },
      ]
    `)
  })

  test('for saving and sharing: each of its events is still one that is known', () => {
    for (const event of golden(1)) expect(checked(eventShape, event, (_, text) => text)).toEqual({ value: event })
  })
})

test('an event of a newer version is left as it is', () => {
  const newer = { ...golden(1)[0]!, v: LOG_VERSION + 1 }
  expect(upToDate(newer)).toBe(newer)
})

const count = (words: readonly string[]) =>
  Object.fromEntries([...new Set(words)].map(word => [word, words.filter(each => each === word).length]))
