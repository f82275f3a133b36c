import { createSignal, onCleanup, onMount, Show } from 'solid-js'

/** Stands below a list that grows: asks for more as soon as it comes near, and can be pressed. */
export function MoreBelow(props: { more: boolean; onMore: () => Promise<void> | void }) {
  const [busy, setBusy] = createSignal(false)
  let mark!: HTMLDivElement
  const ask = async () => {
    if (busy() || !props.more) return
    setBusy(true)
    await props.onMore()
    setBusy(false)
    // Still in view: the observer says nothing again by itself.
    watch.unobserve(mark)
    watch.observe(mark)
  }
  const watch = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && void ask(), {
    rootMargin: '600px',
  })
  onMount(() => watch.observe(mark))
  onCleanup(() => watch.disconnect())
  return (
    <div ref={mark}>
      <Show when={props.more}>
        <button type="button" class="small quiet" onClick={ask}>
          Show more
        </button>
      </Show>
    </div>
  )
}
