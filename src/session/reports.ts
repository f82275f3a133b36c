import { checkTask } from '../agent/checks.ts'
import { patientReads } from '../agent/patient-reads.ts'
import type { EventDraft } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { TaskState } from '../domain/state.ts'
import type { Report, Verdict } from '../ports/desk.ts'
import { type Desk, homeRoot, planTasks } from './desk.ts'
import { endNow } from './ending.ts'
import { type Life, OVER } from './life.ts'
import { folderLost } from './lost-folder.ts'
import { undelivered } from './messages.ts'

const CHECKS = 2

const readFirst: Verdict = { accepted: false, problems: ['The person has written to you. Read it first, then report.'] }

/** Says that a task is finished: it is, once code has found every criterion met. A failed check goes back once. */
export async function reportTask(desk: Desk, life: Life, call: string, report: Report): Promise<Result<Verdict>> {
  const state = planTasks(desk.state).find(each => each.task.id === life.task)
  if (!state || !['running', 'checking'].includes(state.status)) return ok({ accepted: true })
  // Asked again after a reload: the same verdict, without another try being used up.
  if (state.checkedFor === call) return ok(verdictOf(state))
  if (undelivered(desk, life.agent).length > 0) return ok(readFirst)
  const { task } = state
  const text = [report.summary, ...report.open.map(line => `Open: ${line}`)].join('\n')
  const bytes = new TextEncoder().encode(text)
  const body = await desk.host.hashOf(bytes)
  if (!life.alive) return OVER
  const told = await desk.record(
    [{ type: 'task.reported', by: life.agent, task: task.id, body, summary: text.slice(0, 1500) }],
    'relaxed',
    [{ ref: body, bytes }],
  )
  if (!told.ok) return told
  const checks = await checkTask(task, text, {
    reads: patientReads(desk.crew.reads, { folderLost: (root, failure) => folderLost(desk, 'desk', root, failure) }),
    documents: desk.crew.documents,
    roots: desk.state.roots,
    home: homeRoot(desk),
  })
  if (!life.alive) return OVER
  // Written while the result was being checked: once the task is done, nobody would read it.
  if (undelivered(desk, life.agent).length > 0) return ok(readFirst)
  const attempt = state.checked + 1
  const problems = checks.filter(check => !check.ok).map(check => check.evidence)
  const mend = problems.length > 0 && attempt < CHECKS
  const events: EventDraft[] = [{ type: 'task.checked', by: 'desk', task: task.id, attempt, call, checks }]
  if (problems.length === 0) events.push({ type: 'task.ended', by: 'desk', task: task.id, outcome: 'done' })
  else if (!mend) {
    const message = `"${task.title}" did not meet its criteria: ${problems.join(' ')}`.slice(0, 900)
    events.push({
      type: 'task.ended',
      by: 'desk',
      task: task.id,
      outcome: 'failed',
      failure: failed('invalid', message).failure,
    })
  }
  const written = await desk.record(events)
  if (!written.ok) return written
  desk.pump()
  return ok(mend ? { accepted: false, problems } : { accepted: true })
}

function verdictOf(state: TaskState): Verdict {
  const problems = state.checks.filter(check => !check.ok).map(check => check.evidence)
  return problems.length === 0 ? { accepted: true } : { accepted: false, problems }
}

/** Ends the run with the lead's words. What was not done by the checks' measure makes it a failed one, whatever the words say. */
export async function reportRun(desk: Desk, life: Life, call: string, report: Report): Promise<Result<Verdict>> {
  const { state } = desk
  if (state.run !== life.run || (state.status.kind !== 'running' && state.status.kind !== 'paused'))
    return ok({ accepted: true })
  if (undelivered(desk, LEAD).length > 0) return ok(readFirst)
  const tasks = planTasks(state).filter(each => each.approved)
  const busy = tasks.filter(each => each.status === 'running' || each.status === 'checking')
  if (busy.length > 0)
    return ok({
      accepted: false,
      problems: [`${busy.length} tasks are still at work. Wait for them with revise_plan.`],
    })
  const bytes = new TextEncoder().encode(JSON.stringify(report))
  const body = await desk.host.hashOf(bytes)
  if (!life.alive) return OVER
  const events: EventDraft[] = []
  // A last word without the tool stands in the conversation already.
  const isSaid = call.startsWith('end-')
  if (!isSaid)
    events.push({
      type: 'run.reported',
      by: LEAD,
      body,
      text: report.summary.slice(0, 2500),
      open: within(report.open, 1000),
    })
  const unmet = tasks.filter(each => each.status !== 'done' && each.status !== 'skipped')
  const failure = failed(
    'invalid',
    `${unmet.length} of ${tasks.length} tasks were not finished: ${unmet.map(each => each.task.title).join(', ')}. What is there was kept.`.slice(
      0,
      600,
    ),
  ).failure
  const helpers = [...desk.live.keys()].filter(agent => agent !== LEAD)
  events.push(...endNow(desk, helpers, 'stopped'), {
    type: 'run.ended',
    by: 'desk',
    outcome: unmet.length > 0 ? 'failed' : 'done',
    ...(unmet.length > 0 ? { failure } : {}),
  })
  const told = await desk.record(events, 'strict', isSaid ? [] : [{ ref: body, bytes }])
  if (!told.ok) return told
  await desk.log.setRow({ status: unmet.length > 0 ? 'failed' : 'done' })
  return ok({ accepted: true })
}

/** The first lines that fit into so many characters: an event stays small, and the body has them all. */
function within(lines: readonly string[], characters: number): string[] {
  const kept: string[] = []
  let room = characters
  for (const line of lines) {
    const shown = line.slice(0, 300)
    room -= shown.length
    if (room < 0) return [...kept, `And ${lines.length - kept.length} more.`]
    kept.push(shown)
  }
  return kept
}
