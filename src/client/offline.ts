import { createSignal } from 'solid-js'
import { ok, type Result } from '../domain/failure.ts'
import { onLaunched } from '../page/brought-files.ts'
import { createKeptFolders } from '../page/kept-folders.ts'
import type { Service, ServiceNews } from '../page/service.ts'
import { tabStorage } from '../page/small-storage.ts'
import type { ChosenFolder } from '../ui/desk-client.ts'
import type { OfflinePart } from '../ui/update-notice.tsx'
import { chooseFolder } from './folders.ts'

const LOADED_AGAIN = 'deskhand:loaded-again'
const ofTab = tabStorage()

/** What the installed app and the service worker bring to the page. `take` gets a folder that the person chose for files they opened. */
export function createOffline(take: (folder: Result<ChosenFolder>) => void) {
  const [news, setNews] = createSignal<ServiceNews>({ kind: 'nothing' })
  const [openedFiles, setOpenedFiles] = createSignal<readonly FileSystemHandle[]>([])
  let hasBegun = false
  let started: (service: Service) => void
  const service = new Promise<Service>(resolve => {
    started = resolve
  })
  const keptFolders = createKeptFolders(
    folders => void service.then(part => part.keep(folders)),
    now => void service.then(part => part.running(now)),
  )
  onLaunched(setOpenedFiles)

  const part: OfflinePart = {
    news,
    openedFiles: () => openedFiles().map(file => file.name),
    async chooseTheirFolder() {
      const picked = await chooseFolder('readwrite', openedFiles()[0])
      if (picked.ok && !picked.value) return
      setOpenedFiles([])
      take(picked.ok ? ok(picked.value!) : picked)
    },
    update: () => void service.then(part => part.update()),
    loadAgain() {
      if (ofTab.get(LOADED_AGAIN)) setNews({ kind: 'missing', why: 'This page was loaded past the service worker.' })
      else {
        ofTab.put(LOADED_AGAIN, 'yes')
        location.reload()
      }
    },
    running: keptFolders.running,
  }

  return {
    part,
    keptFolders,
    /** Starts the service worker. At a first visit it fetches the whole app, so nothing that the person waits for may come after. */
    async begin(page: string): Promise<void> {
      if (hasBegun) return
      hasBegun = true
      if (crossOriginIsolated) ofTab.remove(LOADED_AGAIN)
      const { startService } = await import('../page/service.ts')
      started(await startService(page, setNews))
    },
  }
}
