import * as Comlink from 'comlink'
import type { Failure } from '../domain/failure.ts'
import type { Crew, LiveAgent } from '../ports/crew.ts'
import type { AgentBrief, AgentCommands, AgentNews } from '../ports/desk.ts'
import type { Reads } from '../ports/reads.ts'
import agentUrl from './agent.worker.ts?worker&url'
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
  const spare: Place[] = []

  const make = (to: string): Place => {
    const query = to === '' ? '' : `${agentUrl.includes('?') ? '&' : '?'}to=${encodeURIComponent(to)}`
    const worker = new Worker(`${agentUrl}${query}`, { type: 'module', name: 'agent' })
    return { worker, commands: Comlink.wrap<AgentCommands>(worker), to }
  }

  const place = (to: string): Place => {
    const index = spare.findIndex(each => each.to === to)
    return index < 0 ? make(to) : spare.splice(index, 1)[0]!
  }

  const readsPort = () => {
    const { port1, port2 } = new MessageChannel()
    void scan.serve(Comlink.transfer(port1, [port1]))
    return port2
  }

  return {
    reads: fromWire<Reads>(readsPort()),

    start(brief, desk, onNews): LiveAgent {
      const { worker, commands } = place(originOf(brief.setup))
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
        tail = tail
          .then(() => (ended ? undefined : onNews(data)))
          .then(() => {
            if (data.ack !== undefined && !ended) port1.postMessage({ ack: data.ack })
          })
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
        tell: turn => void commands.tell(turn),
        pause: () => void commands.pause(),
        resume: () => void commands.resume(),
        end() {
          ended = true
          worker.terminate()
          port1.close()
        },
      }
    },

    warm(count, setup) {
      const to = originOf(setup)
      while (spare.filter(each => each.to === to).length < count) {
        const made = make(to)
        void made.commands.warm(setup.provider)
        spare.push(made)
      }
    },
  }
}

const originOf = (setup: AgentBrief['setup']) => (setup.provider === 'anthropic' ? new URL(setup.baseUrl).origin : '')
