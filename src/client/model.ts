import * as Comlink from 'comlink'
import type { ModelChoice } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { windowOf } from '../domain/model-window.ts'
import { parseBaseUrl } from '../model/anthropic/endpoint.ts'
import { agentAddress, policyInPlace } from '../page/policy-in-place.ts'
import { tabStorage } from '../page/small-storage.ts'
import type { AgentCommands } from '../ports/desk.ts'
import type { ConnectionCheck, ModelSetup } from '../ports/model.ts'
import { engineSetting, savedEngine } from '../store/engine-setting.ts'
import { keepSetting, keepsBefore } from '../store/keep-setting.ts'
import { forgetKey, getKey, putKey } from '../store/key.ts'
import { modelSetting, savedChoice } from '../store/model-setting.ts'
import { putSetting } from '../store/settings.ts'
import type { ModelSettings } from '../ui/desk-client.ts'
import agentUrl from '../workers/agent.worker.ts?worker&url'

const ANTHROPIC = 'https://api.anthropic.com'
/** What a key's name in this tab's small storage begins with; its endpoint's origin follows. */
const TAB_KEY = 'deskhand:key:'
const ofTab = tabStorage()

const endpointOf = (choice: ModelChoice) => new URL(choice.baseUrl ?? ANTHROPIC).origin

async function keyFor(choice: ModelChoice): Promise<Result<string | null>> {
  const endpoint = endpointOf(choice)
  const inTab = ofTab.get(TAB_KEY + endpoint)
  return inTab ? ok(inTab) : getKey(endpoint)
}

/** Claude models have a large window and think; of others we assume what small machines manage. */
function setupOf(choice: ModelChoice, model: string, key: string | null): ModelSetup {
  const claude = /claude/i.test(model)
  return {
    provider: 'anthropic',
    baseUrl: choice.baseUrl ?? ANTHROPIC,
    key,
    model,
    window: windowOf(model),
    maxTokens: claude ? 32_000 : 8_000,
    thinking: claude,
  }
}

/** What the agents of a session with this model are started with. Fails where the page is not limited to the endpoint. */
export async function setupsFor(choice: ModelChoice): Promise<Result<{ lead: ModelSetup; helper: ModelSetup }>> {
  const limited = await policyInPlace(agentUrl, endpointOf(choice))
  if (!limited.ok) return limited
  const key = await keyFor(choice)
  if (!key.ok) return key
  return ok({
    lead: setupOf(choice, choice.lead ?? 'claude-opus-5-5', key.value),
    helper: setupOf(choice, choice.helper ?? 'claude-sonnet-5-5', key.value),
  })
}

/** What is set, without the key itself. */
export async function settings(): Promise<Result<ModelSettings>> {
  const saved = await savedChoice()
  if (!saved.ok) return saved
  const choice = saved.value
  const stored = await getKey(endpointOf(choice))
  if (!stored.ok) return stored
  const engine = await savedEngine()
  if (!engine.ok) return engine
  const inTab = ofTab.get(TAB_KEY + endpointOf(choice)) !== null
  return ok({
    choice,
    keepBefore: await keepsBefore(),
    engine: engine.value,
    keepKey: stored.value === null ? 'tab' : 'stored',
    hasKey: inTab || stored.value !== null,
  })
}

/** Keeps what is set. An empty key leaves the one that is known. */
export async function saveSettings({ choice, key, keepKey, keepBefore, engine }: ModelSettings): Promise<Result<void>> {
  const keeps = await putSetting(keepSetting, keepBefore)
  if (!keeps.ok) return keeps
  const endpoint = parseBaseUrl(choice.baseUrl ?? ANTHROPIC)
  if (!endpoint.ok) return endpoint
  if (choice.provider === 'anthropic' && key) {
    const { origin } = endpoint.value
    // A key lives in one place only.
    if (keepKey === 'tab') ofTab.put(TAB_KEY + origin, key)
    else ofTab.remove(TAB_KEY + origin)
    const kept = await (keepKey === 'tab' ? forgetKey(origin) : putKey(origin, key))
    if (!kept.ok) return kept
  }
  const engineKept = await putSetting(engineSetting, engine)
  if (!engineKept.ok) return engineKept
  return putSetting(modelSetting, choice.provider === 'anthropic' ? { ...choice, baseUrl: endpoint.value.url } : choice)
}

/** Tries the endpoint and its two models, from the only kind of worker that can reach it. */
export async function testConnection({ choice, key }: ModelSettings): Promise<Result<ConnectionCheck>> {
  const endpoint = parseBaseUrl(choice.baseUrl ?? ANTHROPIC)
  if (!endpoint.ok) return endpoint
  const known = key ? ok(key) : await keyFor(choice)
  if (!known.ok) return known
  const limited = await policyInPlace(agentUrl, endpoint.value.origin)
  if (!limited.ok) return limited
  const worker = new Worker(agentAddress(agentUrl, endpoint.value.origin), { type: 'module', name: 'endpoint test' })
  try {
    const models = [choice.lead, choice.helper].flatMap(model => model || [])
    return await Comlink.wrap<AgentCommands>(worker).check(endpoint.value.url, known.value, models)
  } finally {
    worker.terminate()
  }
}
