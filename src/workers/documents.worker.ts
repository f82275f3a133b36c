import * as Comlink from 'comlink'
import type { DocumentHello } from '../documents/disposable.ts'
import { createReadOn } from '../documents/read/read-on.ts'
import type { DocumentCommands } from './document-commands.ts'
import { writeAssets } from './write-assets.ts'

const readOn = createReadOn()

const commands: DocumentCommands = {
  async read(bytes, name, wish, elsewhere) {
    const { readDocument } = await import('../documents/read/read.ts')
    return readOn(bytes, name, wish, asked => readDocument(bytes, name, asked, elsewhere))
  },
  async write(spec) {
    const { writeDocument } = await import('../documents/write/write.ts')
    return writeDocument(spec, writeAssets)
  },
  async edit(bytes, name, operations) {
    const { editDocument } = await import('../documents/edit/edit.ts')
    return editDocument(bytes, name, operations)
  },
  async check(bytes, name, expectations) {
    const [{ checkDocument }, { readDocument }] = await Promise.all([
      import('../documents/check/check.ts'),
      import('../documents/read/read.ts'),
    ])
    return checkDocument(expectations, wish => readDocument(bytes, name, wish))
  },
}

addEventListener('message', ({ data }: MessageEvent<Partial<DocumentHello> | null>) => {
  if (data?.port) Comlink.expose(commands, data.port)
})
