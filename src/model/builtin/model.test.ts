import { expect, test } from 'vitest'
import type { Message } from '../../domain/message.ts'
import { toolUses } from '../../domain/message.ts'
import type { ModelEvent } from '../../ports/model.ts'
import { specOf, toolsFor } from '../../tools/toolbox.ts'
import { createBuiltinModel } from './model.ts'

const model = createBuiltinModel({ clock: { now: () => 0 } })
const ask = async (messages: Message[], role: 'lead' | 'helper' = 'lead', signal = new AbortController().signal) => {
  const request = { model: 'builtin', system: '', tools: toolsFor(role).map(specOf), messages, maxTokens: 1 }
  const events: ModelEvent[] = []
  for await (const event of model.stream(request, signal)) events.push(event)
  return events
}
const said = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] })

test('a turn is told in pieces and ends with one outcome, the same each time', async () => {
  const events = await ask([said('organise this folder')])
  const outcome = events.at(-1)
  if (outcome?.type !== 'outcome' || outcome.outcome.kind !== 'message') throw new Error('no message')
  const texts = events.flatMap(event => (event.type === 'text' ? [event.text] : []))
  expect(texts.length).toBeGreaterThan(1)
  expect(outcome.outcome.content[0]).toEqual({ type: 'text', text: texts.join('') })
  expect(toolUses(outcome.outcome.content)).toEqual([
    { type: 'tool_use', id: 'b1-1', name: 'find', input: { glob: '**/*', limit: 20_000 } },
  ])
  expect(outcome.outcome.stop).toBe('tool_use')
  expect(await ask([said('organise this folder')])).toEqual(events)
})

test('an aborted turn is stopped, not thrown', async () => {
  const stop = AbortSignal.abort()
  expect(await ask([said('organise this folder')], 'lead', stop)).toMatchObject([
    { outcome: { kind: 'failed', failure: { kind: 'stopped' } } },
  ])
})

test('a mistake of the planner is data', async () => {
  const broken = [
    said('organise this folder'),
    { role: 'assistant', content: [{ type: 'tool_use', id: 'b1-1', name: 'find', input: {} }] },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'b1-1',
          content: [{ type: 'text', text: '{"ok":true}\n<<<DATA1\nnot json\nDATA1>>>' }],
        },
      ],
    },
  ] as Message[]
  expect((await ask(broken)).at(-1)).toMatchObject({ outcome: { kind: 'failed', failure: { kind: 'bug' } } })
})

test('a helper whose brief is not one of ours says so', async () => {
  const outcome = (await ask([said('Write a poem.')], 'helper')).at(-1)
  expect(outcome).toMatchObject({
    outcome: { content: [{ name: 'report', input: { summary: expect.stringContaining('nothing was done') } }] },
  })
})

test('a helper names what a check found and what it was told, and reports again', async () => {
  const brief = 'Move.\n\n```job\n{"job":"organise","step":"move","input":{"list":"scratch:x.json","share":1}}\n```'
  const result = (id: string, text: string) => ({
    type: 'tool_result' as const,
    tool_use_id: id,
    content: [{ type: 'text' as const, text }],
  })
  const conversation: Message[] = [
    said(brief),
    { role: 'assistant', content: [{ type: 'tool_use', id: 'b1-1', name: 'read', input: {} }] },
    { role: 'user', content: [{ ...result('b1-1', '{"ok":false,"error":"It is not there."}'), is_error: true }] },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'b2-1', name: 'report', input: {} }] },
    {
      role: 'user',
      content: [
        result('b2-1', '{"ok":true,"accepted":false,"problems":["0 files match a/*."]}'),
        { type: 'text', text: 'use another folder' },
      ],
    },
  ]
  const outcome = (await ask(conversation, 'helper')).at(-1)
  expect(outcome).toMatchObject({
    outcome: {
      content: [
        { type: 'text' },
        { name: 'report', id: 'b3-1', input: { open: expect.arrayContaining(['Not as planned: 0 files match a/*.']) } },
      ],
    },
  })
})
