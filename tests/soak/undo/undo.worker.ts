import type { Result } from '../../../src/domain/failure.ts'
import type { ChangeState } from '../../../src/domain/state.ts'
import { createHandleFolder } from '../../../src/folder/handle-folder.ts'
import type { Changed, RedoReport, UndoReport } from '../../../src/ports/changes.ts'
import { createVault } from '../../../src/store/vault.ts'
import { createWorld, HOME, type World } from '../../doubles/changes-world.ts'
import type { UndoStep } from './steps.ts'

export interface Commands {
  /** Begins a session in the folder `name` of the picked one, and does all of it there. Gives how many steps were done. */
  play(argument: { name: string; steps: UndoStep[]; keepsBefore: boolean }): Promise<number>
  changes(): Promise<ChangeState[]>
  undo(): Promise<Result<UndoReport>>
  redo(): Promise<Result<RedoReport>>
}

interface Asked {
  name: keyof Commands | 'folder'
  argument: unknown
  port: MessagePort
}

let picked: FileSystemDirectoryHandle
let world: World
const all = { kind: 'session' } as const

const commands: Commands = {
  async play({ name, steps, keepsBefore }) {
    const vault = await createVault('session-1')
    if (!vault.ok) throw new Error(vault.failure.message)
    world = createWorld({
      home: createHandleFolder(await picked.getDirectoryHandle(name)),
      vault: { ...vault.value, images: new Map() },
      keepsBefore,
    })
    let done = 0
    for (const step of steps) if ((await take(step)).ok) done++
    return done
  },
  changes: async () => world.state.changes,
  undo: () => world.changes.undo(all),
  redo: () => world.changes.redo(all),
}

async function take(step: UndoStep): Promise<Result<Changed>> {
  switch (step.kind) {
    case 'write':
      return world.write(step.path, step.text)
    case 'move':
      return world.move(step.path, step.to)
    case 'trash':
      return world.trash(step.path)
    case 'move-folder': {
      let last: Result<Changed> = { ok: false, failure: { kind: 'missing', message: 'There is nothing in it.' } }
      for (const path of await filesIn(step.path)) {
        const to = { root: HOME.id, path: step.to + path.slice(step.path.length) }
        const place = { root: HOME.id, path }
        last = await world.changes.apply(
          { kind: 'move', place, to, seen: 'not-looked', within: step.path },
          { agent: 'agent-1', task: 'task-1' },
        )
      }
      return last
    }
  }
}

async function filesIn(path: string): Promise<string[]> {
  const entries = await world.home.list(path)
  if (!entries.ok) return []
  const found = entries.value.map(({ name, kind }) =>
    kind === 'file' ? [`${path}/${name}`] : filesIn(`${path}/${name}`),
  )
  return (await Promise.all(found)).flat().sort()
}

addEventListener('message', async (event: MessageEvent<Asked>) => {
  const { name, argument, port } = event.data
  try {
    if (name === 'folder') picked = argument as FileSystemDirectoryHandle
    const work = name === 'folder' ? null : (commands[name] as (argument: unknown) => Promise<unknown>)
    port.postMessage({ value: await work?.(argument) })
  } catch (error) {
    port.postMessage({ error: String(error) })
  }
})
