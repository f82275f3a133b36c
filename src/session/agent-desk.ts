import { checkTask } from '../agent/checks.ts'
import type { AgentId, EventDraft, Question } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { Changed, ChangeRequest } from '../ports/changes.ts'
import type { AgentDesk, Report, Verdict } from '../ports/desk.ts'
import { type Desk, homeRoot, planTasks } from './desk.ts'
import type { createPlanRun } from './plan-run.ts'

const CHECKS = 2

/** What one agent may ask of its desk. Each call can be asked again after a reload and is never done twice. */
export function createAgentDesk(desk: Desk, agent: AgentId, plans: ReturnType<typeof createPlanRun>): AgentDesk {
  const task = () => planTasks(desk.state).find(state => state.agent === agent)
  return {
    async apply(call, request) {
      for (;;) {
        const done = await applyOnce(desk, agent, task()?.task.id, call, request)
        if (done.ok || done.failure.kind !== 'permission-lost') return done
        const back = await folderLost(desk, agent, request.place.root, done.failure)
        if (!back.ok) return back
      }
    },
    ask: (call, questions) => ask(desk, agent, call, questions),
    submitPlan: (call, plan) => plans.submit(call, plan),
    revisePlan: (call, revision) => plans.revise(call, revision),
    report: (call, report) => (agent === LEAD ? reportRun(desk, call, report) : reportTask(desk, agent, report)),
    folderLost: (root, failure) => folderLost(desk, agent, root, failure),
  }
}

/** A call that took effect before a reload gives its result again; one that failed may be tried anew under a new number. */
async function applyOnce(
  desk: Desk,
  agent: AgentId,
  task: string | undefined,
  call: string,
  request: ChangeRequest,
): Promise<Result<Changed>> {
  const base = `${agent}.${call}`
  const known = desk.state.changes.filter(change => change.effect === base || change.effect.startsWith(`${base}#`))
  const last = known.at(-1)
  if (last?.status === 'done' && last.version) {
    const to = 'to' in last.change ? { to: { root: last.change.root, path: last.change.to } } : {}
    return ok({ effect: last.effect, version: last.version, changed: true, ...to })
  }
  if (last?.status === 'undone')
    return failed('conflict', 'The person has undone this change. Ask before doing it again.')
  if (last?.status === 'unknown')
    return failed(
      'conflict',
      'It is not known whether this change happened before the interruption. Look at the folder first.',
    )
  const effect = known.length === 0 ? base : `${base}#${known.length + 1}`
  return desk.changes.apply(request, { agent, effect, ...(task ? { task } : {}) })
}

async function folderLost(
  desk: Desk,
  agent: AgentId,
  root: string,
  failure: Parameters<AgentDesk['folderLost']>[1],
): Promise<Result<void>> {
  if (!desk.state.lostRoots.includes(root)) {
    const events: EventDraft[] = [{ type: 'root.lost', by: agent, root, failure }]
    if (desk.state.status.kind === 'running') events.push({ type: 'run.paused', by: 'desk', why: 'permission-lost' })
    const told = await desk.record(events, 'strict')
    if (!told.ok) return told
    for (const live of desk.live.values()) live.pause()
  }
  return desk.waits.wait<Result<void>>(`root-${root}`)
}

async function ask(desk: Desk, agent: AgentId, call: string, questions: Question[]) {
  const id = `${agent}.${call}`
  const known = desk.state.questions[id]
  const reply = (declined: boolean, answers: Record<string, string>) => ok({ answers, declined })
  if (known && known.status !== 'pending') return reply(known.status !== 'answered', known.answers)
  if (!known) {
    const asked = await desk.record([{ type: 'question.asked', by: agent, id, agent, questions }], 'strict')
    if (!asked.ok) return asked
  }
  return desk.waits.wait<Result<{ answers: Record<string, string>; declined: boolean }>>(id)
}

/** Says that a task is finished: it is, once code has found every criterion met. A failed check goes back once. */
async function reportTask(desk: Desk, agent: AgentId, report: Report): Promise<Result<Verdict>> {
  const state = planTasks(desk.state).find(each => each.agent === agent)
  if (!state || !['running', 'checking'].includes(state.status)) return ok({ accepted: true })
  const { task } = state
  const text = [report.summary, ...report.open.map(line => `Open: ${line}`)].join('\n')
  const bytes = new TextEncoder().encode(text)
  const body = await desk.host.hashOf(bytes)
  const told = await desk.record(
    [{ type: 'task.reported', by: agent, task: task.id, body, summary: text.slice(0, 1500) }],
    'relaxed',
    [{ ref: body, bytes }],
  )
  if (!told.ok) return told
  const checks = await checkTask(task, text, { reads: desk.crew.reads, roots: desk.state.roots, home: homeRoot(desk) })
  const attempt = state.checked + 1
  const problems = checks.filter(check => !check.ok).map(check => check.evidence)
  const mend = problems.length > 0 && attempt < CHECKS
  const events: EventDraft[] = [{ type: 'task.checked', by: 'desk', task: task.id, attempt, checks }]
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

/** Ends the run with the lead's words. What was not done by the checks' measure makes it a failed one, whatever the words say. */
async function reportRun(desk: Desk, call: string, report: Report): Promise<Result<Verdict>> {
  const { state } = desk
  const tasks = state.plan?.status === 'approved' ? planTasks(state) : []
  const busy = tasks.filter(each => each.status === 'running' || each.status === 'checking')
  if (busy.length > 0)
    return ok({
      accepted: false,
      problems: [
        `${busy.length} tasks are still at work. Wait for them with revise_plan, or skip what has not started.`,
      ],
    })
  const events: EventDraft[] = []
  const blobs = []
  if (!call.startsWith('end-')) {
    const bytes = new TextEncoder().encode(JSON.stringify(report))
    const body = await desk.host.hashOf(bytes)
    blobs.push({ ref: body, bytes })
    events.push({
      type: 'run.reported',
      by: LEAD,
      body,
      text: report.summary.slice(0, 3000),
      open: report.open.slice(0, 30).map(line => line.slice(0, 300)),
    })
  }
  const unmet = tasks.filter(each => each.status !== 'done' && each.status !== 'skipped')
  const failure = failed(
    'invalid',
    `${unmet.length} of ${tasks.length} tasks were not finished: ${unmet.map(each => each.task.title).join(', ')}. What is there was kept.`.slice(
      0,
      600,
    ),
  ).failure
  events.push({
    type: 'run.ended',
    by: 'desk',
    outcome: unmet.length > 0 ? 'failed' : 'done',
    ...(unmet.length > 0 ? { failure } : {}),
  })
  const told = await desk.record(events, 'strict', blobs)
  if (!told.ok) return told
  await desk.log.setRow({ status: unmet.length > 0 ? 'failed' : 'done' })
  return ok({ accepted: true })
}
