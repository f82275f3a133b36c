import { failed, ok, type Result, unexpected } from '../domain/failure.ts'

interface WithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/**
 * Takes folders dropped anywhere on the page. The handles are asked for at once in the drop itself: one task later the
 * browser has emptied the list.
 */
export function onFolderDrop(
  take: (folder: Result<FileSystemDirectoryHandle>) => void,
  over: (hovering: boolean) => void,
): () => void {
  let quiet: ReturnType<typeof setTimeout> | undefined
  const hover = (hovering: boolean) => {
    clearTimeout(quiet)
    over(hovering)
    // A drag that ends outside the window, or with Escape, says nothing: while it hovers, dragover comes every 350 ms or sooner.
    if (hovering) quiet = setTimeout(() => over(false), 800)
  }
  const enter = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    hover(true)
  }
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) hover(false)
  }
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    hover(false)
    const items = [...(event.dataTransfer?.items ?? [])] as (DataTransferItem & WithHandle)[]
    for (const handle of items.map(item => item.getAsFileSystemHandle?.()))
      handle?.then(
        value => take(folderOnly(value)),
        error => take({ ok: false, failure: unexpected(error, 'taking the dropped folder') }),
      )
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

function folderOnly(handle: FileSystemHandle | null): Result<FileSystemDirectoryHandle> {
  if (handle?.kind === 'directory') return ok(handle as FileSystemDirectoryHandle)
  return failed('invalid', 'That is not a folder. Drop the folder that holds the files instead.')
}
