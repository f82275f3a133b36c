import * as Comlink from 'comlink'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { ReadDocument } from '../../ports/documents.ts'
import type { NamedBytes, OpenLook, Previews } from '../../ports/preview.ts'
import { createDisposable } from '../disposable.ts'
import { formatOf } from '../read/format.ts'
import { named, withNotes } from '../read/notes.ts'
import type { PdfCommands, PreviewCommands } from './commands.ts'

/** Milliseconds. */
const LIMIT_TO_OPEN = 60_000
const LIMIT_TO_SHOW = 20_000

/** Starts the workers; only who is above knows where they lie. */
export interface PreviewWorkers {
  preview(): Worker
  pdf(): Worker
}

/** Previews in workers: one for each file that is open, and two that compare and are thrown away after use. */
export function createPreviewPool(start: PreviewWorkers): Previews {
  const comparer = createDisposable<PreviewCommands>(start.preview)
  const pdfReader = createDisposable<PdfCommands>(start.pdf)

  async function readPdf({ name, bytes }: NamedBytes): Promise<Result<ReadDocument>> {
    const read = await pdfReader.use(name, LIMIT_TO_OPEN, worker => worker.read(handed(bytes.slice()), {}))
    return read.ok ? ok(withNotes(read.value, name)) : named(read, name)
  }

  return {
    canOpen: true,
    async open(file) {
      const format = formatOf(file.bytes, file.name)
      if (!format.ok) return format
      return format.value === 'pdf' ? openPdf(file, start) : openOther(file, start)
    },
    async compare(before, after) {
      const isPdf = (file: NamedBytes | null) => {
        const format = file && formatOf(file.bytes, file.name)
        return format?.ok === true && format.value === 'pdf'
      }
      if (!isPdf(before) && !isPdf(after))
        return comparer.use(after.name, LIMIT_TO_OPEN, worker => worker.compare(before, after))
      if (!isPdf(after) || (before && !isPdf(before)))
        return failed('unreadable', 'Before and after are files of different kinds. Look at each on its own.')
      const [old, now] = [before ? await readPdf(before) : ok(null), await readPdf(after)]
      if (!now.ok) return now
      if (!old.ok) return old
      return comparer.use(after.name, LIMIT_TO_OPEN, worker => worker.compareRead(old.value, now.value))
    },
  }
}

const noSuchPart = () => Promise.resolve(failed('invalid', 'The file has no such part.'))

async function openOther(file: NamedBytes, start: PreviewWorkers): Promise<Result<OpenLook>> {
  const worker = createDisposable<PreviewCommands>(start.preview, null)
  const opened = await worker.use(file.name, LIMIT_TO_OPEN, commands =>
    commands.open({ name: file.name, bytes: handed(own(file.bytes)) }),
  )
  if (!opened.ok) {
    worker.end()
    return named(opened, file.name)
  }
  const ask = <T>(job: (commands: PreviewCommands) => Promise<Result<T>>) => worker.use(file.name, LIMIT_TO_SHOW, job)
  return ok({
    look: opened.value,
    rows: (sheet, from, count) => ask(commands => commands.rows(sheet, from, count)),
    pieces: (from, count) => ask(commands => commands.pieces(from, count)),
    slides: (from, count) => ask(commands => commands.slides(from, count)),
    lines: (from, count) => ask(commands => commands.lines(from, count)),
    page: noSuchPart,
    close: worker.end,
  })
}

async function openPdf(file: NamedBytes, start: PreviewWorkers): Promise<Result<OpenLook>> {
  const worker = createDisposable<PdfCommands>(start.pdf, null)
  const opened = await worker.use(file.name, LIMIT_TO_OPEN, commands => commands.open(handed(own(file.bytes))))
  if (!opened.ok) {
    worker.end()
    return named(opened, file.name)
  }
  return ok({
    look: withNotes({ ...opened.value }, file.name),
    rows: noSuchPart,
    pieces: noSuchPart,
    slides: noSuchPart,
    lines: noSuchPart,
    page: (number, width) => worker.use(file.name, LIMIT_TO_SHOW, commands => commands.page(number, width)),
    close: worker.end,
  })
}

/** A view onto a larger buffer cannot be handed over without the rest of it. */
const own = (bytes: Uint8Array) => (bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice())

const handed = (bytes: Uint8Array) => Comlink.transfer(bytes, [bytes.buffer])
