import type { Plan } from '../../domain/plan.ts'
import { cannotTake, clip, countOf, reportCall } from './say.ts'
import type { Answer, Steps } from './steps.ts'

interface TaskResult {
  id: string
  title: string
  status: string
  report: string
  failed: string[]
}

/** Submits the plan, waits until its tasks ended, and reports. Rules take no instructions meanwhile, and say so. */
export function* carryOut(plan: Plan, steers: readonly string[]): Steps {
  const submitted = { ...plan, assumptions: plan.assumptions.slice(0, 12).map(line => clip(line, 300)) }
  let [answer] = yield {
    say: planWords(plan),
    calls: [
      {
        tool: 'submit_plan',
        input: { goal: clip(submitted.goal, 600), assumptions: submitted.assumptions, tasks: submitted.tasks },
      },
    ],
  }
  for (let round = 1; answer?.ok && answer.header.status === 'needs-you'; round++) {
    const written = Number(answer.header.messages) > 0
    const why = written
      ? `The person wrote; fixed rules cannot take this in (${round}).`
      : `Nothing that rules could mend; wait on (${round}).`
    ;[answer] = yield {
      say: written
        ? 'I work by fixed rules and cannot take your message in while the plan runs. It goes on unchanged; ask again when it is done, or stop it.'
        : 'Some tasks need a decision that fixed rules cannot make. The others go on.',
      calls: [{ tool: 'revise_plan', input: { add: [], change: [], skip: [], why } }],
    }
  }
  let [verdict] = yield { calls: [finalReport(plan, answer, steers)] }
  while (verdict?.ok && verdict.header.accepted === false)
    [verdict] = yield { calls: [finalReport(plan, answer, steers)] }
}

const planWords = (plan: Plan) =>
  `Here is my plan: ${countOf(plan.tasks.length, 'task')}. Nothing is changed before you approve it.`

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

function finalReport(plan: Plan, answer: Answer | undefined, heard: readonly string[]) {
  const open = heard.map(cannotTake)
  if (!answer?.ok) return reportCall(`The plan could not be carried out: ${answer?.error ?? 'no answer came.'}`, open)
  const problems = listOf(answer.header.problems)
  switch (answer.header.status) {
    case 'refused':
      return reportCall('You did not want this plan, so I stopped. Nothing was changed.', [...problems, ...open])
    case 'sent-back':
      return reportCall('My plan was not accepted, which is a mistake in the built-in planner. Nothing was changed.', [
        ...problems,
        ...open,
      ])
    default:
      return summed(plan, answer.header.tasks as TaskResult[], open)
  }
}

/** What was done, task by task, with what failed and what is uncertain, and how to take it back. */
function summed(plan: Plan, tasks: readonly TaskResult[], open: string[]) {
  const done = tasks.filter(task => task.status === 'done')
  const notDone = tasks.filter(task => task.status !== 'done' && task.status !== 'skipped')
  const doneIds = new Set(done.map(task => task.id))
  const written = plan.tasks
    .filter(task => doneIds.has(task.id))
    .flatMap(task => task.outputs.filter(output => !output.startsWith('scratch:')))
  const parts = [
    notDone.length === 0 ? `**Done.** ${plan.goal}` : `**Not everything worked.** ${plan.goal}`,
    ...(written.length > 0 ? [`Written: ${written.map(path => `\`${path}\``).join(', ')}`] : []),
    lines(plan, tasks).join('\n'),
    'Every change can be taken back: choose “Undo” beside one change, one task or the whole session.',
  ]
  const uncertain = tasks.flatMap(task => reportParts(task.report).open)
  const failures = notDone.map(task => clip(`Not done: ${task.title}. ${task.failed.join(' ')}`, 500))
  return reportCall(parts.join('\n\n'), [...failures, ...new Set(uncertain), ...open])
}

/** A line for each task; those that only prepared something for others are one line together, when all went well. */
function lines(plan: Plan, tasks: readonly TaskResult[]): string[] {
  const outputs = new Map(plan.tasks.map(task => [task.id, task]))
  const told = (task: TaskResult) => line(task, outputs.get(task.id)?.outputs)
  const isPreparing = ({ id, status }: TaskResult) => {
    const task = outputs.get(id)
    const changes = task?.needs.some(need => need.verb === 'move' || need.verb === 'trash') ?? true
    return status === 'done' && !changes && (task?.outputs.every(output => output.startsWith('scratch:')) ?? false)
  }
  const preparing = tasks.filter(isPreparing)
  if (preparing.length < 2) return tasks.map(told)
  const rest = tasks.filter(task => !isPreparing(task)).map(told)
  return [`- ${countOf(preparing.length, 'task')} prepared the parts, all checked`, ...rest]
}

/** A summary that names what the task wrote says enough; the others are told under their task's title. */
function line(task: TaskResult, outputs: readonly string[] | undefined): string {
  const { summary } = reportParts(task.report)
  if (task.status === 'done')
    return outputs?.length && outputs.every(output => summary.includes(output))
      ? `- ${summary}`
      : `- ${task.title}: ${summary}`
  if (task.status === 'skipped') return `- ${task.title}: skipped`
  return `- **${task.title}: not done.** ${task.failed.join(' ')}`
}

/** A task's report is its summary and then lines that begin with "Open: ". */
function reportParts(report: string): { summary: string; open: string[] } {
  const lines = report.split('\n')
  const isOpen = (text: string) => text.startsWith('Open: ')
  return {
    summary: lines
      .filter(text => !isOpen(text))
      .join(' ')
      .trim(),
    open: lines.filter(isOpen).map(text => text.slice('Open: '.length)),
  }
}
