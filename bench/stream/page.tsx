/// <reference path="../../src/ui/style/css.d.ts" />
import '../../src/ui/style/index.css'
import '../../src/ui/style/session.css'
import { For, Show } from 'solid-js'
import { render } from 'solid-js/web'
import Markdown from '../../src/ui/markdown.tsx'
import { createScreen } from '../../src/ui/store.ts'

type Arm = 'app' | 'floor'
interface Fed {
  frames: number
  /** Frames of a 60th of a second that passed without being painted. */
  dropped: number
}

const agents = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`)
let hear: (agent: string, text: string) => void = () => undefined

/** The real store and the real Markdown of the app; or, as the floor, the bare words, a line of them in a box each. */
function start(arm: Arm, count: number): void {
  document.body.replaceChildren()
  const root = document.createElement('div')
  root.className = 'conversation'
  root.style.cssText = 'display:block;block-size:100vh;overflow-y:auto'
  document.body.append(root)
  if (arm === 'floor') {
    const boxes = new Map(
      agents(count).map(agent => {
        const box = document.createElement('div')
        root.append(box)
        return [agent, box]
      }),
    )
    hear = (agent, text) => {
      const box = boxes.get(agent)!
      const [first, ...lines] = text.split('\n')
      if (!box.lastChild) box.append(document.createElement('div'))
      box.lastElementChild!.append(first!)
      for (const line of lines) {
        const next = document.createElement('div')
        next.textContent = line
        box.append(next)
      }
    }
    return
  }
  const screen = createScreen('bench')
  screen.show(screen.state, [])
  render(
    () => (
      <For each={agents(count)}>
        {agent => <Show when={screen.live[agent]}>{live => <Markdown said={live().text} pieces={live().said} />}</Show>}
      </For>
    ),
    root,
  )
  hear = (agent, text) => screen.hear({ events: [], signals: [{ type: 'text', agent, text }] })
}

/** Gives the words at that speed, in all, as the desk does: what has come since the last frame, for each agent. */
function feed(text: string, count: number, tokensPerSecond: number): Promise<Fed> {
  const root = document.querySelector('.conversation')!
  const perAgent = text.length / count
  return new Promise(resolve => {
    const began = performance.now()
    let given = 0
    let last = began
    const fed: Fed = { frames: 0, dropped: 0 }
    const frame = (now: number) => {
      if (now > began) {
        fed.frames++
        fed.dropped += Math.max(0, Math.round((now - last) / (1000 / 60)) - 1)
        last = now
      }
      const due = Math.min(perAgent, Math.floor((((now - began) / 1000) * tokensPerSecond * 4) / count))
      if (due > given) {
        agents(count).forEach((agent, index) => {
          hear(agent, text.slice(index * perAgent + given, index * perAgent + due))
        })
        root.scrollTop = root.scrollHeight
        given = due
      }
      if (given >= perAgent) resolve(fed)
      else requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
}

/** How many frames it takes at most until what a big piece has put out of sight is put away. */
const TO_REST = 10

/** Gives all of it in a few big pieces, as fast as they are drawn, to somebody who stays at the newest as with `feed`. */
async function fill(text: string): Promise<void> {
  const root = document.querySelector('.conversation')!
  const piece = 40_000
  const frame = async () => {
    root.scrollTop = root.scrollHeight
    await new Promise(resolve => requestAnimationFrame(resolve))
  }
  for (let from = 0; from < text.length; from += piece) {
    hear('a0', text.slice(from, from + piece))
    await frame()
  }
  for (let at = 0; at < TO_REST; at++) await frame()
}

Object.assign(window, { bench: { start, feed, fill } })
