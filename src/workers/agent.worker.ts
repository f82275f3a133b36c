import * as Comlink from 'comlink'
import { createInbox } from '../agent/inbox.ts'
import { runAgent } from '../agent/loop.ts'
import { createNews } from '../agent/news.ts'
import { patientReads } from '../agent/patient-reads.ts'
import { ok } from '../domain/failure.ts'
import type { AgentBrief, AgentCommands, AgentDesk } from '../ports/desk.ts'
import type { Model } from '../ports/model.ts'
import type { Reads } from '../ports/reads.ts'
import { createHost } from '../store/host.ts'
import { fromWire } from './wire.ts'

const host = createHost()
const inbox = createInbox()

/** Loaded only by the agents that need it: the client of the API is by far the largest part. */
async function modelFor(brief: AgentBrief): Promise<Model> {
  const { setup } = brief
  if (setup.provider === 'builtin') {
    const { createBuiltinModel } = await import('../model/builtin/model.ts')
    return createBuiltinModel({ clock: host.clock })
  }
  const { createClaude } = await import('../model/anthropic/create.ts')
  return createClaude(setup, host)
}

const commands: AgentCommands = {
  start(brief, deskPort, readsPort, newsPort) {
    const desk = fromWire<AgentDesk>(deskPort)
    const reads = patientReads(fromWire<Reads>(readsPort), desk)
    const { news, acknowledged } = createNews(batch => newsPort.postMessage(batch), host.hashOf, host.timers)
    newsPort.onmessage = ({ data }: MessageEvent<{ ack: number }>) => acknowledged(data.ack)
    void modelFor(brief).then(model =>
      runAgent(brief, { model, desk, reads, news, inbox }, new AbortController().signal),
    )
  },
  tell: turn => inbox.put(turn),
  pause: () => inbox.pause(),
  resume: () => inbox.resume(),
  warm(provider) {
    if (provider === 'anthropic') void import('../model/anthropic/create.ts')
    else void import('../model/builtin/model.ts')
  },
  async models(baseUrl, key) {
    const { listModels } = await import('../model/anthropic/models.ts')
    const offered = await listModels({ baseUrl, key }, host)
    return offered.ok ? ok(offered.value.map(model => model.id)) : offered
  },
}

Comlink.expose(commands)
