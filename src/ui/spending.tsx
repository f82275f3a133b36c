import { createMemo, createSignal, For, on, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { LEAD } from '../domain/event.ts'
import { windowOf } from '../domain/model-window.ts'
import { KNOWN_PRICES, tokensOf } from '../domain/money.ts'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import { costOf, prices, sayMoney, sayTokens, setPrice } from './prices.ts'

/** What it has cost so far, by agent; how full each conversation is; and a limit for each task. */
export function Spending() {
  const desk = useDesk()
  const [open, setOpen] = createSignal(false)
  // Looked at as plain data: in a long session there are hundreds of them, most at rest.
  const all = createMemo(
    on([() => desk.state.agents, () => desk.state.lastSeq], ([agents]) => Object.values(unwrap(agents))),
  )
  const spenders = createMemo(() => all().filter(agent => tokensOf(agent.usage) > 0))
  const total = createMemo(() => {
    const costs = all().map(costOf)
    return costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0)
  })
  const models = createMemo(() => [...new Set([...Object.keys(KNOWN_PRICES), ...spenders().map(agent => agent.model)])])
  const mayLimit = () => desk.phase() === 'open' && desk.state.model.provider === 'anthropic'
  return (
    <Show when={all().length > 0}>
      <details class="spending" data-testid="spending" onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          Cost so far: <strong data-testid="cost">{sayMoney(total())}</strong>
          <Show when={tokensOf(desk.state.usage) > 0}>, {sayTokens(tokensOf(desk.state.usage))} tokens</Show>
        </summary>
        <Show
          when={spenders().length > 0}
          fallback={<p class="faint">The built-in planner works by rules on this machine: no tokens, no cost.</p>}
        >
          <section class="table-scroll" tabindex="0" aria-label="Cost of each agent">
            <table>
              <thead>
                <tr>
                  <th scope="col">Agent</th>
                  <th scope="col">Tokens</th>
                  <th scope="col">Cost</th>
                  <th scope="col">Context</th>
                </tr>
              </thead>
              <tbody>
                <For each={open() ? spenders().map(agent => agent.id) : []}>
                  {id => {
                    const agent = () => desk.state.agents[id]!
                    return (
                      <tr>
                        <th scope="row">{id === LEAD ? 'Lead' : showInvisible(desk.taskOf(id))}</th>
                        <td>{sayTokens(tokensOf(agent().usage))}</td>
                        <td>{sayMoney(costOf(agent()))}</td>
                        <td>{Math.round(((agent().context ?? 0) / windowOf(agent().model)) * 100)} %</td>
                      </tr>
                    )
                  }}
                </For>
              </tbody>
            </table>
          </section>
          <p class="faint">Context is how much of what the model can hold at once its conversation fills.</p>
        </Show>
        <Show when={mayLimit()}>
          <Limit />
          <Prices models={models()} />
        </Show>
      </details>
    </Show>
  )
}

function Limit() {
  const desk = useDesk()
  const [text, setText] = createSignal(desk.state.budget ? String(desk.state.budget) : '')
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const tokens = Number(text().replace(/[\s,.]/g, ''))
    desk.call(calls => calls.setBudget(tokens > 0 ? tokens : null))
  }
  return (
    <form class="limit" onSubmit={save}>
      <label>
        Most tokens for a task
        <input
          type="text"
          inputmode="numeric"
          placeholder="no limit"
          value={text()}
          onInput={event => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="small">
        Set
      </button>
      <p class="faint">
        {desk.state.budget === undefined
          ? 'At the limit a helper finishes what is half done and reports; nothing is cut off in the middle.'
          : `A helper that has used ${sayTokens(desk.state.budget)} tokens finishes what is half done and reports.`}{' '}
        It counts for tasks that start from now on.
      </p>
    </form>
  )
}

/** Dollars for a million tokens, as the person's contract says. */
function Prices(props: { models: string[] }) {
  const change = (model: string, part: 'input' | 'output', text: string) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isFinite(value) || value < 0) return
    setPrice(model, { ...(prices()[model] ?? { input: 0, output: 0 }), [part]: value })
  }
  return (
    <details class="prices">
      <summary>Prices, in dollars for a million tokens</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">In</th>
            <th scope="col">Out</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.models}>
            {model => (
              <tr>
                <th scope="row">{model}</th>
                <For each={['input', 'output'] as const}>
                  {part => (
                    <td>
                      <input
                        type="number"
                        min="0"
                        step="any"
                        aria-label={`${part === 'input' ? 'Input' : 'Output'} price of ${model}`}
                        value={prices()[model]?.[part] ?? ''}
                        onChange={event => change(model, part, event.currentTarget.value)}
                      />
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </details>
  )
}
