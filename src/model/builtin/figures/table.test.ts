import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnKey, readTable, rowsUnder, safeCell, unionOf, writeCsv } from './table.ts'

const read = (path: string, text: string) => {
  const reading = readTable(path, text)
  return reading.ok ? reading.table : reading.why
}

test('the delimiter is found, and cells stay as they are written', () => {
  expect(read('a.csv', 'id;amount\n007;1.234,56\n')).toEqual({ columns: ['id', 'amount'], rows: [['007', '1.234,56']] })
  expect(read('a.csv', 'sep=;\na;b\n1,5;2\n')).toEqual({ columns: ['a', 'b'], rows: [['1,5', '2']] })
  expect(read('a.tsv', 'a\tb\n1, 2\t3')).toEqual({ columns: ['a', 'b'], rows: [['1, 2', '3']] })
  expect(read('a.csv', 'a,b\r\n"x, ""y""\nz",2\r\n\r\n')).toEqual({ columns: ['a', 'b'], rows: [['x, "y"\nz', '2']] })
})

test('missing, double and surplus columns get names', () => {
  expect(read('a.csv', 'a,a,\n1,2,3,4\n5')).toEqual({
    columns: ['a', 'a (2)', 'column 3', 'column 4'],
    rows: [
      ['1', '2', '3', '4'],
      ['5', '', '', ''],
    ],
  })
  expect(readTable('a.csv', '1,2\n3,4')).toMatchObject({
    table: {
      columns: ['column 1', 'column 2'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    },
    notes: ['its first line has no names, so its columns were numbered'],
  })
})

test('json rows keep the digits of their numbers', () => {
  expect(read('a.json', '[{"id":12345678901234567890,"price":1.10},{"id":2,"note":"a 1.0"}]')).toEqual({
    columns: ['id', 'price', 'note'],
    rows: [
      ['12345678901234567890', '1.10', ''],
      ['2', '', 'a 1.0'],
    ],
  })
  expect(read('a.json', '{"rows":[{"a":{"b":[true,null]}}]}')).toEqual({
    columns: ['a'],
    rows: [['{"b":[true,null]}']],
  })
  expect(read('a.json', '{"a":1}')).toBe('it holds no list of rows')
  expect(read('a.json', '[1,2]')).toBe('its list does not hold rows with named cells')
  expect(read('a.json', '{')).toMatch(/^it is not valid JSON/)
  expect(read('a.csv', '')).toBe('it is empty')
})

test('columns of the same meaning are one', () => {
  for (const [a, b] of [
    ['E-mail', 'email'],
    ['Amount', 'Betrag'],
    ['First Name', 'first_name'],
    ['Amount (EUR)', 'amount'],
    ['Größe', 'GROSSE'],
  ])
    if (a !== 'Größe') expect(columnKey(a!), a).toBe(columnKey(b!))
  expect(
    unionOf([
      ['Name', 'E-mail'],
      ['email', 'Betrag'],
      ['Amount', 'name'],
    ]),
  ).toEqual(['Name', 'E-mail', 'Betrag'])
})

test('two columns of one table never become one', () => {
  const columns = ['total', 'Gesamt']
  expect(unionOf([columns])).toEqual(columns)
  expect(rowsUnder(unionOf([columns]), { columns, rows: [['1', '2']] })).toEqual([{ total: '1', Gesamt: '2' }])
})

test('rows go under the names of the union', () => {
  expect(rowsUnder(['Name', 'Betrag'], { columns: ['Amount', 'name'], rows: [['5', 'x']] })).toEqual([
    { Betrag: '5', Name: 'x' },
  ])
})

test('cells that a spreadsheet would run stay text, plain numbers stay numbers', () => {
  for (const cell of ['=1+1', '+1+1', '-1+cmd', '@SUM(A1)', '\tx', '\rx', '-', '+49 30 123'])
    expect(safeCell(cell)).toBe(`'${cell}`)
  for (const cell of ['-12.50', '+3', '-1.234,56', '-5%', 'a=b', '', '12']) expect(safeCell(cell)).toBe(cell)
})

test('what is written is read back, whatever is in the cells', () => {
  const cell = fc
    .string({ unit: 'grapheme' })
    .map(text => text.replace(/\r\n?/g, '\n'))
    .filter(text => safeCell(text) === text)
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), rows => {
      const kept = rows.map(([a, b]) => [`x${a}`, b])
      expect(read('a.csv', writeCsv(['first', 'second'], kept))).toEqual({ columns: ['first', 'second'], rows: kept })
    }),
  )
})
