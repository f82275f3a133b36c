import { expect, test } from 'vitest'
import { docx, paragraph, pdf, sheetRows, words, xlsx, zipped } from '../../tests/fixtures/documents.ts'
import { createDocumentPool } from './document-pool.ts'

const pool = createDocumentPool()
/** The first document of a format also loads its library, module by module where nothing is bundled. */
const PATIENT = 90_000

const FONTS = ['Liberation Sans, Arial, sans-serif', 'Liberation Serif, Times, serif', 'Liberation Mono, monospace']

/** A receipt as a picture, as a camera would give it: fonts, sizes and turns differ. */
async function receipt(
  lines: readonly [string, string][],
  font: string,
  size: number,
  turn: 0 | 90,
  type: string,
): Promise<Uint8Array> {
  const [width, height] = [size * 26, size * 2 * (lines.length + 2)]
  const canvas = new OffscreenCanvas(turn ? height : width, turn ? width : height)
  const context = canvas.getContext('2d')!
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  if (turn) {
    context.translate(canvas.width, 0)
    context.rotate(Math.PI / 2)
  }
  context.fillStyle = '#111'
  context.font = `${size}px ${font}`
  for (const [i, [label, amount]] of lines.entries()) {
    context.fillText(label, size, size * 2 * (i + 1.5))
    context.textAlign = 'right'
    context.fillText(amount, width - size, size * 2 * (i + 1.5))
    context.textAlign = 'left'
  }
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.9 })).arrayBuffer())
}

test(
  'every format is read in a worker of its own, at the same time',
  async () => {
    const [one, two, three] = await Promise.all([
      pool.read(pdf([words(50, 700, 'Total 12.50')]), 'a.pdf', {}),
      pool.read(docx(paragraph('Grüße')), 'a.docx', {}),
      pool.read(xlsx([{ name: 'A', rows: sheetRows([[1, 2]]) }]), 'a.xlsx', {}),
    ])
    expect(one).toMatchObject({ ok: true, value: { pieces: [{ at: 'page 1', text: 'Total 12.50' }] } })
    expect(two).toMatchObject({ ok: true, value: { pieces: [{ at: '¶ 1', text: 'Grüße' }] } })
    expect(three).toMatchObject({ ok: true, value: { pieces: [{ at: 'A!1', cells: [{ value: 1 }, { value: 2 }] }] } })
  },
  PATIENT,
)

test(
  'a page of a pdf is drawn as a picture',
  async () => {
    const read = await pool.read(pdf([words(50, 700, 'Total 12.50', { size: 40 })]), 'a.pdf', { pictures: true })
    if (!read.ok) throw new Error(read.failure.message)
    const [picture] = read.value.pictures
    expect(picture).toMatchObject({ at: 'page 1', type: 'image/png', height: 1568 })
    const bitmap = await createImageBitmap(new Blob([picture!.bytes as Uint8Array<ArrayBuffer>]))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    expect(data.filter((value, i) => i % 4 === 0 && value < 100).length).toBeGreaterThan(500)
  },
  PATIENT,
)

test(
  'a bomb is given up, and the next document is read as if nothing had been',
  async () => {
    const bomb = zipped({ 'word/document.xml': new Uint8Array(100_000_000) })
    expect(await pool.read(bomb, 'bomb.docx', {})).toMatchObject({ ok: false, failure: { kind: 'too-large' } })
    expect(await pool.read(docx(paragraph('fine')), 'a.docx', {})).toMatchObject({ ok: true })
  },
  PATIENT,
)

test('words in pictures are recognised offline: fonts, sizes and turned paper; what is unsure is marked', async () => {
  let right = 0
  let wrong = 0
  let unmarked = 0
  for (let number = 1; number <= 20; number++) {
    const font = FONTS[number % 3]!
    const size = number % 4 < 2 ? 18 : 30
    const turn = number % 5 < 2 ? 90 : 0
    const amounts = [`${number * 7}.${10 + number}`, `${number * 113}.50`, `${1000 + number * 37}.95`]
    const lines = [
      ['Corner Cafe', ''],
      ['Date', `2026-1${number % 3}-0${1 + (number % 9)}`],
      ['Coffee', amounts[0]!],
      ['Cake', amounts[1]!],
      ['Total EUR', amounts[2]!],
    ] as [string, string][]
    const bytes = await receipt(lines, font, size, turn, number % 2 ? 'image/png' : 'image/jpeg')
    const read = await pool.read(bytes, number % 2 ? 'a.png' : 'a.jpg', { recognise: true })
    if (!read.ok) throw new Error(`${read.failure.message} ${read.failure.detail}`)
    const found = read.value.pieces.flatMap(piece => (piece.kind === 'paragraph' ? [piece] : []))
    for (const [label, amount] of lines.filter(line => line[1] !== '')) {
      const line = found.find(each => each.text.toLowerCase().startsWith(label.toLowerCase()))
      if (line?.text.split(/\s+/).includes(amount)) right++
      else {
        wrong++
        if (line && (line.confidence ?? 0) >= 70) unmarked++
      }
    }
  }
  expect(right + wrong).toBe(80)
  expect(right / (right + wrong)).toBeGreaterThanOrEqual(0.95)
  expect(unmarked).toBe(0)
}, 180_000)
