import { LEAD, type SessionEvent } from '../event.ts'
import { showPlace } from '../place.ts'
import { sayCriterion } from '../plan.ts'
import { project } from '../project.ts'
import { showInvisible } from '../quote.ts'
import { homeOf, type Item, type SessionState } from '../state.ts'
import type { SharedSession } from './session.ts'

/** The session as a text for people: summary, plan, conversation, changes, requests. */
export function markdownOf(session: SharedSession): string {
  const state = project('shared', session.events)
  const parts = [
    `# ${line(session.title) || 'A session'}`,
    `Saved from Deskhand on ${new Date(session.savedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    ...plan(state),
    '## Conversation',
    ...state.items.flatMap(item => say(item, state)),
    ...changes(state),
    '## What left the machine',
    left(session.events),
  ]
  return `${parts.map(showInvisible).join('\n\n')}\n`
}

const line = (text: string) => text.replace(/\s+/g, ' ').trim()
const quoted = (text: string) =>
  text
    .split('\n')
    .map(each => `> ${each}`)
    .join('\n')
const bullets = (items: readonly string[]) => items.map(item => `- ${line(item)}`).join('\n')

function plan({ plan: known, tasks }: SessionState): string[] {
  if (!known) return []
  const rows = known.tasks.flatMap(id => {
    const state = tasks[id]
    if (!state) return []
    const checks = state.checks.map(
      check => `  - ${check.ok ? 'passed' : 'failed'}: ${line(sayCriterion(check.criterion))}`,
    )
    return [`- **${line(state.task.title)}** (${state.status})`, ...checks]
  })
  return ['## Plan', line(known.goal), rows.join('\n')]
}

function say(item: Item, state: SessionState): string[] {
  const who = (agent: string) =>
    agent === LEAD ? 'Deskhand' : line(state.tasks[state.agents[agent]?.task ?? '']?.task.title ?? agent)
  switch (item.kind) {
    case 'request':
      return [`**You:**\n\n${quoted(item.text)}`]
    case 'steer':
      return [`**You**, to ${who(item.to)}:\n\n${quoted(item.text)}`]
    case 'message':
      return item.text ? [`**${who(item.agent)}:**\n\n${quoted(item.text)}`] : []
    case 'tool':
      return [`- ${who(item.agent)}: ${line(item.summary)}${item.result ? ` (${line(item.result)})` : ''}`]
    case 'report':
      return [`### Report\n\n${quoted(item.text)}`, ...(item.open.length > 0 ? [`Open:\n\n${bullets(item.open)}`] : [])]
    case 'notice':
      return [`*${line(item.text)}*`]
    case 'question': {
      const asked = state.questions[item.id]
      return asked
        ? [bullets(asked.questions.map(({ id, text }) => `${text} Answer: ${asked.answers[id] ?? 'none'}`))]
        : []
    }
    case 'plan':
    case 'permission':
      return []
  }
}

function changes(state: SessionState): string[] {
  const rows = state.changes.map(({ change, status }) => {
    const to = 'to' in change ? ` to ${change.to}` : ''
    return `${change.op}: ${showPlace(change, homeOf(state.roots))}${to} (${status})`
  })
  return ['## Changes', rows.length > 0 ? bullets(rows) : 'No file was changed.']
}

function left(events: readonly SessionEvent[]): string {
  const sent = events.filter(event => event.type === 'request.sent')
  if (sent.length === 0) return 'Nothing. No request was sent anywhere.'
  const received = events.filter(event => event.type === 'request.ended')
  const sum = (rows: readonly { bytes: number }[]) => rows.reduce((total, { bytes }) => total + bytes, 0)
  const origins = [...new Set(sent.map(row => row.origin))].join(', ')
  return `${sent.length} requests to ${origins}: ${sum(sent)} bytes sent, ${sum(received)} bytes received.`
}
