import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js'
import { showPlace } from '../domain/place.ts'
import { showInvisible } from '../domain/quote.ts'
import { homeOf, type PermissionState } from '../domain/state.ts'
import { after } from '../page/timing.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { When } from './rows.tsx'
import { askChange, bytes, REWRITING, sayWish } from './say.ts'

const OUTCOMES = {
  pending: 'Waits for your decision',
  allowed: 'You allowed it',
  'allowed-for-session': 'You allowed it for this session',
  refused: 'You refused it',
}

/** The question's line in the conversation, with a way back to a dialog that was put aside. */
export function PermissionRow(props: { id: string; at: number }) {
  const desk = useDesk()
  const asked = () => desk.state.permissions[props.id]
  return (
    <Show when={asked()}>
      {one => (
        <div class="row notice" classList={{ warn: one().status === 'pending' }}>
          <When at={props.at} />
          <p>
            {desk.taskOf(one().agent)} wants to {sayWish(one().op, homeOf(desk.state.roots))}, which nothing allows so
            far. <strong>{OUTCOMES[one().status]}.</strong>{' '}
            <Show when={one().status === 'pending'}>
              <button type="button" class="small" onClick={() => reopen(props.id)}>
                Decide
              </button>
            </Show>
          </p>
        </div>
      )}
    </Show>
  )
}

const [reopened, setReopened] = createSignal<{ id: string } | null>(null)
export const reopen = (id: string) => setReopened({ id })

/** How long a click meant for something else has to pass. */
const ARMING = 600

/** Asks for one change, in words made from the change itself. The safe answer has the focus; the other arms after a moment. */
export default function PermissionDialog() {
  const desk = useDesk()
  const [armed, setArmed] = createSignal(false)
  let dialog!: HTMLDialogElement
  let refuse!: HTMLButtonElement

  createEffect(
    on([() => desk.pendingPermission()?.id, reopened], ([id]) => {
      setArmed(false)
      if (dialog.open) dialog.close()
      if (!id) return
      dialog.showModal()
      refuse.focus()
      onCleanup(after(ARMING, () => setArmed(true)))
    }),
  )
  const decide = (outcome: 'allowed' | 'allowed-for-session' | 'refused') => {
    const id = desk.pendingPermission()?.id
    if (!id) return
    dialog.close()
    desk.call(calls => calls.decide(id, outcome))
  }

  return (
    <dialog ref={dialog} class="permission" aria-labelledby="permission-title" data-testid="permission">
      <Show when={desk.pendingPermission()}>{asked => <Operation asked={asked()} />}</Show>
      <div class="actions">
        <button
          type="button"
          class="primary"
          ref={refuse}
          data-testid="permission-refuse"
          onClick={() => decide('refused')}
        >
          Refuse and pause
        </button>
        <button type="button" disabled={!armed()} data-testid="permission-allow" onClick={() => decide('allowed')}>
          Allow once
        </button>
        <button
          type="button"
          class="quiet"
          disabled={!armed()}
          data-testid="permission-allow-session"
          onClick={() => decide('allowed-for-session')}
        >
          Allow for this session
        </button>
      </div>
    </dialog>
  )
}

function Operation(props: { asked: PermissionState }) {
  const desk = useDesk()
  const root = () => desk.state.roots.find(one => one.id === props.asked.op.root)
  return (
    <>
      <p class="overline">
        <Icon name="shield" /> Not part of what you allowed
      </p>
      <h2 id="permission-title">{askChange(props.asked.op)}</h2>
      <dl class="facts-list">
        <dt>File</dt>
        <dd>
          <code>{showInvisible(showPlace(props.asked.op, props.asked.op.root))}</code>
        </dd>
        <dt>Folder</dt>
        <dd>{showInvisible(root()?.name ?? props.asked.op.root)}</dd>
        <Show when={'to' in props.asked.op && props.asked.op}>
          {op => (
            <>
              <dt>To</dt>
              <dd>
                <code>{showInvisible(op().to)}</code>
              </dd>
            </>
          )}
        </Show>
        <Show when={props.asked.bytes > 0}>
          <dt>Size</dt>
          <dd>{bytes(props.asked.bytes)}</dd>
        </Show>
        <dt>Asked by</dt>
        <dd>{desk.taskOf(props.asked.agent)}</dd>
      </dl>
      <Show when={props.asked.op.op === 'trash' && props.asked.op.last}>
        <p>
          <strong>No other file in this folder has these bytes.</strong> It stays in the trash until you remove it.
        </p>
      </Show>
      <Show when={props.asked.op.op === 'overwrite'}>
        <p class="faint">{REWRITING}</p>
      </Show>
      <p class="faint">
        {props.asked.op.op === 'create' ? 'This' : 'What is there now is kept first, so this'} can be undone. If you
        refuse, the work pauses.
      </p>
    </>
  )
}
