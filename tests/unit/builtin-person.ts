import type { EventBody, Question } from '../../src/domain/event.ts'
import type { Task } from '../../src/domain/plan.ts'
import { createBuiltinModel } from '../../src/model/builtin/model.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

/** Noon on 22 November 2026, wherever the test runs. */
export const NOW = new Date(2026, 10, 22, 12).getTime()

export interface Behaviour {
  /** Answers to the questions; null declines. What is left out is answered as suggested. */
  answer?: (questions: Question[]) => Record<string, string> | null
  refusesPlan?: boolean
  /** Done once, when the first helper has started. */
  meanwhile?: (say: (text: string) => Promise<unknown>) => Promise<unknown>
}

export interface Outcome {
  outcome: string
  questions: Question[]
  tasks: Task[]
  assumptions: string[]
  /** What the lead said last: its report, or its plain answer. */
  said: string
  open: string[]
  failedChecks: string[]
  sentBack: string[]
  permissions: number
}

type Of<Type extends EventBody['type']> = Extract<EventBody, { type: Type }>

/** A real session over folders in memory, driven by the built-in planner, with a person who answers and approves. */
export async function createBuiltinWorld(
  files: Record<string, string | Uint8Array>,
  home?: Parameters<typeof createSessionWorld>[0]['home'],
) {
  const model = createBuiltinModel({ clock: { now: () => NOW } })
  const world = await createSessionWorld({ files, model: () => model, ...(home ? { home } : {}) })
  const { session } = await world.open()

  const request = async (text: string, behaviour: Behaviour = {}): Promise<Outcome> => {
    const first = world.events().length
    const news = <Type extends EventBody['type']>(type: Type) =>
      world
        .events()
        .slice(first)
        .filter(event => event.type === type) as unknown as Of<Type>[]
    const done = new Set<string>()
    const begun = await session.request(text)
    if (!begun.ok) throw new Error(begun.failure.message)
    await world.until(`the end of “${text}”`, () => {
      for (const asked of Object.values(session.state.questions))
        if (asked.status === 'pending' && !done.has(asked.id)) {
          done.add(asked.id)
          const given = behaviour.answer ? behaviour.answer(asked.questions) : {}
          const suggested = Object.fromEntries(asked.questions.map(question => [question.id, question.suggested ?? '']))
          void (given === null ? session.decline(asked.id) : session.answer(asked.id, { ...suggested, ...given }))
        }
      const plan = session.state.plan
      if (plan?.status === 'proposed' && !done.has(plan.id)) {
        done.add(plan.id)
        void (behaviour.refusesPlan ? session.refusePlan(plan.id, 'Not like this.') : session.approvePlan(plan.id))
      }
      if (behaviour.meanwhile && news('task.started').length > 0 && !done.has('meanwhile')) {
        done.add('meanwhile')
        void behaviour.meanwhile(words => session.request(words))
      }
      return news('run.ended').length > 0 && isOver(session)
    })
    const reported = news('run.reported').at(-1)
    return {
      outcome: news('run.ended').at(-1)!.outcome,
      questions: news('question.asked').flatMap(event => event.questions),
      tasks: news('task.planned').map(event => event.spec),
      assumptions: news('plan.proposed').flatMap(event => event.assumptions),
      said:
        reported?.text ??
        news('message.finished')
          .filter(event => event.agent === 'lead')
          .at(-1)?.text ??
        '',
      open: reported?.open ?? [],
      failedChecks: news('task.checked').flatMap(event =>
        event.checks.filter(check => !check.ok).map(check => check.evidence),
      ),
      sentBack: news('plan.sentBack').flatMap(event => event.problems),
      permissions: news('permission.asked').length,
    }
  }
  return { ...world, session, request }
}
