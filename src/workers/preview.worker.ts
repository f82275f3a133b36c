import * as Comlink from 'comlink'
import type { DocumentHello } from '../documents/disposable.ts'
import type { PreviewCommands } from '../documents/preview/commands.ts'
import type { Opened } from '../documents/preview/look.ts'
import { failed, ok, type Result, unexpected } from '../domain/failure.ts'

let opened: Opened | null = null

const notOpen = failed('invalid', 'The file is no longer open. Close it and look again.')

async function from<T>(ask: (file: Opened) => Result<T> | Promise<Result<T>>): Promise<Result<T>> {
  return opened ? ask(opened) : notOpen
}

const commands: PreviewCommands = {
  async open({ bytes, name }) {
    const { openLook } = await import('../documents/preview/look.ts')
    const found = await openLook(bytes, name)
    if (!found.ok) return found
    opened = found.value
    return ok(opened.look)
  },
  rows: (sheet, first, count) => from(file => file.rows(sheet, first, count)),
  pieces: (first, count) => from(file => file.pieces(first, count)),
  slides: (first, count) => from(file => file.slides(first, count)),
  lines: (first, count) => from(file => file.lines(first, count)),
  async compare(before, after) {
    const [{ compareFiles }, { readDocument }] = await Promise.all([
      import('../documents/compare/compare.ts'),
      import('../documents/read/read.ts'),
    ])
    try {
      return await compareFiles(before, after, file => readDocument(file.bytes, file.name, {}))
    } catch (error) {
      return { ok: false, failure: unexpected(error, `comparing "${after.name}"`) }
    }
  },
  async compareRead(before, after) {
    const { documentsCompared } = await import('../documents/compare/compare.ts')
    return ok(documentsCompared(before, after))
  },
}

addEventListener('message', ({ data }: MessageEvent<Partial<DocumentHello> | null>) => {
  if (data?.port) Comlink.expose(commands, data.port)
})
