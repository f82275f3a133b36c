import type { EventDraft } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import type { HostedRuntime } from '../ports/sandbox.ts'
import type { Desk } from './desk.ts'
import type { Life } from './life.ts'

/** Questions of the desk itself about engines; they are no agent's, and do not count as one. */
const ENGINE_QUESTION = 'engine/'
export const isEngineQuestion = (id: string): boolean => id.startsWith(ENGINE_QUESTION)

const YES = 'Use WebContainer where it suits'
const NO = 'Use the built-in engine only'

const TEXT = `May commands run in WebContainer? It is a Node.js runtime by StackBlitz, with npm and servers, loaded from stackblitz.com into this browser. It is given copies of the files that a command names, and what runs in it can reach the network. StackBlitz's terms apply; production use in a commercial setting needs a licence from them. The built-in engine has shell, Node and Python, without a network and without npm. You are asked once, and can change it in Settings.`

type Reply = Result<{ answers: Record<string, string>; declined: boolean }>

/**
 * Whether the runtime of others may be given files. The person is asked once, at the first command that suits it; all agents wait for
 * the same answer. An answer is kept for every session; a question that was put away counts as no for this run.
 */
export async function mayUseRuntime(desk: Desk, life: Life, hosted: HostedRuntime): Promise<Result<boolean>> {
  const choice = await hosted.choice()
  if (!choice.ok) return choice
  if (choice.value !== 'ask') return ok(choice.value === 'automatic')
  const id = `${ENGINE_QUESTION}${life.run}`
  const known = desk.state.questions[id]
  if (known && known.status !== 'pending') return ok(known.answers.engine === YES)
  const isFirst = !known && !desk.waits.isWaiting(id)
  const reply = desk.waits.wait<Reply>(id)
  if (isFirst) {
    const event: EventDraft = {
      type: 'question.asked',
      by: 'desk',
      id,
      agent: life.agent,
      questions: [{ id: 'engine', text: TEXT, choices: [YES, NO], suggested: NO }],
    }
    const told = await desk.record([event], 'strict')
    if (!told.ok) {
      desk.waits.settle(id, told)
      return told
    }
  }
  const said = await reply
  if (!said.ok) return said
  if (said.value.declined) return ok(false)
  const isYes = said.value.answers.engine === YES
  const kept = await hosted.choose(isYes ? 'automatic' : 'embedded')
  return kept.ok ? ok(isYes) : kept
}
