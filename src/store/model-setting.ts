import type { ModelChoice } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { getSetting, type Setting } from './settings.ts'

export const BUILTIN: ModelChoice = { provider: 'builtin' }

const isText = (value: unknown) => value === undefined || typeof value === 'string'

function isChoice(value: unknown): value is ModelChoice {
  if (typeof value !== 'object' || value === null) return false
  const { provider, baseUrl, lead, helper } = value as Record<string, unknown>
  return (provider === 'builtin' || provider === 'anthropic') && [baseUrl, lead, helper].every(isText)
}

/** Which model new sessions use. */
export const modelSetting: Setting<ModelChoice> = { name: 'model', is: isChoice }

export async function savedChoice(): Promise<Result<ModelChoice>> {
  const saved = await getSetting(modelSetting)
  return saved.ok ? ok(saved.value ?? BUILTIN) : saved
}
