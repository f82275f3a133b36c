import { ok } from '../../domain/failure.ts'
import type { Sandbox } from '../../ports/sandbox.ts'
import type { Runtime } from './runtime.ts'
import { WebContainerView } from './view.ts'

/** The engine of others: Node and npm, in this browser, from StackBlitz. It has a network, and one place for all agents. */
export function createWebContainerSandbox(runtime: Runtime): Sandbox {
  let views = 0
  return {
    capabilities: {
      engine: 'webcontainer',
      shell: true,
      node: true,
      npm: true,
      // What there is comes without its packages, and the embedded engine has as much and sqlite3.
      python: false,
      network: true,
      separateStderr: false,
      ownPlace: false,
    },
    fork: async agent => ok(new WebContainerView(runtime, `agents/${agent.replace(/[^\w-]/g, '_')}-${++views}`)),
  }
}
