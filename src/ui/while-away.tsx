import { createSignal, onCleanup, Show } from 'solid-js'
import { delegateEvents, Portal } from 'solid-js/web'
import { askToNotify, mayAskToNotify } from '../page/attention.ts'
import { canOpenSmallWindow, openSmallWindow } from '../page/small-window.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { MiniDesk } from './mini-desk.tsx'

/** Ways to know how it goes without looking at this page. Offered while something runs, and only where the browser has them. */
export function WhileAway() {
  const desk = useDesk()
  const [mayAsk, setMayAsk] = createSignal(mayAskToNotify())
  const [small, setSmall] = createSignal<Window | null>(null)
  const open = async () => {
    const opened = await openSmallWindow(() => setSmall(null))
    // Solid hears clicks at the top of a document, and this one is not the page's.
    if (opened) delegateEvents(['click'], opened.document)
    setSmall(opened)
  }
  onCleanup(() => small()?.close())
  return (
    <>
      <Show when={desk.busy() && desk.phase() === 'open' && (mayAsk() || canOpenSmallWindow())}>
        <div class="while-away">
          <Show when={mayAsk()}>
            <button
              type="button"
              class="small quiet"
              data-testid="notify-me"
              onClick={async () => {
                await askToNotify()
                setMayAsk(mayAskToNotify())
              }}
            >
              <Icon name="bell" /> Notify me when it is done
            </button>
          </Show>
          <Show when={canOpenSmallWindow() && !small()}>
            <button type="button" class="small quiet" data-testid="small-window" onClick={open}>
              <Icon name="window" /> Show in a small window
            </button>
          </Show>
        </div>
      </Show>
      <Show when={small()}>
        {window => (
          <Portal mount={window().document.body}>
            <MiniDesk />
          </Portal>
        )}
      </Show>
    </>
  )
}
