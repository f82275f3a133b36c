import { createMemo, createSignal, For, Show } from 'solid-js'
import { LEAD } from '../domain/event.ts'
import type { Item } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { ToolRow, When } from './rows.tsx'
import { RunsInside } from './run-output.tsx'
import { count } from './say.ts'

type ToolItem = Extract<Item, { kind: 'tool' }>

/** Fewer steps than this stand for themselves. */
const FOLD_FROM = 4

const isPlainStep = (item: Item): item is ToolItem =>
  item.kind === 'tool' &&
  item.agent === LEAD &&
  item.status !== 'failed' &&
  item.tool !== 'ask' &&
  !/plan|report/.test(item.tool)

/** Steps of the lead that stand in a long row: each one's place in the log, with that of the first in its row. */
export function foldedSteps(items: readonly Item[]): Map<number, number> {
  const folded = new Map<number, number>()
  let row: ToolItem[] = []
  const end = () => {
    if (row.length >= FOLD_FROM) for (const item of row) folded.set(item.seq, row[0]!.seq)
    row = []
  }
  for (const item of items) {
    if (isPlainStep(item)) row.push(item)
    // What helpers do meanwhile is shown elsewhere and breaks no row.
    else if (!('agent' in item) || item.agent === LEAD) end()
  }
  end()
  return folded
}

const WORDS: Record<string, [one: string, many: string]> = {
  read: ['Read one file', 'Read {n} files'],
  read_document: ['Read one document', 'Read {n} documents'],
  write_document: ['Wrote one document', 'Wrote {n} documents'],
  edit_document: ['Changed one document', 'Changed {n} documents'],
  list: ['Looked into one folder', 'Looked into {n} folders'],
  find: ['Looked for files', 'Looked for files {n} times'],
  search: ['Searched once', 'Searched {n} times'],
  write: ['Wrote one file', 'Wrote {n} files'],
  edit: ['Edited one file', 'Edited {n} files'],
  move: ['Moved one file', 'Moved {n} files'],
  run: ['Ran one command', 'Ran {n} commands'],
  trash: ['Put one file into the trash', 'Put {n} files into the trash'],
}

function wordsFor(steps: readonly ToolItem[]): string {
  const counts = new Map<string, number>()
  for (const { tool } of steps) counts.set(tool, (counts.get(tool) ?? 0) + 1)
  return [...counts]
    .map(([tool, n]) => (n === 1 ? WORDS[tool]?.[0] : WORDS[tool]?.[1].replace('{n}', String(n))) ?? `${tool} × ${n}`)
    .map((words, at) => (at === 0 ? words : words[0]!.toLowerCase() + words.slice(1)))
    .join(', ')
}

/** A long row of the lead's steps, by their places in the log, as one sentence, which opens to each of them. */
export function StepsRow(props: { places: readonly number[] }) {
  const desk = useDesk()
  const [open, setOpen] = createSignal(false)
  const steps = createMemo(() => props.places.map(at => desk.state.items[at] as ToolItem))
  return (
    <>
      <details class="row helper" onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <When at={steps()[0]?.at ?? 0} />
          <span class="step">
            <span class="glyph" aria-hidden="true">
              {steps().some(step => step.status === 'running') ? '…' : '✓'}
            </span>
            <span class="words">
              <span class="what">{wordsFor(steps())}</span> <span class="result">{count(steps().length, 'step')}</span>
            </span>
          </span>
        </summary>
        <Show when={open()}>
          <div class="helper-steps">
            <For each={steps()}>{step => <ToolRow item={step} />}</For>
          </div>
        </Show>
      </details>
      <Show when={!open()}>
        <RunsInside places={props.places} />
      </Show>
    </>
  )
}
