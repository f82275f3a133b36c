import { ok, type Result } from '../domain/failure.ts'
import type { EngineChoice } from '../ports/sandbox.ts'
import { getSetting, type Setting } from './settings.ts'

/** Which engines may run commands, in every session of this browser. */
export const engineSetting: Setting<EngineChoice> = {
  name: 'engine',
  is: (value): value is EngineChoice => value === 'ask' || value === 'automatic' || value === 'embedded',
}

export async function savedEngine(): Promise<Result<EngineChoice>> {
  const saved = await getSetting(engineSetting)
  return saved.ok ? ok(saved.value ?? 'ask') : saved
}
