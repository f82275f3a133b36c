import { expect, test } from 'vitest'
import { readMail } from './eml.ts'

const mail = (...lines: string[]) => lines.join('\r\n')

test('a plain mail gives its sender, subject, date and text', () => {
  const read = readMail(
    mail(
      'From: Shop <no-reply@shop.example>',
      'Subject: Your',
      ' receipt',
      'Date: Wed, 04 Mar 2026 10:00:00 +0100',
      '',
      'Total 12.00 EUR',
    ),
  )
  expect(read).toEqual({
    from: 'Shop <no-reply@shop.example>',
    subject: 'Your receipt',
    date: 'Wed, 04 Mar 2026 10:00:00 +0100',
    heading: '',
    text: 'Total 12.00 EUR',
    attachments: [],
  })
})

test('encoded words, quoted-printable and base64 are decoded in their own charset', () => {
  const read = readMail(
    mail(
      'From: =?iso-8859-1?Q?B=E4ckerei_M=FCller?= <a@b.example>',
      'Subject: =?utf-8?B?UmVjaG51bmcg?= =?utf-8?B?w7xiZXI=?=',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gesamtbetrag: 12,00 =A4 f=FC=',
      'r Br=F6tchen',
    ),
  )
  expect(read.from).toBe('Bäckerei Müller <a@b.example>')
  expect(read.subject).toBe('Rechnung über')
  expect(read.text).toBe('Gesamtbetrag: 12,00 ¤ für Brötchen')
})

test('of several parts the plain text is read, else the page; attachments are named', () => {
  const parts = (plain: string) =>
    readMail(
      mail(
        'From: a@b.example',
        'Content-Type: multipart/mixed; boundary="XX"',
        '',
        'preamble',
        '--XX',
        'Content-Type: multipart/alternative; boundary=YY',
        '',
        '--YY',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        btoa(plain),
        '--YY',
        'Content-Type: text/html',
        '',
        '<p>Total <b>9.00</b></p>',
        '--YY--',
        '--XX',
        'Content-Type: application/pdf; name="invoice.pdf"',
        'Content-Disposition: attachment; filename="invoice.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        'JVBERi0=',
        '--XX--',
      ),
    )
  expect(parts('Total 9.00 USD')).toMatchObject({ text: 'Total 9.00 USD', attachments: ['invoice.pdf'] })
  expect(parts('See the page.')).toMatchObject({ text: 'Total 9.00' })
})

test('broken mails do not throw', () => {
  for (const text of [
    '',
    '\n\n',
    'no headers here',
    'Content-Type: multipart/mixed; boundary=x\n\n--x',
    'Content-Transfer-Encoding: base64\n\n====A',
  ])
    expect(() => readMail(text)).not.toThrow()
})
