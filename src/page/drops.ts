import { ok, type Result, unexpected } from '../domain/failure.ts'

interface WithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

/** A file that was dropped or chosen. Where the browser tells, `handle` says which it is, so that one of the session's own is known. */
export interface TakenFile {
  file: File
  handle?: FileSystemFileHandle
}

/** Who takes what is dropped on the page. `target` is what it was dropped on. */
export interface DropTakers {
  folder(folder: Result<FileSystemDirectoryHandle>): void
  /** A saved session, dropped alone. */
  saved(file: File): void
  files(files: TakenFile[], target: Element | null): void
  over(hovering: boolean, target: Element | null): void
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/**
 * Takes what is dropped anywhere on the page. The handles are asked for at once in the drop itself: one task later the
 * browser has emptied the list.
 */
export function onPageDrop(take: DropTakers): () => void {
  let quiet: ReturnType<typeof setTimeout> | undefined
  const targetOf = (event: DragEvent) => (event.target instanceof Element ? event.target : null)
  const hover = (hovering: boolean, target: Element | null) => {
    clearTimeout(quiet)
    take.over(hovering, target)
    // A drag that ends outside the window, or with Escape, says nothing: while it hovers, dragover comes every 350 ms or sooner.
    if (hovering) quiet = setTimeout(() => take.over(false, null), 800)
  }
  const enter = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    hover(true, targetOf(event))
  }
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) hover(false, null)
  }
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    const target = targetOf(event)
    hover(false, null)
    const items = [...(event.dataTransfer?.items ?? [])].filter(item => item.kind === 'file')
    const dropped = items.map(item => takenOf(item))
    void Promise.all(dropped).then(
      all => give(all, target),
      error => take.folder({ ok: false, failure: unexpected(error, 'taking what was dropped') }),
    )
  }
  async function give(dropped: (TakenFile | FileSystemDirectoryHandle | null)[], target: Element | null) {
    const all = dropped.filter(each => each !== null)
    const files = all.flatMap(each => ('file' in each ? each : []))
    for (const each of all) if (!('file' in each)) take.folder(ok(each))
    if (files.length === 1 && all.length === 1 && (await isSavedSession(files[0]!.file))) take.saved(files[0]!.file)
    else if (files.length > 0) take.files(files, target)
  }
  document.addEventListener('dragenter', enter)
  document.addEventListener('dragover', enter)
  document.addEventListener('dragleave', leave)
  document.addEventListener('drop', drop)
  return () => {
    clearTimeout(quiet)
    document.removeEventListener('dragenter', enter)
    document.removeEventListener('dragover', enter)
    document.removeEventListener('dragleave', leave)
    document.removeEventListener('drop', drop)
  }
}

async function takenOf(item: DataTransferItem & WithHandle): Promise<TakenFile | FileSystemDirectoryHandle | null> {
  const file = item.getAsFile()
  const handle = await item.getAsFileSystemHandle?.()
  if (handle?.kind === 'directory') return handle as FileSystemDirectoryHandle
  if (!file) return null
  return handle ? { file, handle: handle as FileSystemFileHandle } : { file }
}

const HEAD = 20_000

/** By what such a file begins with: a table in JSON or a web page of the person's is a file like any other. */
async function isSavedSession(file: File): Promise<boolean> {
  if (!/\.(html?|json)$/i.test(file.name)) return false
  return /deskhand-session|A session saved by Deskhand/.test(await file.slice(0, HEAD).text())
}

/** Lets the person choose files by a dialog of the system: the way without a mouse. Must be called in a click. None where it was closed. */
export function chooseFiles(): Promise<TakenFile[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  return new Promise(resolve => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])].map(file => ({ file }))), { once: true })
    input.addEventListener('cancel', () => resolve([]), { once: true })
    input.click()
  })
}
