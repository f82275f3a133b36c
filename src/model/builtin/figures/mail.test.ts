import { expect, test } from 'vitest'
import { pdf, words } from '../../../../tests/fixtures/documents.ts'
import { DeskInMemory } from '../../../../tests/unit/builtin-harness.ts'
import { readAll } from './reading.ts'
import { readReceipts } from './receipt.ts'

const mail = (...lines: string[]) => lines.join('\r\n')
const receiptsOf = async (text: string) => {
  const [file] = await new DeskInMemory({ 'a.eml': text }).run(readAll(['a.eml']))
  if (!file || 'unreadable' in file) throw new Error(file?.unreadable)
  return readReceipts('a.eml', file.text)
}
const withPdf = (body: string, lines: string[]) =>
  mail(
    'From: "Anna Berg" <anna@berg.example>',
    'Subject: the bill',
    'Date: Wed, 04 Mar 2026 10:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="XX"',
    '',
    '--XX',
    'Content-Type: text/plain; charset=utf-8',
    '',
    body,
    '--XX',
    'Content-Type: application/pdf; name="invoice.pdf"',
    'Content-Disposition: attachment; filename="invoice.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(pdf([lines.map((line, index) => words(50, 750 - index * 30, line)).join('')])).toString('base64'),
    '--XX--',
  )

test('the receipt is in the pdf that is attached, under its own name and day', async () => {
  const read = await receiptsOf(
    withPdf('Here it is.', ['Corner Cafe Ltd', 'Invoice date: 2 March 2026', 'Invoice no CC-77', 'Total: 12.50 EUR']),
  )
  expect(read).toMatchObject([
    { vendor: 'Corner Cafe Ltd', date: '2026-03-02', total: '12.50', currency: 'EUR', number: 'CC-77', unsure: [] },
  ])
})

test('what the attachment does not say of itself, the mail says', async () => {
  expect(await receiptsOf(withPdf('Here it is.', ['Total: 12.50 EUR']))).toMatchObject([
    { vendor: 'Anna Berg', date: '2026-03-04', total: '12.50' },
  ])
})

test('a mail and an attachment that name different totals are one receipt, and unsure', async () => {
  expect(await receiptsOf(withPdf('Total: 9.00 EUR', ['Corner Cafe', 'Total: 12.50 EUR']))).toMatchObject([
    { total: '9.00', unsure: ['an attachment of it names another total, 12.50'] },
  ])
})

test('encoded words, quoted-printable and base64 are decoded in their own charset', async () => {
  expect(
    await receiptsOf(
      mail(
        'From: =?iso-8859-1?Q?B=E4ckerei_M=FCller?= <a@b.example>',
        'Subject: =?utf-8?B?UmVjaG51bmcg?= =?utf-8?B?w7xiZXI=?=',
        'Date: Wed, 04 Mar 2026 10:00:00 +0100',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Br=F6tchen',
        'Gesamtbetrag: 12,00 EUR',
      ),
    ),
  ).toMatchObject([{ vendor: 'Bäckerei Müller', total: '12.00', date: '2026-03-04' }])
})

test('broken mails do not throw', async () => {
  for (const text of ['From: a\n\n', 'Content-Type: multipart/mixed; boundary=x\n\n--x', 'A: b\n\n====A'])
    expect(await receiptsOf(text)).toMatchObject({ unreadable: expect.any(String) })
})
