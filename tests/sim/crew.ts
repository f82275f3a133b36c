import { createGate } from '../../src/agent/gate.ts'
import { runAgent } from '../../src/agent/loop.ts'
import { createNews } from '../../src/agent/news.ts'
import { patientReads } from '../../src/agent/patient-reads.ts'
import type { Crew } from '../../src/ports/crew.ts'
import type { AgentBrief, AgentDesk } from '../../src/ports/desk.ts'
import type { Timers } from '../../src/ports/host.ts'
import type { Model } from '../../src/ports/model.ts'
import type { Reads } from '../../src/ports/reads.ts'
import { type Clockwork, createLane, createPlace, type Lane, type Place } from './clockwork.ts'
import { hashNow } from './hash.ts'
import { documentsPort } from './ports.ts'

export interface CrewOptions {
  clockwork: Clockwork
  desk: Place
  reads: Reads
  model(brief: AgentBrief, place: Place): Model
  /** Hears of each agent's place, to be able to break it. */
  started(brief: AgentBrief, place: Place): void
}

/** Agents in places of their own: everything between them and the desk is a message that takes its time and keeps its order. */
export function createSimCrew({ clockwork, desk, reads, model, started }: CrewOptions): Crew {
  const message = (place: Place, what: string, lane: Lane) =>
    clockwork.point({ sort: 'message', what, place }, 0.4, lane)

  return {
    reads,
    documents: documentsPort({ clockwork }, desk),
    warm: () => undefined,
    start(brief, agentDesk, onNews) {
      const place = createPlace(brief.agent, desk)
      started(brief, place)
      const stop = new AbortController()
      const gate = createGate()
      const toDesk = createLane()
      const toAgent = createLane()
      const newsLane = createLane()
      const commands = createLane()

      /** What was posted arrives, also when its sender has died; the answer to a dead one does not. */
      const call =
        <Args extends unknown[], T>(what: string, work: (...args: Args) => Promise<T>) =>
        async (...args: Args): Promise<T> => {
          await message(desk, `${brief.agent} ${what}`, toDesk)
          const answer = await work(...args)
          await message(place, `${what} answered`, toAgent)
          return answer
        }
      const port = Object.fromEntries(
        Object.entries(agentDesk).map(([name, work]) => [name, call(name, work)]),
      ) as unknown as AgentDesk
      const readsLane = createLane()
      const read = <Args extends unknown[], T>(what: string, work: (...args: Args) => Promise<T>) =>
        (async (...args: Args) => {
          const answer = await work(...args)
          await message(place, `${what} read`, readsLane)
          return answer
        }) as (...args: Args) => Promise<T>
      const farReads: Reads = {
        list: read('list', reads.list),
        find: read('find', reads.find),
        search: read('search', reads.search),
        read: read('read', reads.read),
        version: read('version', reads.version),
      }
      const timers: Timers = {
        sleep: async ms => {
          await clockwork.point({ sort: 'timer', what: 'news', place }, ms)
        },
      }
      let tail = Promise.resolve()
      const { news, acknowledged } = createNews(
        batch => {
          void message(place, 'news', newsLane).then(() => {
            tail = tail.then(async () => {
              if (!place.alive) return
              // What the log refused is not acknowledged, as in the worker.
              const heard = await onNews(batch).then(
                () => true,
                () => false,
              )
              if (!heard || batch.ack === undefined) return
              await message(place, 'ack', commands)
              acknowledged(batch.ack)
            })
          })
        },
        hashNow,
        timers,
      )
      void message(place, 'start', commands).then(() =>
        runAgent(
          brief,
          {
            model: async () => model(brief, place),
            desk: port,
            reads: patientReads(farReads, port),
            documents: documentsPort({ clockwork }, place),
            news,
            gate,
          },
          stop.signal,
        ),
      )
      return {
        pause: () => void message(place, 'pause', commands).then(() => gate.pause()),
        resume: () => void message(place, 'resume', commands).then(() => gate.resume()),
        end() {
          place.alive = false
          stop.abort()
        },
      }
    },
  }
}
