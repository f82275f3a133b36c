import type { MessagesApi } from '../servers/messages-api.ts'
import { apiError, call, say, use } from '../servers/replies.ts'
import type { ApiBody } from '../servers/rules.ts'

export const SOUTH = '# South\nAnna Berger sold 1,234.56 EUR in the south.\n'
export const REPORT =
  'South is **written**. <img src="https://evil.test/x.png" onerror="alert(1)"> ![x](https://evil.test/y.png)'

const isLead = (body: ApiBody) => JSON.stringify(body.tools).includes('"submit_plan"')
const turnOf = (body: ApiBody) => body.messages.filter(message => message.role === 'assistant').length

/** Claude as the test plays it: searches, is overloaded once, looks at a picture, has one helper write a page. */
export function scriptSouth(api: MessagesApi): void {
  let refused = false
  api.script(body => {
    const turn = turnOf(body)
    if (!isLead(body)) {
      if (turn === 0) return use(call('read', { path: 'sales.csv' }))
      if (turn === 1) return use(call('write', { path: 'south.md', content: SOUTH }))
      return use(call('report', { summary: 'South is written.' }))
    }
    if (turn === 0) return use(call('list', {}), call('search', { pattern: 'mark-of-notes' }))
    if (turn === 1 && !refused) {
      refused = true
      return apiError(529, 'overloaded_error', 'Overloaded')
    }
    if (turn === 1) return use(call('read', { path: 'dot.png' }))
    if (turn === 2) {
      const task = {
        id: 'south',
        title: 'Region south',
        brief: 'Write south.md',
        inputs: ['sales.csv'],
        outputs: ['south.md'],
        criteria: [{ kind: 'text', path: 'south.md', contains: 'South' }],
      }
      return use(call('submit_plan', { goal: 'A page', assumptions: [], tasks: [task] }))
    }
    if (turn === 3) return use(call('report', { summary: REPORT }))
    return say('Done.')
  })
}
