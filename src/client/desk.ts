import sandboxNames from 'virtual:deskhand-sandbox'
import * as Comlink from 'comlink'
import type { ModelChoice } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { KeptFolders } from '../page/kept-folders.ts'
import { serveSandboxFrames } from '../page/sandbox-frame.ts'
import type { DeskCommands, DeskNews } from '../ports/desk.ts'
import { createHandles } from '../store/handles.ts'
import type { OpenDesk } from '../ui/desk-client.ts'
import { isDraft, keepsNothing, newDraft } from './first-session.ts'
import { idFor, reconnect } from './session-folders.ts'
import { type StartedDesk, startDesk } from './start-desk.ts'

const handles = createHandles()

export const NOTHING_KEPT = failed(
  'storage',
  'The browser does not let Deskhand keep anything here. Allow this page to keep data in the browser’s settings, then reload it.',
)
const keeping = () => import('../page/keep-worker.ts')

/**
 * Opens sessions, each with a desk of its own. `early` is one that was started before it was asked for. `atWork` is called whenever
 * one does what it is told, or turns out not to.
 */
export function createDesks(
  keptFolders: KeptFolders,
  early: { id: string; desk: StartedDesk } | null,
  atWork: () => void,
) {
  function started(id: string, takeOver: boolean): StartedDesk {
    const known = early
    early = null
    if (known?.id === id && !takeOver) return known.desk
    known?.desk.end()
    return startDesk(id, takeOver)
  }

  return async function open(id: string, hear: (news: DeskNews) => void, takeOver = false): Promise<Result<OpenDesk>> {
    if (keepsNothing()) {
      atWork()
      return NOTHING_KEPT
    }
    const { commands, news, opened: opening, end } = started(id, takeOver)
    news.onmessage = ({ data }: MessageEvent<DeskNews>) => {
      hear(data)
      // Now there is something to lose. The browser decides by itself, and shows nothing.
      if (data.events.some(event => event.type === 'run.started')) void navigator.storage.persist()
    }
    const frames = new MessageChannel()
    const sandboxAt = new URL('sandbox/', document.baseURI).href
    const sandboxFrames = serveSandboxFrames(frames.port1, page => sandboxAt + (sandboxNames[page] ?? page))
    void commands.useSandbox(Comlink.transfer(frames.port2, [frames.port2]), sandboxAt, sandboxNames)
    const close = () => {
      sandboxFrames.close()
      keptFolders.forget(id)
      end()
    }
    const opened = await opening
    if (!opened.ok) {
      close()
      atWork()
      return opened
    }
    const { state, choice, watching } = opened.value
    // Another tab has the same blank sheet before it: take a new one.
    if (watching && isDraft(id)) {
      close()
      return open(newDraft(), hear)
    }
    // A blank sheet follows the settings; a session that has begun stays with the model it began with.
    const model = state.run === null ? choice : state.model
    const ready = (watching ? Promise.resolve(ok(undefined)) : giveModel(commands, model)).then(result => {
      // What was commanded meanwhile is done from here on.
      performance.mark('deskhand:at-work')
      if (!result.ok) hear({ events: [], signals: [], failure: result.failure })
      atWork()
    })
    return ok({
      opened: opened.value,
      // The built-in planner needs nothing of the page, so nobody waits for it; what comes after it keeps its place in the line.
      ready: model.provider === 'builtin' ? Promise.resolve() : ready,
      calls: commands,
      async addFolder(folder) {
        const root = await idFor(handles, id, folder)
        if (!root.ok) return root
        const added = await commands.addRoot({ ...folder.info, id: root.value }, folder.handle)
        if (added.ok) keptFolders.add(id, root.value, folder.handle)
        return added.ok ? handles.put(id, root.value, folder.handle) : added
      },
      async placeOf(file) {
        const known = await handles.list(id)
        for (const { root, handle } of known.ok ? known.value : []) {
          const path = await handle.resolve(file)
          if (path) return { root, path: path.join('/') }
        }
        return null
      },
      copiesIn: async folder => (await keeping()).findCopies(folder.handle),
      bringBack: async (folder, ids) => (await keeping()).restoreCopies(folder.handle, ids),
      reconnect: (root, ask) => reconnect({ commands, handles, keptFolders, session: id }, root, ask),
      useModel: ({ choice }) => giveModel(commands, choice),
      previewServer: url => sandboxFrames.preview(url),
      close,
    })
  }
}

async function giveModel(desk: Comlink.Remote<DeskCommands>, choice: ModelChoice): Promise<Result<void>> {
  if (choice.provider === 'builtin') return desk.setModel(choice, { provider: 'builtin' }, { provider: 'builtin' })
  const { setupsFor } = await import('./model.ts')
  const setups = await setupsFor(choice)
  return setups.ok ? desk.setModel(choice, setups.value.lead, setups.value.helper) : setups
}
