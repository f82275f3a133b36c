import type { Host } from '../../ports/host.ts'
import type { Model } from '../../ports/model.ts'
import { type AnthropicSetup, createAnthropicModel } from './model.ts'
import { createSlots } from './slots.ts'

/** The adapter with the platform's own locks and chance, as an agent worker uses it. */
export const createClaude = (setup: AnthropicSetup, host: Host): Model =>
  createAnthropicModel(setup, {
    clock: host.clock,
    timers: host.timers,
    newId: host.newId,
    slots: createSlots(navigator.locks),
    random: Math.random,
  })
