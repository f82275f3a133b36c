import './style/session.css'
import './style/storage.css'
import { createResource, createSignal, For, onMount, Show } from 'solid-js'
import type { Failure } from '../domain/failure.ts'
import { now } from '../page/timing.ts'
import type { Arrival } from '../ports/keep.ts'
import type { SessionRow } from '../ports/log.ts'
import type { Desk } from './desk.ts'
import type { DeskClient } from './desk-client.ts'
import { FileChoice } from './file-choice.tsx'
import { Icon } from './icon.tsx'
import { bytes, count, dayOf } from './say.ts'

/** What this browser keeps: each session and its size, and the ways to make it safe, to bring it back and to remove it. */
export default function StorageDialog(props: {
  client: Pick<DeskClient, 'kept' | 'sessions'>
  desk: Desk
  /** Closes the session here, so that it can be removed; false where it is at work. */
  onRemove: (id: string) => Promise<boolean>
  onChanged: () => void
  onClose: () => void
}) {
  const [said, setSaid] = createSignal<{ text: string; good: boolean } | null>(null)
  const [busy, setBusy] = createSignal(false)
  const [removing, setRemoving] = createSignal<string | null>(null)
  const [known, { refetch }] = createResource(async () => {
    const kept = await props.client.kept()
    const [use, rows] = await Promise.all([kept.use(), props.client.sessions()])
    if (!use.ok || !rows.ok) tell((use.ok ? rows : use) as { failure: Failure })
    return { kept, use: use.ok ? use.value : null, rows: rows.ok ? rows.value.filter(row => row.title !== '') : [] }
  })
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())

  const tell = ({ failure }: { failure: Failure }) => setSaid({ text: failure.message, good: false })
  const during = async (work: () => Promise<string | null>) => {
    setBusy(true)
    setSaid(null)
    const text = await work()
    if (text) setSaid({ text, good: true })
    setBusy(false)
    await refetch()
    props.onChanged()
  }

  const remove = (row: SessionRow) =>
    during(async () => {
      setRemoving(null)
      if (!(await props.onRemove(row.id))) {
        setSaid({ text: 'This session is at work. Stop it first.', good: false })
        return null
      }
      const gone = await known()!.kept.remove(row.id)
      if (!gone.ok) return tell(gone) && null
      return `“${row.title}” is removed${gone.value.images > 0 ? `, with ${count(gone.value.images, 'file version')} (${bytes(gone.value.bytes)})` : ''}.`
    })
  const saveAll = () =>
    during(async () => {
      const saved = await known()!.kept.saveAll()
      return saved.ok ? `${count(saved.value, 'session')} saved.` : tell(saved) && null
    })
  const readBack = (file: File) =>
    during(async () => {
      const back = await known()!.kept.readBack(file)
      return back.ok ? sayArrived(back.value) : tell(back) && null
    })
  const askToLast = () =>
    during(async () =>
      (await known()!.kept.askToLast())
        ? null
        : 'The browser did not promise it. It does so for apps that are installed, or pages that are used often.',
    )
  const copies = () => props.desk.state.copyIn !== undefined && props.desk.state.copyIn !== null
  const home = () => props.desk.folders()[0]

  return (
    <dialog ref={dialog} class="storage-dialog" aria-labelledby="storage-title" onClose={props.onClose}>
      <header>
        <h2 id="storage-title">What this browser keeps</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={() => dialog.close()}>
          <Icon name="cross" />
        </button>
      </header>
      <Show when={known()} fallback={<p class="faint">Adding up…</p>}>
        {found => (
          <>
            <Show when={found().use}>
              {use => (
                <section aria-label="In all">
                  <p data-testid="storage-all">
                    This browser keeps {bytes(use().used)} for Deskhand, {bytes(use().vault)} of it earlier versions of
                    your files.
                  </p>
                  <Show
                    when={use().lasting}
                    fallback={
                      <p class="line" data-testid="storage-lasting">
                        <span>The browser may clear all of it when the disk is full.</span>
                        <button type="button" class="small" disabled={busy()} onClick={askToLast}>
                          Ask it not to
                        </button>
                      </p>
                    }
                  >
                    <p data-testid="storage-lasting">The browser has promised not to clear it by itself.</p>
                  </Show>
                  <Show when={use().spare > 0}>
                    <p class="line">
                      <span>{bytes(use().spare)} are versions of files that no session needs any more.</span>
                      <button
                        type="button"
                        class="small"
                        disabled={busy()}
                        onClick={() =>
                          during(async () => {
                            const gone = await found().kept.dropSpare()
                            return gone.ok ? 'They are gone.' : tell(gone) && null
                          })
                        }
                      >
                        Clear them
                      </button>
                    </p>
                  </Show>
                </section>
              )}
            </Show>
            <Show when={home()?.kind === 'folder' && home()?.access === 'readwrite' && props.desk.phase() === 'open'}>
              <label class="copy">
                <input
                  type="checkbox"
                  data-testid="keep-copy"
                  checked={copies()}
                  onChange={event => {
                    const on = event.currentTarget.checked
                    void props.desk.call(calls => calls.keepCopy(on))
                  }}
                />
                <span>
                  Keep a copy of the session on the screen in “{home()!.name}”
                  <small>
                    In .deskhand/sessions, with the earlier versions of its files. If this browser loses its data, open
                    the folder again and the session comes back. Whoever can read the folder can read the copy.
                  </small>
                </span>
              </label>
            </Show>
            <ul data-testid="storage-sessions">
              <For each={found().rows} fallback={<li class="faint">No sessions yet.</li>}>
                {row => (
                  <li>
                    <span class="name">{row.title}</span>
                    <small>
                      {dayOf(row.updatedAt, now())} · {count(row.seq, 'event')} ·{' '}
                      {bytes(found().use?.images[row.id] ?? 0)} of file versions
                    </small>
                    <Show
                      when={removing() === row.id}
                      fallback={
                        <button
                          type="button"
                          class="small quiet"
                          disabled={busy()}
                          aria-label={`Remove ${row.title}`}
                          data-testid="storage-remove"
                          onClick={() => setRemoving(row.id)}
                        >
                          Remove
                        </button>
                      }
                    >
                      <p class="confirm" role="alert">
                        <span>
                          Your folder stays as it is. What was asked and done is forgotten here, and its changes can no
                          longer be undone.
                        </span>
                        <button
                          type="button"
                          class="small stop"
                          data-testid="storage-confirm"
                          onClick={() => remove(row)}
                        >
                          Remove it for good
                        </button>
                        <button type="button" class="small quiet" onClick={() => setRemoving(null)}>
                          Keep it
                        </button>
                      </p>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
            <p
              class={said()?.good === false ? 'trouble' : 'proof'}
              role="status"
              data-testid="storage-said"
              hidden={!said()}
            >
              {said()?.text}
            </p>
            <footer class="actions">
              <button
                type="button"
                disabled={busy() || found().rows.length === 0}
                data-testid="save-all"
                onClick={saveAll}
              >
                Save all as one file
              </button>
              <FileChoice
                class="button"
                accept=".zip"
                testId="read-back"
                disabled={busy()}
                onChosen={file => void readBack(file)}
              >
                Read back from a file
              </FileChoice>
              <small class="faint">Keys are never in such a file.</small>
            </footer>
          </>
        )}
      </Show>
    </dialog>
  )
}

function sayArrived(arrived: readonly Arrival[]): string {
  const of = (how: Arrival['how']) => arrived.filter(one => one.how === how).length
  const parts = [
    of('new') > 0 ? `${count(of('new'), 'session')} brought back.` : '',
    of('known') > 0 ? `${count(of('known'), 'session')} here already.` : '',
    of('beside') > 0 ? `${count(of('beside'), 'session')} went on differently here, and now stand beside that.` : '',
  ]
  return parts.filter(part => part !== '').join(' ') || 'The file holds no sessions.'
}
