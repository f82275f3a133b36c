import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from './message.ts'
import { toolUses } from './message.ts'
import { messagesOf, openCalls, type TranscriptEntry } from './transcript.ts'

const text = (value: string) => [{ type: 'text' as const, text: value }]

/** Conversations as an agent writes them: messages with calls, results in any order, steers in between. */
const conversation = fc
  .array(
    fc.record({
      calls: fc.integer({ min: 0, max: 4 }),
      order: fc.integer(),
      steer: fc.boolean(),
      trimmed: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map(turns => {
    const entries: TranscriptEntry[] = [{ kind: 'user', content: text('request') }]
    for (const [turn, { calls, order, steer, trimmed }] of turns.entries()) {
      const ids = Array.from({ length: calls }, (_, index) => `c${turn}-${index}`)
      entries.push({
        kind: 'assistant',
        content: [
          ...text(`turn ${turn}`),
          ...ids.map(id => ({ type: 'tool_use' as const, id, name: 'read', input: {} })),
        ],
      })
      const results = order % 2 === 0 ? ids : [...ids].reverse()
      for (const id of results) entries.push({ kind: 'result', call: id, content: text(id), isError: false })
      if (steer || calls === 0) entries.push({ kind: 'user', content: text('steer') })
      if (trimmed && ids.length > 0) entries.push({ kind: 'trimmed', upTo: ids[0]!, whole: order % 3 === 0 })
    }
    return entries
  })

function problems(messages: Message[]): string[] {
  const found: string[] = []
  for (const [index, message] of messages.entries()) {
    if (message.role !== (index % 2 === 0 ? 'user' : 'assistant')) found.push(`message ${index} has the wrong role`)
    if (message.content.length === 0) found.push(`message ${index} is empty`)
    if (message.role !== 'assistant') continue
    const calls = toolUses(message.content).map(call => call.id)
    const reply = messages[index + 1]?.content ?? []
    const results = reply.flatMap(block => (block.type === 'tool_result' ? [block.tool_use_id] : []))
    if (calls.join() !== results.join())
      found.push(`message ${index}: calls ${calls.join()} answered by ${results.join()}`)
    const first = reply.findIndex(block => block.type !== 'tool_result')
    if (first >= 0 && reply.slice(first).some(block => block.type === 'tool_result'))
      found.push(`message ${index + 1}: a result after text`)
  }
  return found
}

test('any prefix of any conversation folds to messages the API takes', () => {
  fc.assert(
    fc.property(conversation, fc.nat(), (entries, cut) => {
      const prefix = entries.slice(0, 1 + (cut % entries.length))
      expect(problems(messagesOf(prefix))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('results stand in the order of the calls, whoever finished first', () => {
  const call = (id: string) => ({ type: 'tool_use' as const, id, name: 'read', input: {} })
  const messages = messagesOf([
    { kind: 'user', content: text('go') },
    { kind: 'assistant', content: [call('a'), call('b')] },
    { kind: 'result', call: 'b', content: text('B'), isError: false },
    { kind: 'result', call: 'a', content: text('A'), isError: true },
    { kind: 'user', content: text('hurry') },
  ])
  expect(messages[2]).toEqual({
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: 'a', content: text('A'), is_error: true },
      { type: 'tool_result', tool_use_id: 'b', content: text('B') },
      { type: 'text', text: 'hurry' },
    ],
  })
})

test('a call without a result is open, and answered as interrupted when the conversation goes on without it', () => {
  const entries: TranscriptEntry[] = [
    { kind: 'user', content: text('go') },
    { kind: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'write', input: {} }] },
  ]
  expect(openCalls(entries).map(call => call.id)).toEqual(['a'])
  expect(messagesOf(entries)[2]).toMatchObject({ content: [{ type: 'tool_result', tool_use_id: 'a', is_error: true }] })
})
