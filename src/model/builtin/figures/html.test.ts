import { expect, test } from 'vitest'
import { pageText } from './html.ts'

test('a page becomes lines, one for each row, without scripts and styles', () => {
  const page = pageText(
    `<html><head><title>Rechnung 7</title><style>b{}</style></head><body><h1>M&uuml;ller &amp; Co</h1>
     <script>var total = 99.99</script><table><tr><td>Netto</td><td>100,00 €</td></tr><tr><th>Gesamt</th><td>119,00 €</td></tr></table></body></html>`,
  )
  expect(page).toEqual({
    title: 'Rechnung 7',
    heading: 'Müller & Co',
    text: 'Müller & Co\nNetto  100,00 €\nGesamt  119,00 €',
  })
})

test('broken html still gives its words', () => {
  expect(pageText('<p>Total <b>12.00<p>Thanks').text).toBe('Total 12.00\nThanks')
  expect(pageText('').text).toBe('')
})
