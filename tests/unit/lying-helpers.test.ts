import { describe, expect, test } from 'vitest'
import type { AssistantBlock } from '../../src/domain/message.ts'
import type { Criterion, Need } from '../../src/domain/plan.ts'
import { call, createScriptedModel } from '../doubles/scripted-model.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

interface Lie {
  name: string
  outputs?: string[]
  needs?: Need[]
  criteria: Criterion[]
  files?: Record<string, string>
  /** What the helper does before it says that everything is done. */
  does: AssistantBlock[]
}

const GOOD = 'date,vendor,total\n2026-01-02,Alder,10.50\n2026-01-03,Birch,20.00\n'
const table = (more: Partial<Extract<Criterion, { kind: 'table' }>> = {}): Criterion[] => [
  { kind: 'table', path: 'out.csv', columns: ['date', 'vendor', 'total'], rows: 2, ...more },
]
const write = (content: string, path = 'out.csv') => call('write', { path, content })

const lies: Lie[] = [
  { name: 'nothing written', outputs: ['out.csv'], criteria: table(), does: [] },
  { name: 'an empty file', outputs: ['out.csv'], criteria: table(), does: [write('')] },
  {
    name: 'a file of spaces',
    outputs: ['out.txt'],
    criteria: [{ kind: 'text', path: 'out.txt', matches: '\\s' }],
    does: [write('  \n ', 'out.txt')],
  },
  {
    name: 'a wrong sum',
    outputs: ['out.csv'],
    criteria: table({ sums: [{ column: 'total', equals: 30.5 }] }),
    does: [write(GOOD.replace('20.00', '21.00'))],
  },
  {
    name: 'a sum that disagrees with its source',
    outputs: ['out.csv'],
    files: { 'source.json': '[{"total": 10.5}, {"total": 20}, {"total": 0.01}]' },
    criteria: table({ sums: [{ column: 'total', sameAs: { paths: ['source.json'], column: 'total' } }] }),
    does: [write(GOOD)],
  },
  {
    name: 'a wrong name',
    outputs: ['out.csv'],
    needs: [{ verb: 'create', paths: ['**'], most: 5 }],
    criteria: table(),
    does: [write(GOOD, 'output.csv')],
  },
  {
    name: 'half the rows',
    outputs: ['out.csv'],
    criteria: table(),
    does: [write(GOOD.split('\n').slice(0, 2).join('\n'))],
  },
  {
    name: 'a missing column',
    outputs: ['out.csv'],
    criteria: table(),
    does: [write('date,vendor\n2026-01-02,Alder\n2026-01-03,Birch\n')],
  },
  {
    name: 'a torn table',
    outputs: ['out.csv'],
    criteria: table(),
    does: [write('date,vendor,total\n2026-01-02,Alder,10,50\n2026-01-03,Birch,20.00\n')],
  },
  {
    name: 'JSON that does not parse',
    outputs: ['out.json'],
    criteria: [{ kind: 'json', path: 'out.json', minItems: 1 }],
    does: [write('[{"a": 1},', 'out.json')],
  },
  {
    name: 'a text without what it promised',
    outputs: ['out.md'],
    criteria: [{ kind: 'text', path: 'out.md', contains: 'Unreadable files' }],
    does: [write('# Report\nAll fine.', 'out.md')],
  },
  {
    name: 'files left where they were',
    files: { 'a.tmp': 'a', 'b.tmp': 'b' },
    needs: [{ verb: 'move', paths: ['*.tmp'], most: 2 }],
    criteria: [{ kind: 'count', glob: '*.tmp', equals: 0 }],
    does: [call('move', { path: 'a.tmp', to: 'old/a.tmp' })],
  },
]

describe('a helper that says it is done when it is not is caught', () => {
  test.each(lies)('$name', async ({ outputs = [], needs = [], criteria, files = {}, does }) => {
    const world = await createSessionWorld({
      files,
      model: brief =>
        createScriptedModel((_, turn) => {
          if (brief.role === 'lead')
            return turn === 0
              ? [
                  call('submit_plan', {
                    goal: 'g',
                    assumptions: [],
                    tasks: [
                      {
                        id: 'job',
                        title: 'The job',
                        brief: 'Do it',
                        inputs: [],
                        outputs,
                        needs,
                        criteria,
                        dependsOn: [],
                      },
                    ],
                  }),
                ]
              : [call('report', { summary: 'Everything was done perfectly.' })]
          return turn === 0 && does.length > 0
            ? does
            : [call('report', { summary: 'All done, all checked, all correct.' })]
        }),
    })
    const { session } = await world.open()
    await session.request('Do the job')
    await world.until('the plan', () => session.state.plan?.status === 'proposed')
    await session.approvePlan(session.state.plan!.id)
    await world.until('the end', () => isOver(session))
    expect(session.state.tasks.job).toMatchObject({ status: 'failed', checked: 2 })
    expect(session.state.status.kind).toBe('failed')
  })

  test('and an honest one is not', async () => {
    const world = await createSessionWorld({
      model: brief =>
        createScriptedModel((_, turn) => {
          const criteria = table({ sums: [{ column: 'total', equals: 30.5 }] })
          if (brief.role === 'lead')
            return turn === 0
              ? [
                  call('submit_plan', {
                    goal: 'g',
                    assumptions: [],
                    tasks: [
                      {
                        id: 'job',
                        title: 'The job',
                        brief: 'Do it',
                        inputs: [],
                        outputs: ['out.csv'],
                        needs: [],
                        criteria,
                        dependsOn: [],
                      },
                    ],
                  }),
                ]
              : [call('report', { summary: 'Done.' })]
          return turn === 0 ? [write(GOOD)] : [call('report', { summary: 'Written.' })]
        }),
    })
    const { session } = await world.open()
    await session.request('Do the job')
    await world.until('the plan', () => session.state.plan?.status === 'proposed')
    await session.approvePlan(session.state.plan!.id)
    await world.until('the end', () => isOver(session))
    expect(session.state.status).toEqual({ kind: 'done' })
  })
})
