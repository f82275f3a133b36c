import { failed, ok, type Result } from '../../domain/failure.ts'
import type { DocumentPicture } from '../../ports/documents.ts'
import { type Glyphs, linesOf } from '../read/pdf/lines.ts'
import { type Word, wordsIn } from './words.ts'

/** What the engine of tesseract offers, as far as it is used. */
export interface Engine {
  FS: { writeFile(path: string, bytes: Uint8Array): void }
  TessBaseAPI: new () => EngineApi
}
interface EngineApi {
  Init(path: string | null, language: string, mode: number): number
  SetVariable(name: string, value: string): void
  SetImageFile(exif: number, angle: number): number
  Recognize(monitor: null): number
  GetTSVText(page: number): string
  MeanTextConf(): number
  Clear(): void
}

export interface RecognisedLine {
  text: string
  /** 0 to 100, of the least certain word. */
  confidence: number
}

export interface Recognised {
  lines: RecognisedLine[]
  /** Degrees the picture had to be turned clockwise to be read. */
  turned: number
}

/** Letters of so many pixels are read best; paper is photographed with fewer or far more. */
const LONGEST = 2600
const SHORTEST = 1600
const MOST_PIXELS = 60_000_000
/** From here on a reading is taken without trying the other three ways to hold the paper. */
const SURE = 78
/** The neural reader alone: there is no data for the old one. */
const NEURAL = 1

/** Makes a reader of words in pictures out of the engine and the data of its language. */
export function createRecogniser(engine: Engine, language: Uint8Array) {
  engine.FS.writeFile('/eng.traineddata', language)
  const api = new engine.TessBaseAPI()
  const ready = api.Init('/', 'eng', NEURAL) === 0
  api.SetVariable('tessedit_pageseg_mode', '6')

  return async (picture: DocumentPicture): Promise<Result<Recognised>> => {
    if (!ready) return failed('bug', 'The part that reads words in pictures could not start.')
    if (picture.width * picture.height > MOST_PIXELS)
      return failed('too-large', 'The picture is too large for its words to be read.')
    const bitmap = await createImageBitmap(new Blob([picture.bytes as Uint8Array<ArrayBuffer>]))
    let best: { words: Word[]; worth: number; turned: number } | null = null
    for (const turned of [0, 90, 270, 180]) {
      engine.FS.writeFile('/input', await drawn(bitmap, turned))
      if (api.SetImageFile(1, 0) === 1) break
      api.Recognize(null)
      const words = wordsIn(api.GetTSVText(0))
      const confidence = api.MeanTextConf()
      api.Clear()
      const worth = confidence * Math.min(1, words.length / 5)
      if (!best || worth > best.worth) best = { words, worth, turned }
      if (worth >= SURE) break
    }
    bitmap.close()
    return best
      ? ok({ lines: linesFrom(best.words), turned: best.turned })
      : failed('unreadable', 'The picture is damaged.')
  }
}

/** The picture turned, of a size that is read well, in greys. */
async function drawn(bitmap: ImageBitmap, turned: number): Promise<Uint8Array> {
  const longest = Math.max(bitmap.width, bitmap.height)
  const scale = longest > LONGEST ? LONGEST / longest : longest < SHORTEST ? Math.min(3, SHORTEST / longest) : 1
  const [width, height] = [bitmap.width * scale, bitmap.height * scale]
  const lying = turned === 90 || turned === 270
  const canvas = new OffscreenCanvas(Math.round(lying ? height : width), Math.round(lying ? width : height))
  const context = canvas.getContext('2d')!
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.translate(canvas.width / 2, canvas.height / 2)
  context.rotate((turned * Math.PI) / 180)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, -width / 2, -height / 2, width, height)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return new Uint8Array(await blob.arrayBuffer())
}

function linesFrom(words: readonly Word[]): RecognisedLine[] {
  const sure = new Map<Glyphs, number>()
  for (const word of words) {
    const { text, left, top, width, height } = word
    // One height for all, so that letters with and without tails count as one line.
    sure.set({ text, x: left, y: -(top + height), width, size: height, rightToLeft: false }, word.confidence)
  }
  return linesOf([...sure.keys()]).map(line => ({
    text: line.text,
    confidence: Math.max(0, Math.round(Math.min(...line.glyphs.map(each => sure.get(each) ?? 0)))),
  }))
}
