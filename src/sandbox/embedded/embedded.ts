import { ok } from '../../domain/failure.ts'
import type { Sandbox } from '../../ports/sandbox.ts'
import type { EngineAssets } from '../engine/commands.ts'
import { type OpenFrame, START_MS } from './frame.ts'
import { EmbeddedView } from './view.ts'

/** The engine that is part of the app: works offline, and is the same everywhere. */
export function createEmbeddedSandbox(
  open: OpenFrame,
  assets: EngineAssets & { engine(): Promise<Blob> },
  startMs = START_MS,
): Sandbox {
  return {
    capabilities: {
      engine: 'embedded',
      shell: true,
      node: true,
      npm: false,
      python: true,
      network: false,
      separateStderr: true,
      ownPlace: true,
    },
    fork: async () => ok(new EmbeddedView({ open, assets, startMs })),
  }
}
