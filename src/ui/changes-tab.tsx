import { createMemo, createSignal, For, lazy, Show, Suspense } from 'solid-js'
import { showPlace } from '../domain/place.ts'
import { showInvisible } from '../domain/quote.ts'
import { type ChangeState, homeOf } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { goOnFrom } from './go-on.ts'
import { Icon } from './icon.tsx'
import { bytes, CHANGE_WORDS, count } from './say.ts'

const PreviewChange = lazy(() => import('./preview-change.tsx'))
const KeptDialog = lazy(() => import('./kept-dialog.tsx'))

/** Every change of the person's files, with what was there before, and the way back and forth. */
export default function ChangesTab() {
  const desk = useDesk()
  const [asking, setAsking] = createSignal(false)
  const [looking, setLooking] = createSignal(false)
  const undoable = createMemo(() => desk.changes().filter(isStanding))
  const undone = createMemo(() => desk.changes().filter(change => change.status === 'undone'))
  const newest = createMemo(() => desk.changes().toReversed())
  const undoAll = () => {
    goOnFrom('[data-testid=redo-all]')
    setAsking(false)
    desk.undo({ kind: 'session' })
  }
  return (
    <>
      <Show when={desk.proof()}>
        {text => (
          <p class="proof" role="status" data-testid="undo-proof">
            {text()}
          </p>
        )}
      </Show>
      <Show
        when={desk.changes().length > 0}
        fallback={
          <p class="empty">No file has been changed. Each change will be listed here with what was there before.</p>
        }
      >
        <div class="undo-bar">
          <p class="faint">
            {count(desk.changes().length, 'change')}, newest first
            {desk.whole() ? '' : '; older ones are still being read'}
          </p>
          <div class="actions">
            <Show when={undone().length > 0}>
              <button
                type="button"
                data-testid="redo-all"
                disabled={desk.phase() !== 'open'}
                title="Does again what was undone"
                onClick={() => desk.redo({ kind: 'session' })}
              >
                <Icon name="redo" /> Redo all
              </button>
            </Show>
            <Show when={undoable().length > 0}>
              <button
                type="button"
                data-testid="undo-all"
                disabled={desk.phase() !== 'open'}
                aria-expanded={asking()}
                onClick={() => setAsking(true)}
              >
                <Icon name="undo" /> Undo all
              </button>
            </Show>
          </div>
        </div>
        <Show when={asking()}>
          <div class="card confirm" role="alertdialog" aria-label="Undo all changes">
            <p>
              Take back {count(undoable().length, 'change')}? Files that were edited since are left as they are, and you
              are told which. It can be done again afterwards.
            </p>
            <div class="actions">
              <button
                type="button"
                class="small"
                onClick={() => {
                  goOnFrom('[data-testid=undo-all]')
                  setAsking(false)
                }}
              >
                Keep them
              </button>
              <button
                type="button"
                class="small primary"
                data-testid="undo-confirm"
                ref={button => queueMicrotask(() => button.focus())}
                onClick={undoAll}
              >
                Undo all {undoable().length}
              </button>
            </div>
          </div>
        </Show>
        <ul class="changes" aria-label="Changes">
          <For each={newest()}>{change => <ChangeRow change={change} />}</For>
        </ul>
      </Show>
      <Show when={desk.folders().length > 0 && desk.phase() === 'open'}>
        <p class="to-kept">
          <button type="button" class="quiet small" data-testid="kept-open" onClick={() => setLooking(true)}>
            <Icon name="folder" /> Trash and earlier versions
          </button>
        </p>
      </Show>
      <Show when={looking()}>
        <Suspense>
          <KeptDialog onClose={() => setLooking(false)} />
        </Suspense>
      </Show>
    </>
  )
}

const isStanding = (change: ChangeState) => change.status === 'done' || change.status === 'unknown'

const STATES: Record<ChangeState['status'], string> = {
  open: 'under way',
  done: '',
  failed: 'did not happen',
  unknown: 'not known whether it happened',
  undone: 'undone',
}

function ChangeRow(props: { change: ChangeState }) {
  const desk = useDesk()
  const [open, setOpen] = createSignal(false)
  const op = () => props.change.change
  const home = () => homeOf(desk.state.roots)
  const task = () => desk.state.tasks[props.change.task ?? '']
  const putBeside = () =>
    desk.call(async calls => {
      const kept = await calls.keepBeside(props.change.effect)
      if (kept.ok) desk.say(`The earlier version is now at ${showInvisible(showPlace(kept.value, home()))}.`)
      return kept
    })
  const size = () => {
    const { before, after } = props.change
    if (op().op === 'move' || op().op === 'trash') return bytes(after.size)
    return before ? `${bytes(before.size)} → ${bytes(after.size)}` : bytes(after.size)
  }
  return (
    <li
      class={`change ${props.change.status}`}
      data-testid={`change-${props.change.effect}`}
      data-status={props.change.status}
    >
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <span class={`verb ${op().op}`}>{CHANGE_WORDS[op().op]}</span>
          <span class="path">{showInvisible(showPlace(op(), home()))}</span>
          <small>
            {size()}
            <Show when={STATES[props.change.status]}>{state => <> · {state()}</>}</Show>
            <Show when={task()}>{one => <> · {one().task.title}</>}</Show>
          </small>
        </summary>
        <Show when={'to' in op() && op()}>
          {moved => (
            <p class="moved">
              <Icon name="arrow" /> {showInvisible('to' in moved() ? (moved() as { to: string }).to : '')}
              <Show when={'why' in moved()}>
                <span class="faint"> {(moved() as { why: string }).why}</span>
              </Show>
            </p>
          )}
        </Show>
        <Show when={open() && !('to' in op())}>
          <Suspense fallback={<p class="faint">Opening…</p>}>
            <PreviewChange change={props.change} />
          </Suspense>
        </Show>
      </details>
      <Show when={props.change.refusedUndo ?? props.change.refusedRedo ?? props.change.failure}>
        {failure => <p class="trouble">{failure().message}</p>}
      </Show>
      <Show when={props.change.refusedUndo && props.change.before && !('to' in op()) && desk.phase() === 'open'}>
        <button type="button" class="small" data-testid="keep-beside" onClick={putBeside}>
          Write what was there before beside it
        </button>
      </Show>
      <Show when={isStanding(props.change) && desk.phase() === 'open'}>
        <button
          type="button"
          class="small quiet undo-one"
          aria-label={`Undo the change of ${showInvisible(op().path)}`}
          onClick={() => desk.undo({ kind: 'change', effect: props.change.effect })}
        >
          Undo
        </button>
      </Show>
      <Show when={props.change.status === 'undone' && desk.phase() === 'open'}>
        <button
          type="button"
          class="small quiet undo-one"
          aria-label={`Redo the change of ${showInvisible(op().path)}`}
          onClick={() => desk.redo({ kind: 'change', effect: props.change.effect })}
        >
          Redo
        </button>
      </Show>
    </li>
  )
}
