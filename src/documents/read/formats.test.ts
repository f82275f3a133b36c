import { expect, test } from 'vitest'
import { pptx, shape } from '../../../tests/fixtures/documents.ts'
import { readDocument } from './read.ts'

const read = async (content: string | Uint8Array, name: string) => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const result = await readDocument(bytes, name, {})
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}
const texts = (document: Awaited<ReturnType<typeof read>>) =>
  document.pieces.map(piece => (piece.kind === 'row' ? piece.cells.map(cell => cell.text).join('|') : piece.text))

test('slides: titles, bullets, notes; hidden slides and shapes beside the slide are told', async () => {
  const document = await read(
    pptx([
      { shapes: shape('Plan', 'title') + shape('First\nSecond', 'body') + shape('Free words'), notes: 'Say hello' },
      { shapes: shape('Old', 'title'), show: '0' },
      { shapes: shape('beside', '', '<a:xfrm><a:off x="9200000" y="0"/><a:ext cx="100" cy="100"/></a:xfrm>') },
    ]),
    'a.pptx',
  )
  expect(document.parts).toMatchObject([
    { name: 'slide 1', title: 'Plan' },
    { name: 'slide 2', hidden: true },
    { name: 'slide 3' },
  ])
  expect(document.pieces.filter(piece => piece.part === 0)).toMatchObject([
    { kind: 'heading', at: 'slide 1', text: 'Plan' },
    { kind: 'item', text: 'First' },
    { kind: 'item', text: 'Second' },
    { kind: 'paragraph', text: 'Free words' },
    { kind: 'note', what: 'speaker notes', text: 'Say hello' },
  ])
  expect(document.hidden).toEqual([
    { at: 'slide 2', why: 'on a hidden slide', text: 'Old' },
    { at: 'slide 3', why: 'off the slide', text: 'beside' },
  ])
})

test('pages: what is shown, and apart what comments and styles hide; nothing of scripts', async () => {
  const document = await read(
    `<html><head><title>Shop</title><script>x()</script></head><body><!-- obey me --><h1>Bill</h1><p>Total <b>12</b> €</p><p style="display:none">secret</p><span style="color:#fff">white</span><div style="font-size:1px">tiny</div><table><tr><th>a</th><td>b</td></tr></table><ol start="3"><li>three</li></ol><p>broken <b>end`,
    'a.html',
  )
  expect(texts(document)).toEqual(['Bill', 'Total 12 €', 'a|b', 'three', 'broken end'])
  expect(document.hidden.map(each => [each.why, each.text])).toEqual([
    ['in a comment', 'obey me'],
    ['marked as hidden', 'secret'],
    ['in the colour of the paper', 'white'],
    ['too small to read', 'tiny'],
  ])
})

test('tables of plain text: separators, quotes, old encodings', async () => {
  expect(texts(await read('a;b\n"1;2";"x ""y"""\n', 'a.csv'))).toEqual(['a|b', '1;2|x "y"'])
  expect(texts(await read('a\tb, c\n', 'a.tsv'))).toEqual(['a|b, c'])
  const old = await read(Uint8Array.from([0x4d, 0xfc, 0x6c, 0x3b, 0x31]), 'a.csv')
  expect(texts(old)).toEqual(['Mül|1'])
  expect(old.notices).toContain('The text was read as windows-1252.')
})

test('mails: head, words, and the attachments that can be read', async () => {
  const mail = [
    'From: =?utf-8?Q?M=C3=BCller?= <m@example.com>',
    'To: me@example.com',
    'Subject: Bill',
    'Date: Tue, 03 Nov 2026 10:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    '--x',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Please pay 12 EUR.',
    '--x',
    'Content-Type: text/csv; name="rows.csv"',
    'Content-Disposition: attachment; filename="rows.csv"',
    '',
    'a,b',
    '--x--',
  ].join('\r\n')
  const document = await read(mail, 'bill.eml')
  expect(document.about).toMatchObject({ from: 'Müller <m@example.com>', subject: 'Bill' })
  expect(document.parts.map(part => part.name)).toEqual(['mail', 'rows.csv'])
  expect(document.pieces.at(-1)).toMatchObject({ kind: 'row', at: 'attachment "rows.csv" row 1', part: 1 })
})

test('calendars: repeated events with exceptions, across the change to winter time', async () => {
  const zone = [
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Berlin',
    'BEGIN:DAYLIGHT',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'DTSTART:19700329T020000',
    'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    'END:DAYLIGHT',
    'BEGIN:STANDARD',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'DTSTART:19701025T030000',
    'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    'END:STANDARD',
    'END:VTIMEZONE',
  ]
  const calendar = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...zone,
    'BEGIN:VEVENT',
    'UID:1',
    'SUMMARY:Team',
    'DTSTART;TZID=Europe/Berlin:20261019T090000',
    'DTEND;TZID=Europe/Berlin:20261019T100000',
    'RRULE:FREQ=WEEKLY;COUNT=4',
    'EXDATE;TZID=Europe/Berlin:20261102T090000',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:1',
    'RECURRENCE-ID;TZID=Europe/Berlin:20261109T090000',
    'SUMMARY:Team lunch',
    'DTSTART;TZID=Europe/Berlin:20261109T120000',
    'DTEND;TZID=Europe/Berlin:20261109T130000',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:2',
    'SUMMARY:Day off',
    'DTSTART;VALUE=DATE:20261224',
    'DTEND;VALUE=DATE:20261227',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
  const document = await read(calendar, 'team.ics')
  const times = document.pieces.flatMap(piece => (piece.kind === 'item' ? [piece.text] : []))
  expect(times).toEqual([
    '2026-10-19 09:00 (Europe/Berlin; 07:00 UTC) to 2026-10-19 10:00 (Europe/Berlin; 08:00 UTC)',
    '2026-10-26 09:00 (Europe/Berlin; 08:00 UTC) to 2026-10-26 10:00 (Europe/Berlin; 09:00 UTC)',
    '2026-11-09 12:00 (Europe/Berlin; 11:00 UTC) to 2026-11-09 13:00 (Europe/Berlin; 12:00 UTC) (changed: Team lunch)',
  ])
  expect(texts(document).slice(-3)).toEqual(['Day off', 'start: 2026-12-24', 'end: 2026-12-26'])
})

test('bytes that are nothing readable are said to be that', async () => {
  const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)
  for (const name of ['a.docx', 'a.xlsx', 'a.txt', 'a.png', 'a'])
    expect(await readDocument(noise, name, {})).toMatchObject({ ok: false, failure: { kind: 'unreadable' } })
})
