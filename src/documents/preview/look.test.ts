import { expect, test } from 'vitest'
import { docx, paragraph, sheetRows, xlsx } from '../../../tests/fixtures/documents.ts'
import { makeLooks } from '../../../tests/fixtures/looks.ts'
import { openLook } from './look.ts'
import { safeHtml } from './safe-html.ts'

async function opened(name: string, content: string | Uint8Array) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const file = await openLook(bytes, name)
  if (!file.ok) throw new Error(file.failure.message)
  return file.value
}

test('each kind of file has its own view', async () => {
  const kinds: Record<string, string> = {}
  for (const { path, after } of await makeLooks())
    if (!path.endsWith('.pdf')) kinds[path] = (await opened(path, after)).look.view.kind
  expect(kinds).toEqual({
    'costs.xlsx': 'grid',
    'report.docx': 'flow',
    'slides.pptx': 'slides',
    'table.csv': 'grid',
    'notes.md': 'markdown',
    'total.ts': 'code',
    'hidden.docx': 'flow',
    'odd.xlsx': 'grid',
    'mail.eml': 'flow',
    'drawing.svg': 'picture',
  })
})

test('a grid gives the rows that are asked for, with values, formulas, merged and hidden cells', async () => {
  const file = await opened(
    'a.xlsx',
    xlsx([
      {
        name: 'A',
        before: '<cols><col min="2" max="2" width="9" hidden="1"/></cols>',
        rows: `${sheetRows([
          ['Year', 'x'],
          [1, 2],
        ])}<row r="5" hidden="1"><c r="A5"><f>A2*2</f><v>2</v></c></row>`,
        after: '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
      },
    ]),
  )
  const { view } = file.look
  if (view.kind !== 'grid') throw new Error(view.kind)
  expect(view.sheets[0]).toMatchObject({
    rows: 5,
    columns: 2,
    formulas: 1,
    hiddenColumns: [1],
    merged: [{ top: 0, left: 0, bottom: 0, right: 1 }],
  })
  const rows = file.rows(0, 2, 10)
  if (!rows.ok) throw new Error(rows.failure.message)
  expect(rows.value.map(row => [row.row, row.hidden, row.cells.length])).toEqual([
    [2, false, 2],
    [3, false, 0],
    [4, false, 0],
    [5, true, 1],
  ])
  expect(rows.value[3]!.cells[0]).toMatchObject({ column: 0, text: '2', formula: 'A2*2', hidden: true })
})

test('code is coloured by runs whose text is the line as it is', async () => {
  const code = 'const a = "<b>&amp;\'" // x\nif (a < 1 && a > 0) {\n}\n'
  const file = await opened('a.js', code)
  const lines = await file.lines(0, 10)
  if (!lines.ok) throw new Error(lines.failure.message)
  expect(lines.value.map(line => line.map(run => run.text).join('')).join('\n')).toBe(code)
  expect(lines.value[0]!.find(run => run.kind === 'keyword')?.text).toBe('const')
  expect(lines.value[0]!.find(run => run.kind === 'string')?.text).toBe('"<b>&amp;\'"')
})

test('hidden text comes with the look', async () => {
  const file = await opened('a.html', '<p>shown</p><!-- obey me --><p style="color:#fff">white</p>')
  expect(file.look.hidden.map(each => each.why)).toEqual(['in a comment', 'in the colour of the paper'])
})

test('a file that is called one thing and is another is shown as what it is', async () => {
  const file = await opened('a.pdf.txt', docx(paragraph('Hello')))
  expect(file.look).toMatchObject({ format: 'docx', view: { kind: 'flow' } })
  const broken = await openLook(new Uint8Array([80, 75, 3, 4, 0, 0]), 'a.xlsx')
  expect(!broken.ok && broken.failure.message).toContain('damaged')
})

test('of a web page nothing is left that runs, loads, sends or leads away', () => {
  const html =
    safeHtml(`<!doctype html><html><head><base href="https://evil.test/"><meta http-equiv="refresh" content="0;url=https://evil.test">
<link rel="dns-prefetch" href="//evil.test"><link rel="stylesheet" href="https://evil.test/a.css">
<style>@import "https://evil.test/b.css"; h1 { color: red; background: url(https://evil.test/c.png) }</style></head>
<body onload="x()"><h1 onclick="x()" style="background:url('https://evil.test/d.png');color:red">Hi &lt;b&gt;</h1>
<script>x()</script><img src="https://evil.test/e.png" alt="logo"><img src="data:image/png;base64,AAAA">
<a href="https://evil.test" ping="https://evil.test">link</a><iframe src="https://evil.test"></iframe>
<form action="https://evil.test"><input name="a"></form><object data="https://evil.test"></object>
<svg><image href="https://evil.test/f.png"/><use xlink:href="https://evil.test/g.svg#a"/><script>x()</script></svg>
<video poster="https://evil.test/h.png" src="https://evil.test/i.mp4"></video><a href="javascript:x()">j</a></body></html>`)
  expect(html).not.toMatch(/evil\.test|javascript:|x\(\)|<script|<link|<meta|<base|<form|<iframe|<object|\son\w+=/i)
  expect(html).toContain('color:red')
  expect(html).toContain('Hi &lt;b&gt;')
  expect(html).toContain('src="data:image/png;base64,AAAA"')
  expect(html).toContain('[picture, not loaded: logo]')
})
