const isSaved = (name: string) => /\.(html?|json)$/i.test(name)

/** Takes a saved session dropped anywhere on the page, before those look that wait for a folder. Returns the way to stop it. */
export function onSavedDrop(take: (file: File) => void): () => void {
  const drop = (event: DragEvent) => {
    const items = [...(event.dataTransfer?.items ?? [])]
    const file = items.length === 1 ? items[0]?.getAsFile() : null
    if (!file || !isSaved(file.name) || items[0]?.webkitGetAsEntry()?.isDirectory) return
    event.preventDefault()
    event.stopImmediatePropagation()
    take(file)
  }
  document.addEventListener('drop', drop, { capture: true })
  return () => document.removeEventListener('drop', drop, { capture: true })
}
