import { SHARED_FOLDER, SHARED_MARK } from '../ports/service.ts'

/** Puts what another program shared into a folder of its own in the browser's storage, and opens the page with it. */
export async function takeShared(request: Request, scope: string): Promise<Response> {
  const form = await request.formData()
  const storage = await navigator.storage.getDirectory()
  const all = await storage.getDirectoryHandle(SHARED_FOLDER, { create: true })
  const id = crypto.randomUUID()
  const folder = await all.getDirectoryHandle(id, { create: true })
  const words = ['title', 'text', 'url'].flatMap(field => form.get(field) || [])
  if (words.length > 0) await put(folder, 'Shared text.txt', new Blob([`${words.join('\n\n')}\n`]))
  for (const [index, file] of form.getAll('files').entries())
    if (file instanceof File) await put(folder, nameFor(file.name, index), file)
  return Response.redirect(`${scope}${SHARED_MARK}${id}`, 303)
}

async function put(folder: FileSystemDirectoryHandle, name: string, content: Blob): Promise<void> {
  const file = await (await folder.getFileHandle(name, { create: true })).createWritable()
  await file.write(content)
  await file.close()
}

/** Two files of one name are two files, and a name is no path. */
function nameFor(name: string, index: number): string {
  const plain = name.replace(/[/\\\p{Cc}]/gu, '_')
  return index === 0 ? plain : plain.replace(/(\.[^.]*)?$/, ` (${index + 1})$1`)
}
