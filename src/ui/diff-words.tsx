import { For, Match, Switch } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { Fate, Words } from '../ports/preview.ts'

/** Words taken out are struck through, words put in are underlined: to be told apart without colours, and read out. */
export const DiffWords = (props: { words: Words[] }) => (
  <For each={props.words}>
    {({ text, in: where }) => (
      <Switch fallback={showInvisible(text)}>
        <Match when={where === 'before'}>
          <del>{showInvisible(text)}</del>
        </Match>
        <Match when={where === 'after'}>
          <ins>{showInvisible(text)}</ins>
        </Match>
      </Switch>
    )}
  </For>
)

const SIGNS: Record<Fate, string> = { same: ' ', added: '+', removed: '−', changed: '±' }

/** The sign at the edge of a row, and the word for who hears it. */
export const Sign = (props: { fate: Fate }) => (
  <span class="sign">
    <span aria-hidden="true">{SIGNS[props.fate]}</span>
    <span class="visually-hidden">{props.fate === 'same' ? '' : props.fate}</span>
  </span>
)
