import type { AgentId } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { SCRATCH, showPlace } from '../domain/place.ts'
import type { RunReport, RunRequest } from '../ports/desk.ts'
import type { OutputChunk, Sandbox, SandboxView } from '../ports/sandbox.ts'
import { type Commands, type Desk, homeRoot } from './desk.ts'
import type { Life } from './life.ts'
import { bringHome, effectBase } from './run-changes.ts'
import { type LaidOut, layOut, treeRoot } from './run-files.ts'

/** How often it is looked whether a command's agent is still there. */
const LOOK_MS = 150
/** Of what a command prints while it runs, the screen gets the end. */
const SHOWN = 2_000
const SHOW_MS = 80

const EVERYTHING = ['**/*', `${SCRATCH}:**/*`]

interface Place {
  view: SandboxView
  laid: LaidOut
}

/** Runs the commands of a session's agents, each in a place of its own that lives as long as the agent. */
export function createCommands(desk: Desk, sandbox: Sandbox | null): Commands {
  const places = new Map<AgentId, Place>()
  const running = new Map<AgentId, AbortController>()

  async function placeFor(life: Life): Promise<Result<Place>> {
    const known = places.get(life.agent)
    if (known) return ok(known)
    if (!sandbox) return failed('invalid', 'No commands can be run in this session.')
    const view = await sandbox.fork(life.agent)
    if (!view.ok) return view
    const place = { view: view.value, laid: new Map() }
    places.set(life.agent, place)
    void closeAfter(life, place)
    return ok(place)
  }

  async function closeAfter(life: Life, place: Place): Promise<void> {
    while (life.alive) await desk.host.timers.sleep(LOOK_MS)
    running.get(life.agent)?.abort()
    place.view.close()
    if (places.get(life.agent) === place) places.delete(life.agent)
  }

  /** Runs the command over the files as they are now, then brings home what it changed. */
  async function run(life: Life, call: string, request: RunRequest): Promise<Result<RunReport>> {
    const before = interrupted(desk, life, call)
    if (before) return before
    const place = await placeFor(life)
    if (!place.ok) return place
    const laid = await layOut(desk, request.files ?? EVERYTHING, place.value.laid)
    if (!laid.ok) return laid
    place.value.laid = laid.value
    const { view } = place.value
    const under = desk.state.roots.map(root => treeRoot(desk, root.id))
    const refreshed = await view.refresh(
      under,
      [...laid.value.values()].map(each => each.file),
    )
    if (!refreshed.ok) return refreshed
    const stop = new AbortController()
    const over = new AbortController()
    running.set(life.agent, stop)
    const ran = await view.exec(request, showOutput(desk, life.agent, over.signal), stop.signal)
    running.delete(life.agent)
    over.abort()
    desk.publish({ events: [], signals: [{ type: 'progress', agent: life.agent, text: '' }] })
    if (!ran.ok) return ran
    const { exitCode, reason, stdout, stderr, ms } = ran.value
    const told = { engine: sandbox!.capabilities.engine, exitCode, reason, stdout, stderr, ms }
    // What a command had done when it was stopped is half of something.
    if (reason !== 'exit') return ok({ ...told, changed: [], refused: [], notes: ['Nothing it had changed was kept.'] })
    const changes = await view.changes()
    if (!changes.ok) return changes
    const home = await bringHome(desk, life, call, changes.value, laid.value)
    return home.ok
      ? ok({ ...told, ...home.value })
      : ok({ ...told, changed: [], refused: [], notes: [home.failure.message] })
  }

  return {
    run,
    stop(agent) {
      const stop = running.get(agent)
      if (!stop) return failed('invalid', 'That command has ended already.')
      stop.abort()
      return ok(undefined)
    },
  }
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

function showOutput(desk: Desk, agent: AgentId, over: AbortSignal): (chunk: OutputChunk) => void {
  let text = ''
  let shownAt = 0
  let waits = false
  const show = () => {
    if (over.aborted) return
    shownAt = desk.host.clock.now()
    waits = false
    desk.publish({ events: [], signals: [{ type: 'progress', agent, text }] })
  }
  return chunk => {
    text = (text + chunk.text).slice(-SHOWN)
    if (waits) return
    if (desk.host.clock.now() - shownAt >= SHOW_MS) return show()
    waits = true
    void desk.host.timers.sleep(SHOW_MS).then(show)
  }
}
