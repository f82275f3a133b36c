import './style/session.css'
import { createMemo, createResource, createSignal, For, onMount, Show } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import { showInvisible } from '../domain/quote.ts'
import type { TakeOut } from '../domain/share/redact.ts'
import { namesIn, redactSession } from '../domain/share/redact-session.ts'
import type { SharedSession } from '../domain/share/session.ts'
import { now } from '../page/timing.ts'
import { gather } from '../session/share/gather.ts'
import type { Desk } from './desk.ts'
import type { SavedSessions } from './saved-sessions.ts'
import { bytes, count } from './say.ts'

/** Shows what a saved session would hold, lets the person take things out, and saves it. */
export default function ShareDialog(props: { desk: Desk; saved: SavedSessions; onClose: () => void }) {
  const [found] = createResource(async () => {
    const opened = await props.desk.opening
    return opened.ok ? gather(opened.value.calls, props.desk.state.lastSeq, now()) : opened
  })
  const [key] = createResource(() => props.saved.fingerprint())
  const [take, setTake] = createStore({ paths: false, contents: false, amounts: false })
  const [names, setNames] = createSignal('')
  const [files, setFiles] = createSignal(false)
  const [said, setSaid] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())

  const all = () => {
    const result = found()
    return result?.ok ? result.value : undefined
  }
  const trouble = () => {
    const result = found()
    return result && !result.ok ? result.failure.message : said()
  }
  const takeOut = (): TakeOut => ({ ...unwrap(take), names: wordsOf(names()) })
  const proposed = createMemo(() => {
    const known = all()
    return known ? namesIn(known.session) : []
  })
  const addName = (name: string) =>
    setNames(text => (wordsOf(text).includes(name) ? text : `${text.trimEnd()}${text.trim() ? '\n' : ''}${name}\n`))

  const save = async (as: 'page' | 'json' | 'markdown') => {
    const known = all()
    if (!known) return
    setBusy(true)
    const session = redactSession(known.session, takeOut(), files())
    const saved = session ? await props.saved.save(session, as) : null
    setBusy(false)
    if (!saved) setSaid('This session holds something that cannot be saved. Nothing was written.')
    else if (!saved.ok) setSaid(saved.failure.message)
    else if (as === 'page') dialog.close()
    else setSaid('Saved.')
  }

  return (
    <dialog ref={dialog} class="share-dialog" aria-labelledby="share-title" onClose={props.onClose}>
      <h2 id="share-title">Save this session as a file</h2>
      <p class="faint">
        One page that opens in any browser, without a network. Whoever has the file can read all that is in it; keys are
        never in it.
      </p>
      <Show when={all()} fallback={<p>{trouble() || 'Looking through the session…'}</p>}>
        {known => (
          <>
            <Inside session={known().session} left={known().left} take={take} files={files()} />
            <fieldset>
              <legend>Take out first</legend>
              <label>
                <input
                  type="checkbox"
                  data-testid="out-contents"
                  onChange={event => setTake('contents', event.currentTarget.checked)}
                />{' '}
                Contents of files: what was read, and what was written. Differences are not shown then.
              </label>
              <label>
                <input
                  type="checkbox"
                  data-testid="out-paths"
                  onChange={event => setTake('paths', event.currentTarget.checked)}
                />{' '}
                Names of files and folders: they become file-1.csv, folder-1.
              </label>
              <label>
                <input
                  type="checkbox"
                  data-testid="out-amounts"
                  onChange={event => setTake('amounts', event.currentTarget.checked)}
                />{' '}
                Amounts: numbers with a currency, with cents or with thousands; they become [amount 1].
              </label>
              <label class="names">
                Names and other words, one on each line; they become Name 1, Name 2.
                <textarea
                  rows="3"
                  data-testid="out-names"
                  value={names()}
                  onInput={event => setNames(event.currentTarget.value)}
                />
              </label>
              <Show when={proposed().length > 0}>
                <p class="faint">These may be names. Click to take one out; look for others yourself.</p>
                <ul class="proposed">
                  <For each={proposed()}>
                    {name => (
                      <li>
                        <button type="button" class="small quiet" onClick={() => addName(name)}>
                          {showInvisible(name)}
                        </button>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </fieldset>
            <Show when={known().session.files.length > 0 && !take.contents}>
              <label>
                <input
                  type="checkbox"
                  data-testid="with-files"
                  onChange={event => setFiles(event.currentTarget.checked)}
                />{' '}
                Put the files that were made into it ({count(known().session.files.length, 'file')})
              </label>
            </Show>
            <Show when={key()}>
              {known => {
                const fingerprint = known()
                return (
                  <p class="faint" data-testid="fingerprint">
                    {fingerprint.ok
                      ? `It is signed with the key of this Deskhand: ${fingerprint.value}. Tell the reader this key by another way, and edits will show.`
                      : fingerprint.failure.message}
                  </p>
                )
              }}
            </Show>
            <p class="trouble" role="status">
              {trouble()}
            </p>
            <div class="actions">
              <button type="button" onClick={() => dialog.close()}>
                Close
              </button>
              <button type="button" data-testid="save-markdown" disabled={busy()} onClick={() => save('markdown')}>
                Save as Markdown
              </button>
              <button type="button" data-testid="save-json" disabled={busy()} onClick={() => save('json')}>
                Save as JSON
              </button>
              <button
                type="button"
                class="primary"
                data-testid="save-page"
                disabled={busy()}
                onClick={() => save('page')}
              >
                Save as a page
              </button>
            </div>
          </>
        )}
      </Show>
    </dialog>
  )
}

const wordsOf = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map(line => line.trim())
      .filter(line => line.length > 1),
  ),
]

/** What the file will hold, so that nothing leaves unseen. */
function Inside(props: { session: SharedSession; left: string[]; take: { contents: boolean }; files: boolean }) {
  const size = () => props.session.images.reduce((sum, image) => sum + (image.base64.length * 3) / 4, 0)
  const number = (type: string) => props.session.events.filter(event => event.type === type).length
  return (
    <ul class="inside" aria-label="What is inside" data-testid="inside">
      <li>Your requests, answers and messages, the plan, and all that Deskhand said</li>
      <li>
        {count(number('tool.finished'), 'step')} with results
        {props.take.contents ? ', without contents of files' : ', which hold contents of files that were read'}
      </li>
      <li>
        {count(number('file.willChange'), 'change')} of files
        {props.take.contents
          ? ', without contents'
          : `, with what was there before and after (${count(props.session.images.length, 'text or file', 'texts or files')}, ${bytes(Math.floor(size()))})`}
      </li>
      <Show when={props.files && !props.take.contents}>
        <li>{count(props.session.files.length, 'file that was made', 'files that were made')}, whole</li>
      </Show>
      <li>{count(number('request.sent'), 'request')} that left this machine: where to and how large</li>
      <For each={props.left}>{line => <li class="faint">{showInvisible(line)}</li>}</For>
    </ul>
  )
}
