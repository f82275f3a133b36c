import './style/session.css'
import { createEffect, createSignal, createUniqueId, For, onMount, Show } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import { type Failure, failed, type Result } from '../domain/failure.ts'
import type { ConnectionCheck } from '../ports/model.ts'
import { CLAUDE_BASE, SERVERS, Steps, serverAt, type Way, WhatLeaves } from './connect-guide.tsx'
import { ConnectionTest } from './connection-test.tsx'
import type { DeskClient, ModelSettings } from './desk-client.ts'
import { Icon } from './icon.tsx'
import { originOf } from './say.ts'

const DEFAULT_LEAD = 'claude-opus-5-5'
const DEFAULT_HELPER = 'claude-sonnet-5-5'

/** Who does the planning. Says before anything is saved what will leave this machine. */
export default function SettingsDialog(props: {
  settings: ModelSettings
  test: DeskClient['testConnection']
  onSave: (settings: ModelSettings) => Promise<Result<void>>
  onClose: () => void
}) {
  const models = createUniqueId()
  const [form, setForm] = createStore<ModelSettings>(structuredClone(props.settings))
  const [way, setWay] = createSignal<Way>(wayOf(props.settings))
  const [server, setServer] = createSignal(serverAt(form.choice.baseUrl ?? '')?.name ?? SERVERS.at(-1)!.name)
  const [said, setSaid] = createSignal<ConnectionCheck | Failure | null>(null)
  const [busy, setBusy] = createSignal('')
  let dialog!: HTMLDialogElement
  let line!: HTMLDivElement
  onMount(() => dialog.showModal())

  // On a low screen what is said would stand below what can be seen.
  createEffect(() => said() && line.scrollIntoView({ block: 'nearest' }))

  const asks = () => way() !== 'builtin'
  const base = () => form.choice.baseUrl ?? CLAUDE_BASE
  const offered = () => {
    const found = said()
    return found && 'offered' in found ? found.offered : []
  }
  const choose = (next: Way) => {
    setWay(next)
    setSaid(null)
    setForm('choice', 'provider', next === 'builtin' ? 'builtin' : 'anthropic')
    if (next === 'claude' && base() !== CLAUDE_BASE)
      setForm('choice', { baseUrl: CLAUDE_BASE, lead: DEFAULT_LEAD, helper: DEFAULT_HELPER })
    if (next === 'server' && base() === CLAUDE_BASE) serve(SERVERS[0]!.name)
  }
  const serve = (name: string) => {
    setServer(name)
    setSaid(null)
    setForm('choice', { baseUrl: SERVERS.find(each => each.name === name)!.base, lead: '', helper: '' })
  }
  const modelOf = (role: 'lead' | 'helper') => {
    const typed = form.choice[role]?.trim()
    return typed || (way() === 'claude' ? { lead: DEFAULT_LEAD, helper: DEFAULT_HELPER }[role] : '')
  }
  const filled = (): ModelSettings => ({
    ...unwrap(form),
    choice: asks()
      ? { provider: 'anthropic', baseUrl: base().trim(), lead: modelOf('lead'), helper: modelOf('helper') }
      : { provider: 'builtin' },
  })

  const test = async () => {
    if (!props.test) return
    setBusy('Asking…')
    setSaid(null)
    const result = await props.test(filled())
    setBusy('')
    setSaid(result.ok ? result.value : result.failure)
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const missing = whatIsMissing()
    if (missing) return void setSaid(missing)
    setBusy('Saving…')
    const saved = await props.onSave(filled())
    setBusy('')
    if (saved.ok) dialog.close()
    else setSaid(saved.failure)
  }
  const keyHint = () => {
    if (form.hasKey && base() === (props.settings.choice.baseUrl ?? CLAUDE_BASE))
      return 'A key is there already. Type to replace it.'
    return way() === 'claude' ? 'sk-ant-…' : 'none'
  }
  const whatIsMissing = (): Failure | null => {
    if (!asks()) return null
    if (!URL.canParse(base().trim()))
      return failed('invalid', `"${base()}" is not a web address. It looks like ${CLAUDE_BASE}.`).failure
    if (modelOf('lead') === '' || modelOf('helper') === '')
      return failed('invalid', 'Name the two models. “Test connection” shows which there are.').failure
    return null
  }

  return (
    <dialog ref={dialog} class="settings-dialog" aria-labelledby="settings-title" onClose={props.onClose}>
      <form onSubmit={save}>
        <header>
          <h2 id="settings-title">Settings</h2>
          <button type="button" class="icon-button" aria-label="Close settings" onClick={() => dialog.close()}>
            <Icon name="cross" />
          </button>
        </header>
        <fieldset class="providers">
          <legend>Who plans and works</legend>
          <Choice
            name="provider-builtin"
            chosen={way() === 'builtin'}
            choose={() => choose('builtin')}
            title="Built-in planner"
            text="Rules for a fixed list of jobs. No AI, no key, works offline."
          />
          <Choice
            name="provider-anthropic"
            chosen={way() === 'claude'}
            choose={() => choose('claude')}
            title="Claude, with a key of your own"
            text="Understands any request. Paid for by use, in your account with Anthropic."
          />
          <Choice
            name="provider-server"
            chosen={way() === 'server'}
            choose={() => choose('server')}
            title="A server that speaks Claude’s API"
            text="Ollama or LM Studio on this computer, or a gateway of your organisation."
          />
        </fieldset>
        <Show when={way() === 'server'}>
          <fieldset class="keep" data-testid="servers">
            <legend>Which server</legend>
            <For each={SERVERS}>
              {each => (
                <label>
                  <input
                    type="radio"
                    name="server"
                    checked={server() === each.name}
                    onChange={() => serve(each.name)}
                  />
                  {each.name}
                </label>
              )}
            </For>
          </fieldset>
        </Show>
        <Show when={asks()}>
          <Steps way={way()} server={server()} />
          <label>
            Address
            <input
              type="url"
              data-testid="base-url"
              value={base()}
              onInput={event => setForm('choice', 'baseUrl', event.currentTarget.value)}
            />
          </label>
          <label>
            {way() === 'claude' ? 'Key' : 'Key, where it wants one'}
            <input
              type="password"
              autocomplete="off"
              data-testid="api-key"
              placeholder={keyHint()}
              value={form.key ?? ''}
              onInput={event => setForm('key', event.currentTarget.value)}
            />
          </label>
          <fieldset class="keep">
            <legend>Keep the key</legend>
            <label>
              <input
                type="radio"
                name="keep"
                checked={form.keepKey === 'tab'}
                onChange={() => setForm('keepKey', 'tab')}
              />
              in this tab only
            </label>
            <label>
              <input
                type="radio"
                name="keep"
                checked={form.keepKey === 'stored'}
                onChange={() => setForm('keepKey', 'stored')}
              />
              in this browser, encrypted
            </label>
          </fieldset>
          <div class="pair">
            <ModelField
              of="lead"
              list={models}
              value={form.choice.lead ?? modelOf('lead')}
              type={name => setForm('choice', 'lead', name)}
            />
            <ModelField
              of="helper"
              list={models}
              value={form.choice.helper ?? modelOf('helper')}
              type={name => setForm('choice', 'helper', name)}
            />
          </div>
          <datalist id={models}>
            <For each={offered()}>{name => <option value={name} />}</For>
          </datalist>
          <Show when={props.test}>
            <button type="button" disabled={busy() !== ''} data-testid="test-connection" onClick={test}>
              Test connection
            </button>
          </Show>
        </Show>
        <div ref={line} class="said" role="status">
          {busy()}
          <Show when={said()}>
            {found => (
              <ConnectionTest
                found={found()}
                choose={model => {
                  setForm('choice', { lead: model, helper: model })
                  void test()
                }}
              />
            )}
          </Show>
        </div>
        <WhatLeaves way={way()} base={base()} />
        <label class="keep-before">
          <input
            type="checkbox"
            data-testid="keep-before"
            checked={form.keepBefore}
            onChange={event => setForm('keepBefore', event.currentTarget.checked)}
          />
          <span>
            Keep a copy of each file of yours before it is overwritten, in the folder itself (
            <code>.deskhand/before</code>
            ). Without it, earlier versions are in this browser only, and go when its data is cleared.
          </span>
        </label>
        <fieldset class="providers">
          <legend>Where commands of agents run</legend>
          <label>
            <input
              type="radio"
              name="engine"
              data-testid="engine-automatic"
              checked={form.engine !== 'embedded'}
              onChange={() => setForm('engine', props.settings.engine === 'automatic' ? 'automatic' : 'ask')}
            />
            <span>
              <strong>Automatic</strong>
              Node, npm and servers in WebContainer, a runtime by StackBlitz that is loaded from stackblitz.com and is
              given the files a command names;{' '}
              {props.settings.engine === 'automatic' ? 'you have agreed' : 'you are asked first'}. Everything else, and
              without a network, in the built-in engine.
            </span>
          </label>
          <label>
            <input
              type="radio"
              name="engine"
              data-testid="engine-embedded"
              checked={form.engine === 'embedded'}
              onChange={() => setForm('engine', 'embedded')}
            />
            <span>
              <strong>Built-in engine only</strong>
              Shell, Node and Python inside Deskhand, without a network and without npm.
            </span>
          </label>
        </fieldset>
        <footer class="actions">
          <button type="submit" class="primary" data-testid="settings-save" disabled={busy() !== ''}>
            {asks() ? `Use ${originOf(base())}` : 'Use the built-in planner'}
          </button>
        </footer>
      </form>
    </dialog>
  )
}

const wayOf = ({ choice }: ModelSettings): Way => {
  if (choice.provider === 'builtin') return 'builtin'
  return (choice.baseUrl ?? CLAUDE_BASE) === CLAUDE_BASE ? 'claude' : 'server'
}

const Choice = (props: { name: string; chosen: boolean; choose: () => void; title: string; text: string }) => (
  <label>
    <input type="radio" name="provider" data-testid={props.name} checked={props.chosen} onChange={props.choose} />
    <span>
      <strong>{props.title}</strong>
      {props.text}
    </span>
  </label>
)

const ModelField = (props: { of: 'lead' | 'helper'; list: string; value: string; type: (name: string) => void }) => (
  <label>
    {props.of === 'lead' ? 'Model of the lead' : 'Model of the helpers'}
    <input
      type="text"
      list={props.list}
      data-testid={`${props.of}-model`}
      value={props.value}
      onInput={event => props.type(event.currentTarget.value)}
    />
  </label>
)
