import * as Comlink from 'comlink'
import type { Failure } from '../domain/failure.ts'
import type { Crew, LiveAgent } from '../ports/crew.ts'
import type { AgentBrief, AgentCommands, AgentNews } from '../ports/desk.ts'
import type { Reads } from '../ports/reads.ts'
import agentUrl from './agent.worker.ts?worker&url'
import { createDocumentPool } from './document-pool.ts'
import type { ScanCommands } from './scan-commands.ts'
import { fromWire, toWire } from './wire.ts'

interface Place {
  worker: Worker
  commands: Comlink.Remote<AgentCommands>
  to: string
}

/**
 * Agents in workers of their own. A worker's own response carries the policy that lets it reach `?to=` and nothing else, so each
 * is loaded for the endpoint of its model; the built-in planner's reach nothing. `onBroke` hears of a worker that failed as such.
 */
export function createWorkerCrew(
  scan: Comlink.Remote<ScanCommands>,
  onBroke: (agent: string, failure: Failure) => void,
): Crew {
  let spare: Place[] = []
  let working = 0
  /** Agents that were started and have not been heard yet. */
  const starting = new Set<Worker>()
  let wanted: { count: number; setup: AgentBrief['setup'] } | null = null

  const make = (to: string): Place => {
    const query = to === '' ? '' : `${agentUrl.includes('?') ? '&' : '?'}to=${encodeURIComponent(to)}`
    const worker = new Worker(`${agentUrl}${query}`, { type: 'module', name: 'agent' })
    return { worker, commands: Comlink.wrap<AgentCommands>(worker), to }
  }

  const place = (to: string): Place => {
    const index = spare.findIndex(each => each.to === to)
    return index < 0 ? make(to) : spare.splice(index, 1)[0]!
  }

  const fill = () => {
    if (!wanted) return
    const { count, setup } = wanted
    const to = originOf(setup)
    while (spare.filter(each => each.to === to).length < count) {
      const made = make(to)
      // One that could not be loaded must not be given to an agent, which would wait in it for ever.
      made.worker.onerror = () => {
        spare = spare.filter(each => each !== made)
      }
      void made.commands.warm(setup.provider)
      spare.push(made)
    }
  }

  /** Loading a place holds up whoever starts meanwhile; an agent that was heard waits for its model. */
  const isHeard = (worker: Worker) => {
    if (starting.delete(worker) && starting.size === 0) fill()
  }

  const left = (worker: Worker) => {
    dismiss(worker)
    isHeard(worker)
    working -= 1
    if (working > 0) return
    // Places made for agents that never came: nobody is left who could need them soon.
    for (const each of spare) dismiss(each.worker)
    spare = []
    wanted = null
  }

  const readsPort = () => {
    const { port1, port2 } = new MessageChannel()
    void scan.serve(Comlink.transfer(port1, [port1]))
    return port2
  }

  return {
    reads: fromWire<Reads>(readsPort()),
    documents: createDocumentPool(),

    start(brief, desk, onNews): LiveAgent {
      const { worker, commands } = place(originOf(brief.setup))
      working += 1
      starting.add(worker)
      let ended = false
      const broke = (what: string) => {
        if (ended) return
        onBroke(brief.agent, {
          kind: 'bug',
          message: 'A helper’s worker broke down. Go on to start it again where it was.',
          detail: what,
        })
      }
      worker.onerror = event => broke(event.message)
      worker.onmessageerror = () => broke('messageerror')
      const { port1, port2 } = new MessageChannel()
      let tail: Promise<void> = Promise.resolve()
      port1.onmessage = ({ data }: MessageEvent<AgentNews>) => {
        if (ended) return
        isHeard(worker)
        tail = tail
          .then(() => (ended ? undefined : onNews(data)))
          .then(
            () => {
              if (data.ack !== undefined && !ended) port1.postMessage({ ack: data.ack })
            },
            // Not acknowledged, the agent takes no further step; the desk has told the person why.
            () => undefined,
          )
      }
      const deskPort = toWire(desk)
      const reads = readsPort()
      void commands.start(
        brief,
        Comlink.transfer(deskPort, [deskPort]),
        Comlink.transfer(reads, [reads]),
        Comlink.transfer(port2, [port2]),
      )
      return {
        pause: () => void commands.pause(),
        resume: () => void commands.resume(),
        end() {
          if (ended) return
          ended = true
          port1.close()
          left(worker)
        },
      }
    },

    warm(count, setup) {
      wanted = { count, setup }
      if (starting.size === 0) fill()
    },
  }
}

/** Comlink holds on to a worker until nobody knows its commands any more. Its listeners do, and with them a whole conversation. */
function dismiss(worker: Worker): void {
  worker.onerror = null
  worker.onmessageerror = null
  worker.terminate()
}

const originOf = (setup: AgentBrief['setup']) => (setup.provider === 'anthropic' ? new URL(setup.baseUrl).origin : '')
