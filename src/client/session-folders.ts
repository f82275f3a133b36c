import type { Remote } from 'comlink'
import type { RootInfo } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { KeptFolders } from '../page/kept-folders.ts'
import { askToUse, isInPlace, mayUse, pickFolder } from '../page/pick-folder.ts'
import type { DeskCommands } from '../ports/desk.ts'
import type { Handles } from '../store/handles.ts'
import type { ChosenFolder } from '../ui/desk-client.ts'

/** The same folder keeps its id in the session; another one of the same name gets a number. */
export async function idFor(
  handles: Handles,
  session: string,
  { info, handle }: ChosenFolder,
): Promise<Result<string>> {
  const known = await handles.list(session)
  if (!known.ok) return known
  for (const kept of known.value) if (await kept.handle.isSameEntry(handle)) return ok(kept.root)
  const taken = new Set(known.value.map(kept => kept.root))
  let id = info.id
  for (let number = 2; taken.has(id); number++) id = `${info.id}-${number}`
  return ok(id)
}

/** An open session, and where its folders are kept. */
interface Connection {
  commands: Remote<DeskCommands>
  handles: Handles
  keptFolders: KeptFolders
  session: string
}

/** Gives the desk one of its folders back: see `OpenDesk.reconnect`. */
export async function reconnect(connection: Connection, root: RootInfo, ask: boolean): Promise<Result<void>> {
  const { commands, handles, keptFolders, session } = connection
  const kept = await handles.get(session, root.id)
  if (!kept.ok && ask && kept.failure.kind === 'missing') return chooseAgain(connection, root)
  if (!kept.ok) return kept
  if (!(await mayUse(kept.value, root.access))) {
    if (!ask) return failed('permission-lost', `Reconnect the folder "${root.name}" to go on.`)
    const entered = await askToUse(kept.value, root.access)
    if (!entered.ok) return entered
  }
  if (!(await isInPlace(kept.value)))
    return ask
      ? chooseAgain(connection, root)
      : failed('permission-lost', `The folder "${root.name}" is no longer where it was.`)
  keptFolders.add(session, root.id, kept.value)
  return commands.reconnectRoot(root.id, kept.value)
}

/** The browser forgot the folder, as it may, or the folder was moved: the person shows it to us once more. */
async function chooseAgain(connection: Connection, root: RootInfo): Promise<Result<void>> {
  const { commands, handles, keptFolders, session } = connection
  const picked = await pickFolder(root.access)
  if (!picked.ok) return picked
  if (!picked.value) return failed('permission-lost', `The folder "${root.name}" is still not connected.`)
  const back = await commands.reconnectRoot(root.id, picked.value)
  if (back.ok) keptFolders.add(session, root.id, picked.value)
  return back.ok ? handles.put(session, root.id, picked.value) : back
}
