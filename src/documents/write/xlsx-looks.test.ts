import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { writeXlsx } from './xlsx.ts'

async function parts(sheet: Parameters<typeof writeXlsx>[0]['sheets'][0]) {
  const written = await writeXlsx({ format: 'xlsx', sheets: [sheet] })
  if (!written.ok) throw new Error(written.failure.message)
  const files = unzipSync(written.value)
  return (path: string) => strFromU8(files[path]!)
}

test('each column is wide enough for what its formulas come to, so that nothing shows as ####', async () => {
  const part = await parts({
    name: 'A',
    rows: [
      ['what', 'total', 'share'],
      ['a', { value: 98_765_432.1, format: '#,##0.00 "EUR"' }, { value: -12.5, format: '0.0 %' }],
      ['sum', { formula: 'B2*1000', format: '#,##0.00' }, null],
    ],
  })
  const sheet = part('xl/worksheets/sheet1.xml')
  const width = (column: number) => Number(new RegExp(`<col min="${column}"[^>]* width="([\\d.]+)"`).exec(sheet)?.[1])
  expect(width(2)).toBeGreaterThanOrEqual('98,765,432,100.00'.length + 1)
  expect(width(3)).toBeGreaterThanOrEqual('-1250.0 %'.length + 1)
})

test('figures stand under the right end of their head, words beside them apart, and each printed page begins with the head', async () => {
  const part = await parts({
    name: 'Costs of May',
    rows: [
      ['day', 'total', 'number'],
      [{ date: '2026-05-04' }, 12.5, 'INV-7'],
    ],
  })
  const styles = part('xl/styles.xml')
  const formats = [...styles.slice(styles.indexOf('<cellXfs')).matchAll(/<xf [^>]*?(?:\/>|>.*?<\/xf>)/gs)].map(
    each => each[0],
  )
  const sheet = part('xl/worksheets/sheet1.xml')
  const look = (at: string) => formats[Number(new RegExp(`<c r="${at}"[^>]* s="(\\d+)"`).exec(sheet)?.[1] ?? 0)]!
  expect(look('B1')).toContain('horizontal="right"')
  for (const at of ['C1', 'C2']) expect(look(at)).toMatch(/horizontal="left".*indent="1"|indent="1".*horizontal="left"/)
  expect(look('A2')).toContain('horizontal="left"')
  expect(part('xl/workbook.xml')).toMatch(/_xlnm.Print_Titles"[^>]*>&apos;Costs of May&apos;!\$1:\$1</)
})
