import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { writeDocx } from './docx.ts'

test('words that run from right to left stand so, in headings, paragraphs, lists and tables; the others as before', async () => {
  const markdown = [
    '# דוח קבלות',
    'הסכום הוא **120 EUR** בלבד',
    'A total of 120 EUR',
    '- مشتريات',
    '| שם | price |\n|---|---|\n| חלב | 5 |',
  ].join('\n\n')
  const written = await writeDocx({ markdown })
  if (!written.ok) throw new Error(written.failure.message)
  const body = strFromU8(unzipSync(written.value)['word/document.xml']!)
  const paragraphs = body.match(/<w:p>.*?<\/w:p>/gs) ?? []
  const runs = (word: string) => {
    const paragraph = paragraphs.find(each => each.includes(word))
    return paragraph?.includes('<w:bidi/>')
  }
  for (const word of ['דוח', 'הסכום', 'مشتريات', 'שם', 'חלב']) expect([word, runs(word)]).toEqual([word, true])
  for (const word of ['A total', 'price']) expect([word, runs(word)]).toEqual([word, false])
  expect(body).toMatch(/<w:rtl\/>[\s\S]*?הסכום/)
})
