import { expect, test } from 'vitest'
import { docx, HEADING_STYLES, paragraph, run, wordTable } from '../../../../tests/fixtures/documents.ts'
import { readDocument } from '../read.ts'

const read = async (bytes: Uint8Array, name = 'a.docx') => {
  const result = await readDocument(bytes, name, {})
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}
const told = (document: Awaited<ReturnType<typeof read>>) => document.pieces.map(({ part: _, ...piece }) => piece)

test('headings, paragraphs and tables come in order, each with its place', async () => {
  const body =
    paragraph('Offer', 'H1') +
    paragraph('Dear Ms Ç') +
    wordTable([
      ['Item', 'Price'],
      ['Paper & ink', '12.50'],
    ]) +
    paragraph('שלום', 'H2')
  expect(told(await read(docx(body, { styles: HEADING_STYLES })))).toEqual([
    { kind: 'heading', at: '¶ 1', level: 1, text: 'Offer' },
    { kind: 'paragraph', at: '¶ 2', text: 'Dear Ms Ç' },
    { kind: 'row', at: 'table 1 row 1', table: 1, cells: [{ text: 'Item' }, { text: 'Price' }] },
    { kind: 'row', at: 'table 1 row 2', table: 1, cells: [{ text: 'Paper & ink' }, { text: '12.50' }] },
    { kind: 'heading', at: '¶ 3', level: 2, text: 'שלום' },
  ])
})

test('numbered lists are numbered as Word numbers them', async () => {
  const item = (level: number, text: string) =>
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="7"/></w:numPr></w:pPr>${run(text)}</w:p>`
  const level = (n: number, format: string, text: string) =>
    `<w:lvl w:ilvl="${n}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
  const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '%1%2)')}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>`
  const body = [item(0, 'a'), item(1, 'b'), item(1, 'c'), item(0, 'd'), item(1, 'e')].join('')
  const document = await read(docx(body, { numbering }))
  expect(document.pieces.map(piece => piece.kind === 'item' && piece.marker)).toEqual(['1.', '1a)', '1b)', '2.', '2a)'])
})

test('what stands beside the text is told with the paragraph it hangs on', async () => {
  const body = `<w:p>${run('The price is ')}<w:commentRangeStart w:id="1"/>${run('high')}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>${run('.')}<w:r><w:footnoteReference w:id="2"/></w:r><w:ins w:author="Eva">${run(' Agreed.')}</w:ins><w:del w:author="Max"><w:r><w:delText> Never.</w:delText></w:r></w:del></w:p>`
  const comments = `<w:comment w:id="1" w:author="Ann">${paragraph('Too high?')}</w:comment>`
  const footnotes = `<w:footnote w:id="2">${paragraph('Without tax')}</w:footnote>`
  expect(told(await read(docx(body, { comments, footnotes })))).toEqual([
    { kind: 'paragraph', at: '¶ 1', text: 'The price is high. Agreed.' },
    { kind: 'note', at: '¶ 1', what: 'inserted', text: 'Agreed.', by: 'Eva' },
    { kind: 'note', at: '¶ 1', what: 'deleted', text: 'Never.', by: 'Max' },
    { kind: 'note', at: '¶ 1', what: 'footnote', text: 'Without tax' },
    { kind: 'note', at: '¶ 1', what: 'comment', text: 'Too high?', by: 'Ann', about: 'high' },
  ])
})

test('text that nobody sees is kept apart, with the reason', async () => {
  const body = [
    `<w:p>${run('Seen. ')}${run('ghost', '<w:vanish/>')}${run('white', '<w:color w:val="FFFFFF"/>')}${run('tiny', '<w:sz w:val="2"/>')}</w:p>`,
    `<w:p>${run('white on black', '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>')}</w:p>`,
    `<w:p><w:pPr><w:pStyle w:val="Secret"/></w:pPr>${run('by style')}</w:p>`,
  ].join('')
  const styles = '<w:style w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
  const document = await read(docx(body, { styles }))
  expect(document.pieces.map(piece => 'text' in piece && piece.text)).toEqual(['Seen.', 'white on black'])
  expect(document.hidden).toEqual([
    { at: '¶ 1', why: 'marked as hidden', text: 'ghost' },
    { at: '¶ 1', why: 'in the colour of the paper', text: 'white' },
    { at: '¶ 1', why: '1 pt small', text: 'tiny' },
    { at: '¶ 3', why: 'marked as hidden', text: 'by style' },
  ])
})

test('entities that a document defines are never unfolded', async () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`
  const xml = `<?xml version="1.0"?>${bomb}<w:document xmlns:w="http://x"><w:body><w:p><w:r><w:t>&b; &f;</w:t></w:r></w:p></w:body></w:document>`
  const document = await read(docx('', {}, { 'word/document.xml': xml }))
  expect(document.pieces).toMatchObject([{ text: '&b; &f;' }])
})

test('a wrong ending, a cut file and a protected one are said to be that', async () => {
  const bytes = docx(paragraph('Hello'))
  expect((await read(bytes, 'a.xlsx')).notices).toEqual(['"a.xlsx" is really a docx file, and was read as one.'])
  expect(await readDocument(bytes.subarray(0, 400), 'a.docx', {})).toMatchObject({
    ok: false,
    failure: { kind: 'unreadable', message: '"a.docx" is damaged or cut off: it is not a whole docx file.' },
  })
  const compound = new Uint8Array(1024)
  compound.set([0xd0, 0xcf, 0x11, 0xe0])
  compound.set(
    [...'EncryptedPackage'].flatMap(char => [char.charCodeAt(0), 0]),
    300,
  )
  expect(await readDocument(compound, 'a.docx', {})).toMatchObject({
    ok: false,
    failure: { message: '"a.docx" is protected by a password, so it cannot be read. Remove the password first.' },
  })
  expect(await readDocument(new Uint8Array(), 'a.docx', {})).toMatchObject({
    failure: { message: '"a.docx" is empty.' },
  })
})

test('a window of the pieces is as it would be in the whole', async () => {
  const bytes = docx(Array.from({ length: 20 }, (_, i) => paragraph(`Line ${i + 1}`)).join(''))
  const result = await readDocument(bytes, 'a.docx', { from: 5, count: 3 })
  expect(result.ok && result.value).toMatchObject({
    from: 5,
    total: 20,
    more: true,
    pieces: [{ at: '¶ 5' }, { at: '¶ 6' }, { at: '¶ 7' }],
  })
})
