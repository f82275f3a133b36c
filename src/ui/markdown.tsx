import { createRenderEffect, onCleanup } from 'solid-js'
import { after } from '../page/timing.ts'
import { createSheet, type Sheet } from './markdown-sheet.ts'
import type { Said, Written } from './said.ts'

/** When nothing has come for so long, what was put off is read. */
const PAUSE_MS = 300

/** Draws Markdown as nodes of our own. What is still being said grows at its end, and nothing else is touched. */
export default function Markdown(props: Written) {
  const box = (<div class="prose" />) as HTMLDivElement
  let sheet: Sheet | null = null
  let said: Said | null = null
  let shown = 0
  let callOff: (() => void) | null = null
  onCleanup(() => callOff?.())
  const begin = () => {
    box.replaceChildren()
    shown = 0
    return createSheet(box)
  }

  createRenderEffect(() => {
    if ('text' in props) {
      said = null
      sheet = begin()
      sheet.append(props.text)
      sheet.settle()
      return
    }
    if (said !== props.said) sheet = null
    said = props.said
    sheet ??= begin()
    const { pieces } = props
    const fresh = said.pieces.slice(shown, pieces)
    shown = pieces
    sheet.append(fresh.length === 1 ? fresh[0]! : fresh.join(''))
    callOff?.()
    callOff = after(PAUSE_MS, () => sheet?.settle())
  })
  return box
}
