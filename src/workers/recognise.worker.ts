import language from '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz?url&no-inline'
import * as Comlink from 'comlink'
import createEngine from 'tesseract.js-core/tesseract-core-simd-lstm.js'
import engine from 'tesseract.js-core/tesseract-core-simd-lstm.wasm?url&no-inline'
import type { DocumentHello } from '../documents/disposable.ts'
import { createRecogniser } from '../documents/recognise/recognise.ts'
import { unexpected } from '../domain/failure.ts'
import type { RecogniseCommands } from './document-commands.ts'

/** The words of the app's own files; some servers unpack them on the way. */
async function load(address: string): Promise<Uint8Array> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(unpacked).arrayBuffer())
}

async function start() {
  const [wasmBinary, data] = await Promise.all([load(engine), load(language)])
  const quiet = () => undefined
  return createRecogniser(
    await createEngine({ wasmBinary, print: quiet, printErr: quiet, TesseractProgress: quiet }),
    data,
  )
}

let recogniser: ReturnType<typeof start> | null = null

const commands: RecogniseCommands = {
  async recognise(picture) {
    try {
      recogniser ??= start()
      return await (await recogniser)(picture)
    } catch (error) {
      recogniser = null
      return { ok: false, failure: unexpected(error, 'reading the words in a picture') }
    }
  },
}

addEventListener('message', ({ data }: MessageEvent<Partial<DocumentHello> | null>) => {
  if (data?.port) Comlink.expose(commands, data.port)
})
