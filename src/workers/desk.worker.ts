import * as Comlink from 'comlink'
import { failed, ok, type Result, unexpected } from '../domain/failure.ts'
import type { DeskCommands, DeskNews } from '../ports/desk.ts'
import { database } from '../store/database.ts'
import type { EngineCommands } from './desk-engine.ts'
import { type Opening, openLog } from './desk-log.ts'

// The person waits for the log: this file holds what opening it takes, and what works on the session comes right behind it.
// The storage is opened before anyone asks; whoever needs it asks again and hears of a failure.
void database().catch(() => undefined)

let settle: (engine: Result<EngineCommands> | Promise<Result<EngineCommands>>) => void
/** What works on the session. All that is commanded before it is there waits for it. A failure where nothing can be commanded. */
const engine = new Promise<Result<EngineCommands>>(resolve => {
  settle = resolve
})
let tell: (news: DeskNews) => void = () => undefined
let fence: (() => void) | null = null
let isLost = false

const open: DeskCommands['open'] = async (id, newsPort, takeOver) => {
  tell = news => newsPort.postMessage(news)
  const opened = await openLog(id, takeOver, tell, lose)
  settle(opened.ok ? engineFor(opened.value) : opened)
  return opened.ok ? ok(opened.value.shown) : opened
}

/** Nothing more is done here, whatever is under way. */
function lose(lost: NonNullable<DeskNews['lost']>, message: string): void {
  isLost = true
  fence?.()
  tell({ events: [], signals: [], failure: failed('fenced', message).failure, lost })
}

async function engineFor(opening: Opening): Promise<Result<EngineCommands>> {
  const started = await start(opening).catch((error: unknown) => ({
    ok: false as const,
    failure: unexpected(error, 'starting the desk'),
  }))
  if (!started.ok) tell({ events: [], signals: [], failure: started.failure, lost: 'broken' })
  return started
}

async function start({ owned, looking }: Opening): Promise<Result<EngineCommands>> {
  const { watchWith, workOn } = await import('./desk-engine.ts')
  if (!owned) return ok(await watchWith(looking, tell))
  const working = await workOn(owned, news => {
    tell(news)
    if (news.failure?.kind === 'fenced') lose('taken', news.failure.message)
  })
  if (!working.ok) return working
  fence = working.value.fence
  if (isLost) fence()
  return ok(working.value.commands)
}

Comlink.expose(
  new Proxy({ open } as DeskCommands, {
    get: (own, name: keyof DeskCommands) =>
      name === 'open'
        ? own.open
        : async (...args: never[]) => {
            const ready = await engine
            return ready.ok ? (ready.value[name] as (...args: never[]) => unknown)(...args) : ready
          },
  }),
)
