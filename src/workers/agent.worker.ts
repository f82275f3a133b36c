import * as Comlink from 'comlink'
import { createGate } from '../agent/gate.ts'
import { runAgent } from '../agent/loop.ts'
import { createNews } from '../agent/news.ts'
import { patientReads } from '../agent/patient-reads.ts'
import type { AgentBrief, AgentCommands, AgentDesk } from '../ports/desk.ts'
import type { Model } from '../ports/model.ts'
import type { Reads } from '../ports/reads.ts'
import { refusingModel, underOwnPolicy } from '../service/own-policy.ts'
import { createHost } from '../store/host.ts'
import { createDocumentPool } from './document-pool.ts'
import { fromWire } from './wire.ts'

const host = createHost()
const gate = createGate()
const documents = createDocumentPool()

/** Loaded only by the agents that need it: the client of the API is by far the largest part. */
async function modelFor(brief: AgentBrief): Promise<Model> {
  const { setup } = brief
  if (setup.provider === 'builtin') {
    const { createBuiltinModel } = await import('../model/builtin/model.ts')
    return createBuiltinModel({ clock: host.clock })
  }
  const limited = await underOwnPolicy()
  if (!limited.ok) return refusingModel(limited.failure)
  const { createClaude } = await import('../model/anthropic/create.ts')
  return createClaude(setup, host)
}

const commands: AgentCommands = {
  start(brief, deskPort, readsPort, newsPort) {
    const desk = fromWire<AgentDesk>(deskPort)
    const reads = patientReads(fromWire<Reads>(readsPort), desk)
    const { news, acknowledged } = createNews(batch => newsPort.postMessage(batch), host.hashOf, host.timers)
    newsPort.onmessage = ({ data }: MessageEvent<{ ack: number }>) => acknowledged(data.ack)
    void runAgent(
      brief,
      { model: () => modelFor(brief), desk, reads, documents, news, gate },
      new AbortController().signal,
    )
  },
  pause: () => gate.pause(),
  resume: () => gate.resume(),
  warm(provider) {
    if (provider === 'anthropic') void import('../model/anthropic/create.ts')
    else void import('../model/builtin/model.ts')
  },
  async check(baseUrl, key, models) {
    const limited = await underOwnPolicy()
    if (!limited.ok) return limited
    const { checkConnection } = await import('../model/anthropic/check.ts')
    return checkConnection({ baseUrl, key, models }, host)
  },
}

Comlink.expose(commands)
