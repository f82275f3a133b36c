import './style/session.css'
import { createEffect, createSignal, createUniqueId, For, onMount, Show } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import type { Result } from '../domain/failure.ts'
import type { DeskClient, ModelSettings } from './desk-client.ts'
import { Icon } from './icon.tsx'
import { originOf } from './say.ts'

const DEFAULT_BASE = 'https://api.anthropic.com'
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
  const [known, setKnown] = createSignal<string[]>([])
  const [said, setSaid] = createSignal<{ text: string; good: boolean } | null>(null)
  const [busy, setBusy] = createSignal(false)
  let dialog!: HTMLDialogElement
  let line!: HTMLParagraphElement
  onMount(() => dialog.showModal())

  // On a low screen what is said would stand below what can be seen.
  createEffect(() => said() && line.scrollIntoView({ block: 'nearest' }))

  const claude = () => form.choice.provider === 'anthropic'
  const base = () => form.choice.baseUrl ?? DEFAULT_BASE
  const filled = (): ModelSettings =>
    claude()
      ? {
          ...unwrap(form),
          choice: {
            provider: 'anthropic',
            baseUrl: base().trim(),
            lead: form.choice.lead?.trim() || DEFAULT_LEAD,
            helper: form.choice.helper?.trim() || DEFAULT_HELPER,
          },
        }
      : { ...unwrap(form), choice: { provider: 'builtin' } }

  const test = async () => {
    if (!props.test) return
    setBusy(true)
    setSaid(null)
    const result = await props.test(filled())
    setBusy(false)
    if (!result.ok) {
      setSaid({ text: result.failure.message, good: false })
      return
    }
    setKnown(result.value.models)
    setSaid({
      text:
        result.value.models.length > 0 ? `It works. ${result.value.models.length} models are offered.` : 'It works.',
      good: true,
    })
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    if (claude() && !URL.canParse(base().trim())) {
      setSaid({ text: `"${base()}" is not a web address. It looks like ${DEFAULT_BASE}.`, good: false })
      return
    }
    setBusy(true)
    const saved = await props.onSave(filled())
    setBusy(false)
    if (saved.ok) dialog.close()
    else setSaid({ text: saved.failure.message, good: false })
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
          <label>
            <input
              type="radio"
              name="provider"
              data-testid="provider-builtin"
              checked={!claude()}
              onChange={() => setForm('choice', 'provider', 'builtin')}
            />
            <span>
              <strong>Built-in planner</strong>
              Rules for a fixed list of jobs. No AI, no key, works offline. Nothing leaves this machine.
            </span>
          </label>
          <label>
            <input
              type="radio"
              name="provider"
              data-testid="provider-anthropic"
              checked={claude()}
              onChange={() => setForm('choice', 'provider', 'anthropic')}
            />
            <span>
              <strong>Claude, or a server that speaks its API</strong>
              Understands any request. What it reads of your folder is sent to the address below, and nowhere else.
            </span>
          </label>
        </fieldset>
        <Show when={claude()}>
          <label>
            Address
            <input
              type="url"
              data-testid="base-url"
              value={base()}
              onInput={event => setForm('choice', 'baseUrl', event.currentTarget.value)}
            />
            <small>
              A gateway, Ollama (http://localhost:11434) and LM Studio (http://localhost:1234) work too, without a key.
            </small>
          </label>
          <label>
            Key
            <input
              type="password"
              autocomplete="off"
              data-testid="api-key"
              placeholder={form.hasKey ? 'A key is there already. Type to replace it.' : 'sk-ant-…'}
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
            <label>
              Model of the lead
              <input
                type="text"
                list={models}
                data-testid="lead-model"
                value={form.choice.lead ?? DEFAULT_LEAD}
                onInput={event => setForm('choice', 'lead', event.currentTarget.value)}
              />
            </label>
            <label>
              Model of the helpers
              <input
                type="text"
                list={models}
                data-testid="helper-model"
                value={form.choice.helper ?? DEFAULT_HELPER}
                onInput={event => setForm('choice', 'helper', event.currentTarget.value)}
              />
            </label>
          </div>
          <datalist id={models}>
            <For each={known()}>{name => <option value={name} />}</For>
          </datalist>
        </Show>
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
        <p ref={line} class={said()?.good === false ? 'trouble' : 'proof'} role="status" hidden={!said()}>
          {said()?.text}
        </p>
        <footer class="actions">
          <button type="submit" class="primary" data-testid="settings-save" disabled={busy()}>
            {claude() ? `Use ${originOf(base())}` : 'Use the built-in planner'}
          </button>
          <Show when={claude() && props.test}>
            <button type="button" disabled={busy()} data-testid="test-connection" onClick={test}>
              Test connection
            </button>
          </Show>
        </footer>
      </form>
    </dialog>
  )
}
