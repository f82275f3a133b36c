import type { ToPage } from '../../src/page/sandbox-frame.ts'
import { serveSandboxFrames } from '../../src/page/sandbox-frame.ts'
import type { GivenFile, SandboxView } from '../../src/ports/sandbox.ts'
import { createAssets } from '../../src/sandbox/embedded/assets.ts'
import { createEmbeddedSandbox } from '../../src/sandbox/embedded/embedded.ts'

/** The embedded engine, in this page. */
export function createWorld() {
  const base = new URL('/sandbox/', location.href).href
  const { port1, port2 } = new MessageChannel()
  const { close } = serveSandboxFrames(port2, page => base + page)
  let frames = 0
  const assets = createAssets()
  assets.lieAt(base, {})
  const sandbox = createEmbeddedSandbox(port => {
    const frame = ++frames
    port1.postMessage({ kind: 'open', frame, port } satisfies ToPage, [port])
    return () => port1.postMessage({ kind: 'close', frame } satisfies ToPage)
  }, assets)
  return { sandbox, close }
}

export async function fork(world: ReturnType<typeof createWorld>, files: GivenFile[] = []): Promise<SandboxView> {
  const view = await world.sandbox.fork('lead')
  if (!view.ok) throw new Error(view.failure.message)
  const laid = await view.value.refresh(['/work'], files)
  if (!laid.ok) throw new Error(`${laid.failure.message} ${laid.failure.detail ?? ''}`)
  return view.value
}
