import { expect, test } from 'vitest'
import { pdf, sheetRows, words, xlsx } from '../../../tests/fixtures/documents.ts'
import type { ReadWish } from '../../ports/documents.ts'
import { readPdf } from './pdf/pdf.ts'
import { readDocument } from './read.ts'
import { createReadOn } from './read-on.ts'

const rows = (count: number) => sheetRows(Array.from({ length: count }, (_, i) => [`row ${i + 1}`, i]))

function counted() {
  const readOn = createReadOn()
  const counts = { reads: 0 }
  const read = (bytes: Uint8Array, name: string, wish: ReadWish) =>
    readOn(bytes, name, wish, asked => {
      counts.reads++
      return name.endsWith('.pdf')
        ? readPdf(bytes.slice(), asked, { tables: {}, fonts: {}, decoders: {} })
        : readDocument(bytes, name, asked)
    })
  return { read, counts }
}

test('however many windows a document is asked for in, it is read twice, and each window is as if it were read by itself', async () => {
  const { read, counts } = counted()
  const [one, other] = [xlsx([{ name: 'A', rows: rows(100) }]), xlsx([{ name: 'A', rows: rows(60) }])]
  for (let from = 1; from <= 61; from += 20) {
    const wish = { from, count: 20 }
    expect(await read(one, 'a.xlsx', wish)).toEqual(await readDocument(one, 'a.xlsx', wish))
    // Another file of that name in between.
    expect(await read(other, 'a.xlsx', wish)).toEqual(await readDocument(other, 'a.xlsx', wish))
  }
  expect(counts.reads).toBe(4)
  const last = await read(one, 'a.xlsx', { from: 81, count: 20 })
  expect(last).toMatchObject({ ok: true, value: { from: 81, total: 100, more: false } })
})

test('the pages of a pdf are read on from what was kept, and only the wished parts', async () => {
  const { read, counts } = counted()
  const bytes = pdf([words(50, 700, 'Hello'), words(50, 700, 'again'), words(50, 700, 'end')])
  const seen: string[] = []
  for (let from = 1; from <= 2; from++) {
    const window = await read(bytes, 'a.pdf', { from, count: 1, parts: { from: 2, to: 3 } })
    if (!window.ok) throw new Error(window.failure.message)
    seen.push(...window.value.pieces.map(piece => `${piece.at} ${'text' in piece ? piece.text : ''}`))
  }
  expect(seen).toEqual(['page 2 again', 'page 3 end'])
  expect(counts.reads).toBe(2)
})
