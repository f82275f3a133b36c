import type { AgentId, EngineName } from '../domain/event.ts'
import type { OutputChunk } from '../ports/sandbox.ts'
import type { Desk } from './desk.ts'

/** Of what a command prints while it runs, the screen gets the end. */
const SHOWN = 2_000
const SHOW_MS = 80

export interface Show {
  /** It runs in that engine from now on. */
  begin(engine: EngineName): void
  output(chunk: OutputChunk): void
  server(url: string): void
  end(): void
}

/** Tells the screen what a running command prints, a few times a second, and which engine it runs in. Nothing of it is kept. */
export function createShow(desk: Desk, agent: AgentId): Show {
  let text = ''
  let engine: EngineName | undefined
  let server: string | undefined
  let shownAt = 0
  let waits = false
  let over = false
  const show = () => {
    if (over) return
    shownAt = desk.host.clock.now()
    waits = false
    const more = { ...(engine ? { engine } : {}), ...(server ? { server } : {}) }
    desk.publish({ events: [], signals: [{ type: 'progress', agent, text, ...more }] })
  }
  return {
    begin(name) {
      engine = name
      server = undefined
      text = ''
      show()
    },
    output(chunk) {
      text = (text + chunk.text).slice(-SHOWN)
      if (waits) return
      if (desk.host.clock.now() - shownAt >= SHOW_MS) return show()
      waits = true
      void desk.host.timers.sleep(SHOW_MS).then(show)
    },
    server(url) {
      server = url
      show()
    },
    end() {
      over = true
      desk.publish({ events: [], signals: [{ type: 'progress', agent, text: '' }] })
    },
  }
}
