import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentsInThread } from '../../../tests/doubles/documents-in-thread.ts'
import {
  docx,
  paragraph,
  pdf,
  pptx,
  shape,
  sheetRows,
  words,
  wordTable,
  xlsx,
} from '../../../tests/fixtures/documents.ts'

const whole: [name: string, bytes: Uint8Array][] = [
  ['a.docx', docx(paragraph('Hello') + wordTable([['a', 'b']]))],
  [
    'a.xlsx',
    xlsx([
      {
        name: 'A',
        rows: sheetRows([
          ['x', 1],
          ['y', 2],
        ]),
      },
    ]),
  ],
  ['a.pptx', pptx([{ shapes: shape('Title', 'title'), notes: 'n' }])],
  ['a.pdf', pdf([words(50, 700, 'Hello'), words(50, 700, 'again')])],
  ['a.eml', new TextEncoder().encode('From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhi\n--x--')],
  [
    'a.ics',
    new TextEncoder().encode(
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261103T100000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR',
    ),
  ],
]

test.each(whole)(
  '%s, cut or with any bytes changed, is read or refused with a sentence, and nothing is thrown',
  async (name, bytes) => {
    const before = Object.getOwnPropertyNames(Object.prototype).length
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 6 }), fc.nat(bytes.length), async (changes, cut) => {
        const copy = bytes.slice(0, changes.length > 0 ? bytes.length : cut)
        for (const { at, to } of changes) copy[at] = to
        const read = await documentsInThread.read(copy, name, {})
        if (!read.ok) expect(read.failure.message).toMatch(/^["A-Z].*\.$/s)
      }),
      { numRuns: 60 },
    )
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before)
  },
  60_000,
)
