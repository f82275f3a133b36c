import { createResource, createSignal, For, Match, onMount, Show, Suspense, Switch } from 'solid-js'
import { failed, ok, type Result, unexpected } from '../domain/failure.ts'
import { nameOf, showPlace } from '../domain/place.ts'
import { showInvisible } from '../domain/quote.ts'
import { homeOf } from '../domain/state.ts'
import type { TriedChange } from '../ports/desk.ts'
import { useDesk } from './context.ts'
import FileDiff from './file-diff.tsx'
import { Icon } from './icon.tsx'
import { type FileSource, imageSource } from './preview-context.ts'
import { count } from './say.ts'

const OPS = { create: 'Make', overwrite: 'Change', move: 'Move', trash: 'Move to the trash' }

/** What a try-out comes to: each file before and after, and the choice of what is done to the folder itself. */
export default function TrialDialog(props: { onClose: () => void }) {
  const desk = useDesk()
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set())
  const [answers, setAnswers] = createSignal<ReadonlyMap<string, Result<void>>>(new Map())
  const [said, setSaid] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [sure, setSure] = createSignal(false)
  const [found, { refetch }] = createResource(() => desk.tried())
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())

  const changes = () => {
    const now = found.latest
    return now?.ok ? now.value : []
  }
  const keyOf = ({ place }: TriedChange) => `${place.root}:${place.path}`
  const shown = (path: string, root: string) => showInvisible(showPlace({ root, path }, homeOf(desk.state.roots)))
  const chosen = () => changes().filter(change => !left().has(keyOf(change)))
  const toggle = (key: string) =>
    setLeft(known => {
      const next = new Set(known)
      if (!next.delete(key)) next.add(key)
      return next
    })

  const apply = async () => {
    if (!desk.ways) return
    const wanted = chosen()
    setBusy(true)
    setSaid('Applying…')
    const done = await desk.ways.applyTried(wanted)
    setBusy(false)
    if (!done.ok) return void setSaid(done.failure.message)
    const wrong = done.value.filter(answer => !answer.ok).length
    if (wrong === 0) {
      dialog.close()
      return void desk.ways.leaveTrial(false)
    }
    setAnswers(new Map(wanted.map((change, at) => [keyOf(change), done.value[at]!])))
    setSaid(
      `${count(done.value.length - wrong, 'change')} applied. ${wrong === 1 ? '1 file was not as the try-out saw it, and stayed as it is' : `${wrong} files were not as the try-out saw them, and stayed as they are`} on the disk.`,
    )
    await refetch()
  }
  const throwAway = async () => {
    if (!sure()) return void setSure(true)
    dialog.close()
    await desk.ways?.leaveTrial(true)
  }

  return (
    <dialog ref={dialog} class="trial-dialog" aria-labelledby="trial-title" onClose={props.onClose} data-testid="trial">
      <header>
        <h2 id="trial-title">What the try-out would change</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={() => dialog.close()}>
          <Icon name="cross" />
        </button>
      </header>
      <p class="faint">
        Nothing of this is in the folder yet. What you apply is written there like any change: kept before, checked
        after, to be undone.
      </p>
      <Switch
        fallback={
          <ul class="tried" aria-label="Changes of the try-out">
            <For each={changes()}>
              {change => (
                <Tried
                  change={change}
                  name={shown(change.place.path, change.place.root)}
                  to={change.to === undefined ? '' : shown(change.to, change.place.root)}
                  chosen={!left().has(keyOf(change))}
                  toggle={() => toggle(keyOf(change))}
                  answer={answers().get(keyOf(change))}
                />
              )}
            </For>
          </ul>
        }
      >
        <Match when={found.loading && !found.latest}>
          <p role="status">Comparing with the folder…</p>
        </Match>
        <Match when={found.latest?.ok === false && found.latest}>
          {wrong => <p class="trouble">{wrong().failure.message}</p>}
        </Match>
        <Match when={changes().length === 0}>
          <p>The folder is as the try-out left its copy: there is nothing to apply.</p>
        </Match>
      </Switch>
      <p role="status" data-testid="trial-said">
        {sure() ? 'The try-out and its conversation go for good. The folder stays as it is.' : said()}
      </p>
      <footer class="actions">
        <button
          type="button"
          class="primary"
          data-testid="apply-tried"
          disabled={busy() || chosen().length === 0}
          onClick={apply}
        >
          Apply {count(chosen().length, 'change')} to the folder
        </button>
        <button type="button" data-testid="throw-away" disabled={busy()} onClick={throwAway}>
          {sure() ? 'Throw it away for good' : 'Throw the try-out away'}
        </button>
      </footer>
    </dialog>
  )
}

function Tried(props: {
  change: TriedChange
  name: string
  to: string
  chosen: boolean
  toggle: () => void
  answer: Result<void> | undefined
}) {
  const desk = useDesk()
  const [open, setOpen] = createSignal(false)
  const before = (): FileSource | undefined => {
    const { seen, place } = props.change
    return seen ? imageSource(desk, place.path, seen) : undefined
  }
  const after = (content: Blob): FileSource => ({
    name: nameOf(props.change.place.path),
    size: content.size,
    bytes: () => bytesOf(content),
  })
  return (
    <li>
      <label>
        <input type="checkbox" checked={props.chosen} onChange={props.toggle} />
        <span>
          <b>{OPS[props.change.op]}</b> {props.name} {props.to === '' ? '' : `to ${props.to}`}
        </span>
      </label>
      <Show when={props.answer && !props.answer.ok && props.answer}>
        {answer => <p class="trouble">{answer().failure.message}</p>}
      </Show>
      <Show when={props.change.content}>
        {content => (
          <details onToggle={event => setOpen(event.currentTarget.open)}>
            <summary>{props.change.seen ? 'Before and after' : 'What is in it'}</summary>
            <Show when={open()}>
              <Suspense>
                <FileDiff before={before()} after={after(content())} />
              </Suspense>
            </Show>
          </details>
        )}
      </Show>
    </li>
  )
}

async function bytesOf(content: Blob): Promise<Result<Uint8Array>> {
  try {
    return ok(new Uint8Array(await content.arrayBuffer()))
  } catch (error) {
    return failed('changed-while-reading', 'The try-out has changed it since. Close this and look again.', {
      detail: unexpected(error, 'reading').detail ?? '',
    })
  }
}
