import type { EventDraft, Question } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { ChangeRequest } from '../ports/changes.ts'
import type { AgentDesk } from '../ports/desk.ts'
import { applyPatiently } from './apply.ts'
import type { Desk } from './desk.ts'
import { isEngineQuestion } from './engine-consent.ts'
import { type Life, OVER } from './life.ts'
import { folderLost } from './lost-folder.ts'
import { takeMessages } from './messages.ts'
import type { createPlanRun } from './plan-run.ts'
import { reportRun, reportTask } from './reports.ts'

/**
 * What one agent may ask of its desk during one life. Each call can be asked again after a reload and is never done twice; once the
 * agent was ended nothing more is done for it, also not what it had asked for before.
 */
export function createAgentDesk(desk: Desk, life: Life, plans: ReturnType<typeof createPlanRun>): AgentDesk {
  const whileAlive =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<Result<T>>) =>
    (...args: Args): Promise<Result<T>> =>
      life.alive ? work(...args) : Promise.resolve(OVER)
  return {
    apply: whileAlive((call: string, request: ChangeRequest) =>
      applyPatiently(desk, life, `${life.agent}.${call}`, request),
    ),
    ask: whileAlive((call: string, questions: Question[]) => ask(desk, life, call, questions)),
    submitPlan: whileAlive((call, plan) => plans.submit(life, call, plan)),
    revisePlan: whileAlive((call, revision) => plans.revise(life, call, revision)),
    report: whileAlive((call, report) =>
      life.agent === LEAD ? reportRun(desk, life, call, report) : reportTask(desk, life, call, report),
    ),
    run: whileAlive((call, request) => desk.commands.run(life, call, request)),
    takeMessages: whileAlive(() => takeMessages(desk, life)),
    folderLost: whileAlive((root, failure) => folderLost(desk, life.agent, root, failure)),
  }
}

type Reply = Result<{ answers: Record<string, string>; declined: boolean }>

/** One batch of questions a run: whoever keeps asking keeps the person from their own work. */
async function ask(desk: Desk, life: Life, call: string, questions: Question[]): Promise<Reply> {
  const id = `${life.agent}.${call}`
  const known = desk.state.questions[id]
  if (known && known.status !== 'pending') return ok({ answers: known.answers, declined: known.status !== 'answered' })
  if (!known) {
    const asked = Object.values(desk.state.questions).some(
      one => one.run === desk.state.run && one.status === 'answered' && !one.conflict && !isEngineQuestion(one.id),
    )
    if (asked)
      return failed(
        'limit',
        'The person has answered your questions once. Decide the rest yourself, and say in your report what you assumed.',
      )
    const event: EventDraft = { type: 'question.asked', by: life.agent, id, agent: life.agent, questions }
    const told = await desk.record([event], 'strict')
    if (!told.ok) return told
    if (!life.alive) {
      await desk.record([{ type: 'question.ended', by: 'desk', id, outcome: 'superseded', answers: {} }])
      return OVER
    }
  }
  return desk.waits.wait<Reply>(id)
}
