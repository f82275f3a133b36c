import { setTimeout as sleep } from 'node:timers/promises'
import type { Script } from '../../tests/servers/messages-api.ts'
import { call, type ReplyBlock } from '../../tests/servers/replies.ts'
import type { ApiBody } from '../../tests/servers/rules.ts'
import { streamOf } from '../../tests/servers/sse.ts'
import { thinkingOf } from './bound.ts'
import type { GraphTask } from './graph.ts'

export const INPUT = 'input.txt'
/** Nothing a lead could know to the millisecond: its guess of a task's size is good to half a second. */
const GUESS_MS = 500

/** The size of a task, in seconds, as the lead guesses it. */
export const guessOf = (task: GraphTask) => Math.max(1, Math.round(thinkingOf(task) / GUESS_MS)) / 2

const titleOf = (task: GraphTask) => `Part ${task.id}`
export const outputOf = (task: GraphTask) => `${task.id}.md`

/** What a helper writes, and what its criterion looks for. */
export const contentOf = (task: GraphTask) => `# ${titleOf(task)}\n\nWritten from ${INPUT}.\n`

const planOf = (tasks: readonly GraphTask[]) => ({
  goal: 'One page for each part',
  tasks: tasks.map(task => ({
    id: task.id,
    title: titleOf(task),
    brief: `Read ${INPUT} and write ${outputOf(task)}.`,
    inputs: [INPUT],
    outputs: [outputOf(task)],
    criteria: [{ kind: 'text', path: outputOf(task), contains: `# ${titleOf(task)}` }],
    dependsOn: task.dependsOn,
    weight: guessOf(task),
  })),
})

/**
 * A model that plays the lead, at once, and its helpers, who think as long as their task says: reading, writing, reporting.
 * The answer is made while it thinks, so that the server's own work is not counted as the app's.
 */
export function scriptOf(tasks: readonly GraphTask[]): Script {
  const answer = (body: ApiBody, n: number, block: ReplyBlock) => ({
    sse: streamOf({
      id: `msg_${n}`,
      model: body.model,
      blocks: [{ ...block, ...(block.type === 'tool_use' ? { id: `toolu_${n}` } : {}) }],
      stop: 'tool_use',
      usage: { input_tokens: 1000, output_tokens: 50 },
      delta: 20,
    }),
  })
  return async (body, n) => {
    const turn = body.messages.filter(message => message.role === 'assistant').length
    const brief = JSON.stringify(body.messages[0])
    const task = tasks.find(each => brief.includes(`Task: ${titleOf(each)}\\n`))
    if (!task) {
      return answer(
        body,
        n,
        turn === 0 ? call('submit_plan', planOf(tasks)) : call('report', { summary: 'All is done.' }),
      )
    }
    const steps = [
      call('read', { path: INPUT }),
      call('write', { path: outputOf(task), content: contentOf(task) }),
      call('report', { summary: `${outputOf(task)} is written.` }),
    ]
    const reply = answer(body, n, steps[turn]!)
    await sleep(task.thinkMs[turn])
    return reply
  }
}
