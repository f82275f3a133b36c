import { setTimeout as sleep } from 'node:timers/promises'
import type { Script } from '../../servers/messages-api.ts'
import { call, use } from '../../servers/replies.ts'
import type { ApiBlock, ApiBody } from '../../servers/rules.ts'
import type { Helper, Step, Work } from './work.ts'

/** Calls of one answer. */
const AT_ONCE = 2

const titleOf = (helper: Helper) => `Part ${helper.id}`
/** Small, or the long files would use up what a helper may spend. */
const usage = { input_tokens: 1000, output_tokens: 50 }
const callOf = ({ tool, input }: Step) => call(tool, input)
const keyOf = (tool: string, input: unknown) => `${tool} ${JSON.stringify(input)}`

/**
 * A model that has four helpers do the work. It goes by the conversation alone, as a real one does: a step is done when its result
 * says so; one that failed is looked into first, and made again only where it did not take effect. `thinkMs` is how long a helper's
 * model takes over an answer; `troubles` hears of each failure. A plan that does not name what goes to the trash leaves each last
 * copy to be asked for.
 */
export function scriptOf(
  work: Work,
  thinkMs: () => number,
  troubles: (text: string) => void,
  namesTrash: boolean,
): Script {
  return async body => {
    const brief = JSON.stringify(body.messages[0])
    const helper = work.helpers.find(each => brief.includes(`Task: ${titleOf(each)}\\n`))
    if (helper) {
      await sleep(thinkMs())
      return { ...nextOf(helper, body, troubles), usage }
    }
    const planned = body.messages.some(message => message.role === 'assistant')
    return {
      ...use(
        planned ? call('report', { summary: 'All parts are done.' }) : call('submit_plan', planOf(work, namesTrash)),
      ),
      usage,
    }
  }
}

function planOf(work: Work, namesTrash: boolean) {
  const shared = work.helpers.flatMap(helper => helper.steps).filter(step => step.input.path === 'shared.txt').length
  return {
    goal: 'All parts are in order',
    assumptions: [],
    tasks: work.helpers.map(helper => {
      const stepsOf = (tool: Step['tool']) => helper.steps.filter(step => step.tool === tool)
      const many = (tool: Step['tool']) => Math.max(1, stepsOf(tool).length)
      const trash = namesTrash ? stepsOf('trash').map(step => String(step.input.path)) : [`${helper.id}/**`]
      return {
        id: helper.id,
        title: titleOf(helper),
        brief: `Put ${helper.id} in order.`,
        needs: [
          { verb: 'create', paths: [`${helper.id}/**`], most: many('write') },
          { verb: 'overwrite', paths: [`${helper.id}/**`], most: many('write') + many('edit') },
          { verb: 'overwrite', paths: ['shared.txt'], most: shared },
          { verb: 'move', paths: [`${helper.id}/**`], most: many('move') },
          { verb: 'trash', paths: trash, most: many('trash') },
        ],
        criteria: [{ kind: 'count', glob: `${helper.id}/sorted/*`, equals: many('move') }],
      }
    }),
  }
}

function nextOf(helper: Helper, body: ApiBody, troubles: (text: string) => void) {
  const open = helper.steps.filter(step => !isDone(step, body, troubles))
  if (open.length === 0) return use(call('report', { summary: `${helper.id} is in order.` }))
  const [first] = open
  if (resultsOf(first!, body).some(result => result.failed) && !lookedAt(first!, body)) return use(lookInto(first!))
  // What was read is known only with the next answer, so nothing is written behind a reading.
  const reads = open.findIndex(step => step.tool === 'read')
  return use(...open.slice(0, reads === -1 ? AT_ONCE : Math.min(AT_ONCE, reads + 1)).map(callOf))
}

interface Result {
  failed: boolean
  text: string
  at: number
}

/** What came of each time this call was made, oldest first. */
function resultsOf({ tool, input }: Pick<Step, 'tool' | 'input'>, body: ApiBody): Result[] {
  const key = keyOf(tool, input)
  const blocks = body.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
  const calls = new Set(
    blocks.flatMap(block =>
      block.type === 'tool_use' && keyOf(block.name ?? '', block.input) === key ? [block.id] : [],
    ),
  )
  return blocks.flatMap((block, at) =>
    block.type === 'tool_result' && calls.has(block.tool_use_id)
      ? [{ failed: block.is_error === true, text: textOf(block), at }]
      : [],
  )
}

const textOf = ({ content }: ApiBlock) =>
  typeof content === 'string' ? content : (content ?? []).map(block => block.text ?? '').join('\n')

/** Reading the end of a change tells whether it took effect. */
const lookInto = ({ input }: Step) => call('read', { path: input.to ?? input.path })
const looksOf = (step: Step, body: ApiBody) =>
  resultsOf({ tool: 'read', input: { path: step.input.to ?? step.input.path } }, body)
const lookedAt = (step: Step, body: ApiBody) => {
  const failed = resultsOf(step, body).at(-1)
  return failed !== undefined && looksOf(step, body).some(look => look.at > failed.at)
}

function isDone(step: Step, body: ApiBody, troubles: (text: string) => void): boolean {
  const results = resultsOf(step, body)
  if (results.some(result => !result.failed)) return true
  const failed = results.at(-1)
  if (!failed) return false
  troubles(`${step.tool} ${step.input.path}: ${failed.text.slice(0, 300)}`)
  const look = looksOf(step, body).findLast(each => each.at > failed.at)
  if (!look) return false
  if (step.tool === 'trash') return look.failed
  if (step.tool === 'move') return !look.failed
  const wanted = step.tool === 'edit' ? step.input.new!.split('\n')[0]! : step.input.content!.slice(0, 40)
  return look.text.includes(wanted)
}
