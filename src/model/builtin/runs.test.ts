import { expect, test } from 'vitest'
import type { Message } from '../../domain/message.ts'
import { runsOf } from './runs.ts'

const said = (text: string) => ({ type: 'text' as const, text })
const user = (...content: Extract<Message, { role: 'user' }>['content']): Message => ({ role: 'user', content })
const calls = (name: string): Message => ({
  role: 'assistant',
  content: [{ type: 'tool_use', id: name, name, input: {} }],
})
const result = (name: string, text: string) => ({
  type: 'tool_result' as const,
  tool_use_id: name,
  content: [said(text)],
})
const requests = (...messages: Message[]) => runsOf(messages).map(run => run.request)

test('a request after the report begins a new run', () => {
  const messages = [
    user(said('one')),
    calls('report'),
    user(result('report', '{"ok":true,"accepted":true}'), said('two')),
  ]
  expect(requests(...messages)).toEqual(['one', 'two'])
})

test('a request after an answer in words begins a new run, without our note about undone changes', () => {
  const note =
    '\n\n(Since your last message the person undid 2 of your changes. Look at the folder again before you rely on it.)'
  expect(
    requests(user(said('one')), { role: 'assistant', content: [said('I cannot.')] }, user(said(`two${note}`))),
  ).toEqual(['one', 'two'])
})

test('what is written while a run goes on belongs to it', () => {
  const messages = [
    user(said('organise this folder')),
    calls('find'),
    user(result('find', '{"ok":true}'), said('be quick')),
  ]
  expect(runsOf(messages).map(run => [run.request, run.steers])).toEqual([['organise this folder', ['be quick']]])
})

test.each([
  ['find', 'Interrupted before this call finished, so its result is not known.', 'find duplicates'],
  ['ask', '{"ok":true,"declined":true,"answers":{}}', 'something else'],
  ['submit_plan', '{"ok":true,"status":"refused"}', 'something else'],
])('a request after a stop in "%s" begins a new run', (tool, text, next) => {
  expect(requests(user(said('organise this folder')), calls(tool), user(result(tool, text), said(next)))).toEqual([
    'organise this folder',
    next,
  ])
})
