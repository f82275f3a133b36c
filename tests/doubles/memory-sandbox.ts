import type { EngineName } from '../../src/domain/event.ts'
import { failed, ok } from '../../src/domain/failure.ts'
import type { GivenFile, Sandbox, TreeChange } from '../../src/ports/sandbox.ts'

/** What a command does to the files it was given, by their paths in the tree; null: the engine is lost in the middle of it. */
export type Does = (files: Map<string, string>, command: string) => TreeChange[] | null | Promise<TreeChange[] | null>

/** An engine whose commands are functions of the test. */
export function createMemorySandbox(engine: EngineName, does: Does): Sandbox & { ran: string[] } {
  const ran: string[] = []
  return {
    ran,
    capabilities: {
      engine,
      shell: true,
      node: true,
      npm: engine === 'webcontainer',
      python: engine === 'embedded',
      network: engine === 'webcontainer',
      separateStderr: true,
      ownPlace: engine === 'embedded',
    },
    async fork() {
      let given: readonly GivenFile[] = []
      let changes: TreeChange[] = []
      const printed = { head: 'ok\n', tail: '', dropped: 0 }
      return ok({
        async refresh(_under, files) {
          given = files
          return ok(undefined)
        },
        async exec({ command }) {
          ran.push(command)
          const files = new Map<string, string>()
          for (const { path, file } of given) files.set(path, await file.text())
          const done = await does(files, command)
          if (done === null) return failed('network', 'WebContainer is gone: it no longer answers.')
          changes = done
          return ok({ exitCode: 0, reason: 'exit', stdout: printed, stderr: { ...printed, head: '' }, ms: 1 })
        },
        changes: async () => ok({ changes, left: [] }),
        read: async () => failed('missing', 'Not here.'),
        write: async () => ok(undefined),
        close: () => undefined,
      })
    },
  }
}

export const bytes = (text: string) => new TextEncoder().encode(text)
