import './style/index.css'
import './style/session.css'
import { createRoot, type JSX } from 'solid-js'
import { render } from 'solid-js/web'
import { expect, test, vi } from 'vitest'
import type { EventBody, SessionEvent } from '../domain/event.ts'
import type { Task } from '../domain/plan.ts'
import { DeskContext } from './context.ts'
import { Conversation } from './conversation.tsx'
import PlanView from './plan-view.tsx'
import { ProgressTab } from './progress-tab.tsx'
import { createReplayDesk } from './replay-desk.ts'

const USAGE = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }

function show(bodies: EventBody[], view: () => JSX.Element) {
  const events = bodies.map(
    (body, index): SessionEvent => ({ v: 2, session: 's', seq: index + 1, epoch: 1, at: index, by: 'desk', ...body }),
  )
  const replay = createRoot(() => createReplayDesk('s', events, { blob: vi.fn(), image: vi.fn() }))
  const place = document.createElement('div')
  place.style.cssText = 'inline-size: 320px; block-size: 640px; display: grid'
  document.body.append(place)
  const end = render(() => <DeskContext.Provider value={replay.desk}>{view()}</DeskContext.Provider>, place)
  const close = () => {
    end()
    place.remove()
  }
  return { place, close }
}

const taskOf = (id: string, title: string, dependsOn: string[] = []): Task => ({
  id,
  title,
  brief: title,
  inputs: [],
  outputs: [],
  needs: [],
  criteria: [],
  dependsOn,
})

const planned = (tasks: Task[]): EventBody[] => [
  { type: 'run.started', run: 'r', text: 'Do it' },
  { type: 'plan.proposed', plan: 'p', goal: 'g'.repeat(200), assumptions: [], tasks: tasks.map(task => task.id) },
  ...tasks.map((spec): EventBody => ({ type: 'task.planned', plan: 'p', spec })),
  { type: 'plan.approved', plan: 'p' },
]

const HOSTILE = [
  '<script>globalThis.ran = true</script>',
  '<img src="https://evil.test/a.png" onerror="globalThis.ran = true">',
  '![picture](https://evil.test/b.png)',
  '[go](javascript:globalThis.ran=true) [data](data:text/html,x)',
  '<iframe src="https://evil.test/c"></iframe><style>body{display:none}</style>',
  '<svg onload="globalThis.ran = true"></svg>',
  '| <b>a</b> | ![x](https://evil.test/d.png) |\n|---|---|\n| `<i>` | <https://evil.test/e> |',
].join('\n\n')

test('hostile words in answers, names and results are shown as words: nothing runs, nothing loads', async () => {
  const name = '<img src=https://evil.test/f.png onerror=globalThis.ran=true>\u202Egpj.exe'
  const { place, close } = show(
    [
      { type: 'run.started', run: 'r', text: HOSTILE },
      { type: 'agent.started', agent: 'lead', model: 'm' },
      { type: 'tool.started', agent: 'lead', call: 'c', tool: 'read', summary: `Read ${name}` },
      { type: 'tool.finished', agent: 'lead', call: 'c', body: 'sha256:a', summary: name },
      {
        type: 'message.finished',
        agent: 'lead',
        body: 'sha256:b',
        stop: 'end_turn',
        text: HOSTILE,
        thinking: HOSTILE,
        usage: USAGE,
      },
      { type: 'run.reported', body: 'sha256:c', text: HOSTILE, open: [name] },
      { type: 'run.ended', outcome: 'done' },
    ],
    () => <Conversation />,
  )
  await vi.waitFor(() => expect(place.querySelectorAll('.prose .blocks').length).toBeGreaterThan(1))
  expect(place.querySelectorAll('script, img, iframe, style, object, embed, link, [onerror], [onload]')).toHaveLength(0)
  const links = [...place.querySelectorAll('a')].map(link => link.protocol)
  expect(links.filter(protocol => !/^(https?|mailto):$/.test(protocol))).toEqual([])
  expect(place.textContent).toContain('<img src=https://evil.test/f.png onerror=globalThis.ran=true>⟨U+202E⟩gpj.exe')
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(performance.getEntriesByType('resource').filter(({ name }) => name.includes('evil.test'))).toEqual([])
  expect('ran' in globalThis).toBe(false)
  close()
})

test('300 tasks with names of any kind are shown as a board, a graph and a list, each of them once', async () => {
  const names = ['x'.repeat(200), 'تلخيص الإيصالات '.repeat(6), '收据'.repeat(60), HOSTILE.slice(0, 60)]
  const tasks = Array.from({ length: 300 }, (_, n) =>
    taskOf(`t${n}`, names[n] ?? `Task ${n}`, n < 10 ? [] : [`t${n - 10}`]),
  )
  const { place, close } = show(planned(tasks), () => <PlanView />)
  await vi.waitFor(() => expect(place.textContent).toContain('300 tasks'))
  for (const shape of ['board', 'graph', 'list']) {
    place.querySelector<HTMLButtonElement>(`[data-testid="plan-as-${shape}"]`)!.click()
    await vi.waitFor(() => expect(place.textContent!.split('Task 299')).toHaveLength(2), { timeout: 5000 })
    expect(place.textContent).toContain('x'.repeat(200))
  }
  expect(place.scrollWidth).toBeLessThanOrEqual(320)
  close()
})

test('what failed is said where it happened: the step, the task with what was checked, and the end of the run', async () => {
  const failure = { kind: 'missing' as const, message: 'There is no file "rates.csv".' }
  const { place, close } = show(
    [
      ...planned([taskOf('t', 'Convert the sums')]),
      { type: 'agent.started', agent: 'a', task: 't', model: 'm' },
      { type: 'task.started', task: 't', agent: 'a', attempt: 1 },
      { type: 'tool.started', agent: 'lead', call: 'c', tool: 'read', summary: 'Read rates.csv' },
      { type: 'tool.finished', agent: 'lead', call: 'c', body: 'sha256:a', summary: '', failure },
      {
        type: 'task.checked',
        task: 't',
        attempt: 1,
        call: 'k',
        checks: [{ criterion: { kind: 'exists', path: 'sums.csv' }, ok: false, evidence: 'It is not there.' }],
      },
      { type: 'task.ended', task: 't', outcome: 'failed', failure },
      { type: 'run.ended', outcome: 'failed', failure: { kind: 'missing', message: 'The sums were not converted.' } },
    ],
    () => (
      <>
        <Conversation />
        <ProgressTab />
      </>
    ),
  )
  await vi.waitFor(() => expect(place.querySelector('.tool.failed')?.textContent).toContain(failure.message))
  const card = place.querySelector('[data-testid="task-t"]')!
  expect(card.getAttribute('data-status')).toBe('failed')
  for (const words of ['Failed', failure.message, '0 of 1 checks passed', 'It is not there.'])
    expect(card.textContent).toContain(words)
  expect(place.textContent).toContain('The sums were not converted.')
  close()
})
