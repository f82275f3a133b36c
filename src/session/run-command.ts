import type { AgentId, EventDraft, FileContent } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { SCRATCH, showPlace } from '../domain/place.ts'
import type { RunReport, RunRequest } from '../ports/desk.ts'
import type { HostedRuntime, Ran, Sandbox, SandboxView } from '../ports/sandbox.ts'
import { type Commands, type Desk, homeRoot } from './desk.ts'
import { type Hosting, hostingFor } from './engine-choice.ts'
import type { Life } from './life.ts'
import { bringHome, effectBase } from './run-changes.ts'
import { type LaidOut, layOut, treeRoot } from './run-files.ts'
import { createShow, type Show } from './run-show.ts'

/** How often it is looked whether a command's agent is still there. */
const LOOK_MS = 150
/** Files in one event: it stays small. */
const FILES_AN_EVENT = 40

const EVERYTHING = ['**/*', `${SCRATCH}:**/*`]

interface Place {
  view: SandboxView
  laid: LaidOut
}

/** Runs the commands of a session's agents, each in a place of its own that lives as long as the agent. */
export function createCommands(desk: Desk, sandbox: Sandbox | null, hosted: HostedRuntime | null): Commands {
  const places = new Map<string, Place>()
  const running = new Map<AgentId, AbortController>()

  async function placeFor(life: Life, engine: Sandbox): Promise<Result<Place>> {
    const name = `${engine.capabilities.engine} ${life.agent}`
    const known = places.get(name)
    if (known) return ok(known)
    const view = await engine.fork(life.agent)
    if (!view.ok) return view
    const place = { view: view.value, laid: new Map() }
    places.set(name, place)
    void closeAfter(life, name, place)
    return ok(place)
  }

  async function closeAfter(life: Life, name: string, place: Place): Promise<void> {
    while (life.alive) await desk.host.timers.sleep(LOOK_MS)
    running.get(life.agent)?.abort()
    place.view.close()
    if (places.get(name) === place) places.delete(name)
  }

  /** Runs the command in that engine over the files as they are now, then brings home what it changed. */
  async function runIn(engine: Sandbox, work: Work, hosting: Hosting | null): Promise<Result<RunReport | Lost>> {
    const { life, call, request, show, stop } = work
    const name = engine.capabilities.engine
    const place = await placeFor(life, engine)
    if (!place.ok) return place
    const { view } = place.value
    const laid = hosting ? ok(hosting.laid) : await layOut(desk, request.files ?? EVERYTHING, place.value.laid)
    if (!laid.ok) return laid
    if (hosting) {
      const told = await tellGiven(work, hosting.origin, laid.value)
      if (!told.ok) return told
    }
    place.value.laid = laid.value
    show.begin(name)
    const under = desk.state.roots.map(root => treeRoot(desk, root.id))
    const refreshed = await view.refresh(
      under,
      [...laid.value.values()].map(each => each.file),
    )
    if (!refreshed.ok) return lostOr(refreshed, place.value)
    const ran = await view.exec({ ...request, onServer: show.server }, show.output, stop.signal)
    if (!ran.ok) return lostOr(ran, place.value)
    const { exitCode, reason, stdout, stderr, ms } = ran.value
    if (hosting && reason === 'crashed') return lost(place.value, wordsOf(ran.value))
    const told = { engine: name, exitCode, reason, stdout, stderr, ms }
    // What a command had done when it was stopped is half of something.
    if (reason !== 'exit') return ok({ ...told, changed: [], refused: [], notes: ['Nothing it had changed was kept.'] })
    const changes = await view.changes()
    if (!changes.ok) return lostOr(changes, place.value)
    const home = await bringHome(desk, life, call, changes.value, laid.value)
    return home.ok
      ? ok({ ...told, ...home.value })
      : ok({ ...told, changed: [], refused: [], notes: [home.failure.message] })
  }

  async function tellGiven({ life, call }: Work, origin: string, laid: LaidOut): Promise<Result<unknown>> {
    const files = [...laid.values()].map(
      ({ place, file }): FileContent => ({ root: place.root, path: place.path, bytes: file.file.size }),
    )
    const events: EventDraft[] = []
    for (let at = 0; at < files.length; at += FILES_AN_EVENT)
      events.push({
        type: 'engine.given',
        by: 'desk',
        agent: life.agent,
        call,
        origin,
        files: files.slice(at, at + FILES_AN_EVENT),
        ...(life.task ? { task: life.task } : {}),
      })
    return events.length > 0 ? desk.record(events, 'strict') : ok(undefined)
  }

  /** In the runtime of others where that suits and may be; where it is lost in the middle, nothing had come home, and it is done again. */
  async function runSomewhere(work: Work): Promise<Result<RunReport>> {
    const { life, call, request } = work
    if (!sandbox) return failed('invalid', 'No commands can be run in this session.')
    const hosting = hosted ? await hostingFor(desk, life, request, hosted) : ok({ notes: [] })
    if (!hosting.ok) return hosting
    const notes: string[] = [...hosting.value.notes]
    if (!life.alive) return failed('stopped', 'The command was stopped before it began.')
    if (hosted && 'laid' in hosting.value) {
      const done = await runIn(hosted.sandbox, work, hosting.value)
      if (!done.ok || 'engine' in done.value) return done as Result<RunReport>
      const { failure } = done.value
      const told = await desk.record([{ type: 'engine.fellBack', by: 'desk', agent: life.agent, call, failure }])
      if (!told.ok) return told
      notes.push(`${failure.message} The command was run again from its beginning, in the built-in engine.`)
    }
    const done = await runIn(sandbox, work, null)
    if (!done.ok) return done
    if (!('engine' in done.value)) return { ok: false, failure: done.value.failure }
    return ok({ ...done.value, notes: [...notes, ...done.value.notes] })
  }

  return {
    async run(life, call, request) {
      const before = interrupted(desk, life, call)
      if (before) return before
      const stop = new AbortController()
      const show = createShow(desk, life.agent)
      running.set(life.agent, stop)
      try {
        return await runSomewhere({ life, call, request, stop, show })
      } finally {
        if (running.get(life.agent) === stop) running.delete(life.agent)
        show.end()
      }
    },
    stop(agent) {
      const stop = running.get(agent)
      if (!stop) return failed('invalid', 'That command has ended already.')
      stop.abort()
      return ok(undefined)
    },
  }
}

interface Work {
  life: Life
  call: string
  request: RunRequest
  stop: AbortController
  show: Show
}

/** The engine itself is gone; what the command had done there is gone with it. */
interface Lost {
  failure: Failure
}

const wordsOf = ({ stderr }: Ran) => stderr.head.trim()

function lost(place: Place, detail: string): Result<Lost> {
  place.laid = new Map()
  return ok(failed('network', 'WebContainer stopped answering in the middle of a command.', { detail }))
}

function lostOr(result: { ok: false; failure: Failure }, place: Place): Result<Lost> {
  if (result.failure.kind !== 'network') return result
  place.laid = new Map()
  return ok({ failure: result.failure })
}

/** A command is not run twice where a reload came between its changes and its answer. */
function interrupted(desk: Desk, life: Life, call: string): Result<never> | null {
  const base = effectBase(life, call)
  const known = desk.state.changes.filter(change => change.effect.startsWith(base))
  if (known.length === 0) return null
  const paths = known.slice(0, 20).map(({ change }) => showPlace(change, homeRoot(desk)))
  return failed(
    'conflict',
    `This command ran before an interruption and had begun to change files: ${paths.join(', ')}. Look at them, then decide what is left to do.`,
  )
}
