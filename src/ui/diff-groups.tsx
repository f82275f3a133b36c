import { For, Match, Show, Switch } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { BlockChange, GroupComparison } from '../ports/preview.ts'
import { DiffWords, Sign } from './diff-words.tsx'

const FATES = { same: '', changed: 'changed', added: 'new', removed: 'removed' }

/** Paragraphs and table rows that changed, under the page or slide they stand on. */
export default function DiffGroups(props: { groups: GroupComparison[] }) {
  const named = (group: GroupComparison) => props.groups.length > 1 || group.name !== 'text'
  return (
    <For each={props.groups}>
      {group => (
        <section class="diff-group">
          <Show when={named(group)}>
            <h4>
              {showInvisible(group.name)} <small class="faint">{FATES[group.fate]}</small>
            </h4>
          </Show>
          <ul class="diff-blocks">
            <For each={group.blocks}>
              {(block, index) => (
                <li class={`block ${block.fate} ${block.kind}`}>
                  <Sign fate={block.fate} />
                  <span class="at" classList={{ again: group.blocks[index() - 1]?.at === block.at }}>
                    {showInvisible(block.at)}
                  </span>
                  <Text block={block} />
                </li>
              )}
            </For>
          </ul>
        </section>
      )}
    </For>
  )
}

function Text(props: { block: BlockChange }) {
  return (
    <Switch
      fallback={
        <p>
          <DiffWords words={props.block.words} />
        </p>
      }
    >
      <Match when={props.block.cells}>
        {cells => (
          <p class="row-cells">
            <For each={cells()}>
              {words => (
                <span>
                  <DiffWords words={words} />
                </span>
              )}
            </For>
          </p>
        )}
      </Match>
      <Match when={props.block.kind === 'heading'}>
        <p class="heading">
          <DiffWords words={props.block.words} />
        </p>
      </Match>
    </Switch>
  )
}
