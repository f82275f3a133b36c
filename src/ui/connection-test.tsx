import { For, Show } from 'solid-js'
import type { Failure } from '../domain/failure.ts'
import type { ConnectionCheck } from '../ports/model.ts'
import { count } from './say.ts'

/** What a test found: where the endpoint itself is the trouble, that alone; else a line for each model. */
export function ConnectionTest(props: { found: ConnectionCheck | Failure; choose: (model: string) => void }) {
  const failure = () => ('kind' in props.found ? props.found : null)
  const check = () => ('kind' in props.found ? null : props.found)
  const works = () => check()?.models.every(model => !model.failure) ?? false
  return (
    <>
      <Show when={failure()}>{why => <p class="trouble">{why().message}</p>}</Show>
      <Show when={check()}>
        {found => (
          <div class={works() ? 'proof' : 'trouble'}>
            <p>
              {works() ? 'It works.' : 'The address answers, but not every model does.'}{' '}
              {found().offered.length > 0 ? `${count(found().offered.length, 'model')} are offered.` : ''}
            </p>
            <ul>
              <For each={found().models}>
                {({ model, failure }) => (
                  <li>
                    <span aria-hidden="true">{failure ? '✕' : '✓'}</span>{' '}
                    {failure ? failure.message : `${model} answers.`}
                  </li>
                )}
              </For>
              <Show when={found().note}>{note => <li>{note()}</li>}</Show>
            </ul>
          </div>
        )}
      </Show>
      <Show when={!works() && check()?.offered.length}>
        <p class="offered">
          Use for both:{' '}
          <For each={check()!.offered.slice(0, 6)}>
            {model => (
              <button type="button" class="small" onClick={() => props.choose(model)}>
                {model}
              </button>
            )}
          </For>
        </p>
      </Show>
    </>
  )
}
