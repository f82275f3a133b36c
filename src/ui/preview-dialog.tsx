import { createSignal, For, Match, onMount, Show, Switch } from 'solid-js'
import { Portal } from 'solid-js/web'
import { showInvisible } from '../domain/quote.ts'
import { saveFile } from '../page/save-file.ts'
import FileDiff from './file-diff.tsx'
import { Icon } from './icon.tsx'
import FilePreview from './preview.tsx'
import type { FileSource } from './preview-context.ts'
import { bytes } from './say.ts'

type Side = 'after' | 'before' | 'changes'
const NAMES: Record<Side, string> = { after: 'Now', before: 'Before', changes: 'What changed' }

/** A file, large: as it is, as it was, and what changed between the two. */
export default function PreviewDialog(props: {
  path: string
  before?: FileSource | undefined
  after: FileSource
  onClose: () => void
}) {
  const [side, setSide] = createSignal<Side>('after')
  const sides = (): Side[] => (props.before ? ['after', 'before', 'changes'] : [])
  const size = () => (side() === 'before' ? props.before?.size : props.after.size)
  const [trouble, setTrouble] = createSignal('')
  /** The version that is looked at, into the browser's downloads. */
  const saveCopy = async () => {
    const source = (side() === 'before' && props.before) || props.after
    const read = await source.bytes()
    if (read.ok) saveFile(source.name, new Blob([read.value as Uint8Array<ArrayBuffer>]))
    setTrouble(read.ok ? '' : read.failure.message)
  }
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())
  return (
    <Portal>
      <dialog
        ref={dialog}
        class="preview-dialog"
        aria-labelledby="preview-title"
        data-testid="preview-dialog"
        onClose={props.onClose}
        // What is behind it must not hear of the key that closes this.
        onKeyDown={event => event.stopPropagation()}
      >
        <header>
          <h2 id="preview-title">{showInvisible(props.path)}</h2>
          <Show when={size() !== undefined}>
            <span class="faint">{bytes(size()!)}</span>
          </Show>
          <fieldset class="sides">
            <legend class="visually-hidden">Version</legend>
            <For each={sides()}>
              {each => (
                <button
                  type="button"
                  class="small"
                  aria-pressed={side() === each}
                  data-testid={`side-${each}`}
                  onClick={() => setSide(each)}
                >
                  {NAMES[each]}
                </button>
              )}
            </For>
          </fieldset>
          <button type="button" class="small save-copy" data-testid="save-copy" onClick={() => void saveCopy()}>
            <Icon name="save" /> Save a copy
          </button>
          <button type="button" class="icon-button" aria-label="Close" onClick={() => dialog.close()}>
            <Icon name="cross" />
          </button>
        </header>
        <Show when={trouble()}>
          {text => (
            <p class="trouble" role="alert">
              {text()}
            </p>
          )}
        </Show>
        <div class="preview-body">
          <Switch fallback={<FilePreview source={props.after} />}>
            <Match when={side() === 'before' && props.before}>{source => <FilePreview source={source()} />}</Match>
            <Match when={side() === 'changes'}>
              <FileDiff before={props.before} after={props.after} />
            </Match>
          </Switch>
        </div>
      </dialog>
    </Portal>
  )
}
