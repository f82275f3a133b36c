import { createSignal } from 'solid-js'
import { render } from 'solid-js/web'
import { expect, test, vi } from 'vitest'
import { EXAMPLES, LONGER } from '../../tests/fixtures/markdown.ts'
import './style/index.css'
import './style/session.css'
import Markdown from './markdown.tsx'
import { createSheet } from './markdown-sheet.ts'
import { Said } from './said.ts'

const box = () => document.createElement('div')

/** The nodes as they are drawn; white space at the end of a line is not to be seen. */
const shown = (place: Element) => place.innerHTML.replace(/(?:\n| )+(?=<\/)/g, '')

test('what is drawn piece by piece is what is drawn at once, cut at every byte', () => {
  for (const example of [...EXAMPLES, ...LONGER])
    for (const text of [example, `First.\n\n${example}\n\nAnd after.\n\nThe end.`])
      for (const size of [1, 3, 16]) {
        const [slow, atOnce] = [box(), box()]
        const sheet = createSheet(slow)
        for (let from = 0; from < text.length; from += size) sheet.append(text.slice(from, from + size))
        createSheet(atOnce).append(text)
        expect(shown(slow), JSON.stringify(text)).toBe(shown(atOnce))
      }
})

test('a long text, a long list, a long table and long code that grow leave what is drawn as it is', () => {
  const text = [
    ...Array.from({ length: 200 }, (_, n) => `Paragraph ${n} with [a link](https://example.com/${n}).`),
    Array.from({ length: 300 }, (_, n) => `- item ${n} of **many**`).join('\n'),
    `| a | b |\n|---|---|\n${Array.from({ length: 300 }, (_, n) => `| ${n} | two |`).join('\n')}`,
    `\`\`\`\n${Array.from({ length: 500 }, (_, n) => `line ${n}`).join('\n')}\n\`\`\``,
    'The end.',
  ].join('\n\n')
  const slow = box()
  document.body.append(slow)
  const sheet = createSheet(slow)
  const first = new Map<string, Element | null>()
  const kinds = ['p', 'li', 'tr', 'pre']
  for (let from = 0; from < text.length; from += 50) {
    sheet.append(text.slice(from, from + 50))
    for (const kind of kinds) if (!first.get(kind)) first.set(kind, slow.querySelector(kind))
  }
  for (const kind of kinds) expect(slow.querySelector(kind), kind).toBe(first.get(kind))
  const atOnce = box()
  createSheet(atOnce).append(text)
  expect(shown(slow)).toBe(shown(atOnce))
  expect(slow.querySelector('pre')!.innerText.trimEnd()).toBe(
    Array.from({ length: 500 }, (_, n) => `line ${n}`).join('\n'),
  )
  slow.remove()
})

test('of a very long text what is out of sight is put away, and is there again when it is looked at', async () => {
  const place = box()
  place.className = 'prose'
  place.style.cssText = 'block-size: 400px; overflow-y: auto'
  document.body.append(place)
  const sheet = createSheet(place)
  for (let n = 0; n < 2500; n++) {
    sheet.append(`Paragraph ${n} of many.\n\n`)
    if (n % 16 !== 15) continue
    place.scrollTop = place.scrollHeight
    await new Promise(resolve => requestAnimationFrame(resolve))
  }
  const drawn = () => [...place.querySelectorAll('p')].map(each => each.textContent)
  const divisions = () => place.querySelectorAll('div').length
  const all = Math.ceil(2500 / 16)
  await vi.waitFor(() => expect(drawn().length).toBeLessThan(700))
  // Of those that hold others nothing is left but themselves.
  await vi.waitFor(() => expect(divisions()).toBeLessThan(all / 2))
  expect(drawn().at(-1)).toBe('Paragraph 2499 of many.')
  const height = place.scrollHeight
  const inSight = () => {
    const { left, top } = place.getBoundingClientRect()
    return Number(/^Paragraph (\d+) of/.exec(document.elementFromPoint(left + 20, top + 200)?.textContent ?? '')?.[1])
  }
  for (const share of [0.5, 0.12, 0]) {
    place.scrollTop = share * height
    await vi.waitFor(() => expect(Math.abs(inSight() - share * 2500)).toBeLessThan(100))
    expect(Math.abs(place.scrollHeight - height)).toBeLessThan(height / 50)
  }
  expect(drawn().slice(0, 21)).toEqual(Array.from({ length: 21 }, (_, n) => `Paragraph ${n} of many.`))
  place.scrollTop = place.scrollHeight
  await vi.waitFor(() => expect(drawn().length).toBeLessThan(700))
  await vi.waitFor(() => expect(divisions()).toBeLessThan(all / 2))
  place.remove()
})

test('what is being said grows, another speaker begins anew, and a text that stands is whole', async () => {
  const place = box()
  const [said, setSaid] = createSignal(new Said())
  const [pieces, setPieces] = createSignal(0)
  const add = (piece: string) => {
    said().add(piece)
    setPieces(said().pieces.length)
  }
  const end = render(() => <Markdown said={said()} pieces={pieces()} />, place)
  add('# One')
  add(' two\n\n- a')
  expect(place.querySelector('h3')?.textContent).toBe('One two')
  setSaid(new Said())
  setPieces(0)
  add('Other')
  expect(place.textContent).toBe('Other')
  end()
  const whole = render(() => <Markdown text="**All** of it" />, place)
  await vi.waitFor(() => expect(place.querySelector('strong')?.textContent).toBe('All'))
  whole()
})

test('in a narrow column the words of a table stay whole, and what is too wide can be scrolled', async () => {
  const place = box()
  place.style.inlineSize = '150px'
  document.body.append(place)
  const end = render(
    () => <Markdown text={'| Folder | What becomes of it |\n|---|---|\n| Receipts | unmistakably different |'} />,
    place,
  )
  const lines = (cell: Element) => {
    const words = document.createRange()
    words.selectNodeContents(cell)
    return new Set([...words.getClientRects()].map(({ top }) => top)).size
  }
  await vi.waitFor(() => expect(place.querySelectorAll('td')).toHaveLength(2))
  expect([...place.querySelectorAll('tr > :first-child')].map(lines)).toEqual([1, 1])
  const scrolled = place.querySelector('.table-scroll')!
  expect(scrolled.scrollWidth).toBeGreaterThan(scrolled.clientWidth)
  expect(place.scrollWidth).toBe(place.clientWidth)
  end()
  place.remove()
})
