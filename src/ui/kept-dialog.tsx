import './style/kept.css'
import { createMemo, createResource, createSignal, For, onMount, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { KeptFile, RestoreReport } from '../ports/changes.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { bytes, count, dayOf, timeOf } from './say.ts'

const KINDS = {
  trash: {
    title: 'Trash',
    about: 'Files that were moved to the trash inside your folder. They stay there until you remove them.',
    none: 'The trash is empty.',
  },
  before: {
    title: 'Earlier versions',
    about: 'What files of yours were before they were overwritten, kept in your folder. Undo takes these copies away.',
    none: 'No earlier version is kept in the folder.',
  },
} as const
type Kind = keyof typeof KINDS

/** What is kept in the folder: the trash and earlier versions, also of sessions this browser knows nothing of. */
export default function KeptDialog(props: { onClose: () => void }) {
  const desk = useDesk()
  const [files, { refetch }] = createResource(() => desk.kept())
  const [said, setSaid] = createSignal('')
  const [removing, setRemoving] = createSignal<KeptFile[] | null>(null)
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())
  const of = (kind: Kind) => (files() ?? []).filter(file => file.kind === kind)

  const restore = async (chosen: readonly KeptFile[], how: 'back' | 'beside') => {
    setSaid('')
    await desk.call(async calls => {
      const done = await calls.restoreKept(
        chosen.map(({ root, path }) => ({ root, path })),
        how,
      )
      if (done.ok) setSaid(sayRestored(done.value))
      return done
    })
    await refetch()
  }
  const remove = async (chosen: readonly KeptFile[]) => {
    setRemoving(null)
    await desk.call(async calls => {
      const done = await calls.removeKept(chosen.map(({ root, path, size, mtime }) => ({ root, path, size, mtime })))
      if (done.ok)
        setSaid(
          `${count(done.value.removed, 'file')} removed for good.${done.value.left > 0 ? ` ${done.value.left} changed meanwhile and stayed.` : ''}`,
        )
      return done
    })
    await refetch()
  }

  return (
    <dialog ref={dialog} class="kept-dialog" aria-labelledby="kept-title" data-testid="kept" onClose={props.onClose}>
      <header>
        <h2 id="kept-title">Trash and earlier versions</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={() => dialog.close()}>
          <Icon name="cross" />
        </button>
      </header>
      <p class="proof" role="status" data-testid="kept-said" hidden={said() === ''}>
        {said()}
      </p>
      <Show when={removing()}>
        {chosen => (
          <div class="card confirm" role="alertdialog" aria-label="Remove for good">
            <p>
              Remove {count(chosen().length, 'file')} ({bytes(chosen().reduce((sum, file) => sum + file.size, 0))}) for
              good? This cannot be undone, and changes that need them cannot be undone either:
            </p>
            <ul class="names">
              <For each={chosen().slice(0, 12)}>{file => <li>{showInvisible(file.original)}</li>}</For>
              <Show when={chosen().length > 12}>
                <li>and {chosen().length - 12} more</li>
              </Show>
            </ul>
            <div class="actions">
              <button
                type="button"
                class="small"
                ref={button => queueMicrotask(() => button.focus())}
                onClick={() => setRemoving(null)}
              >
                Keep them
              </button>
              <button type="button" class="small danger" data-testid="kept-confirm" onClick={() => remove(chosen())}>
                Remove for good
              </button>
            </div>
          </div>
        )}
      </Show>
      <For each={['trash', 'before'] as const}>
        {kind => (
          <Section
            kind={kind}
            files={of(kind)}
            loading={files.loading && files() === undefined}
            onRestore={restore}
            onRemove={setRemoving}
          />
        )}
      </For>
    </dialog>
  )
}

function Section(props: {
  kind: Kind
  files: KeptFile[]
  loading: boolean
  onRestore: (files: readonly KeptFile[], how: 'back' | 'beside') => void
  onRemove: (files: KeptFile[]) => void
}) {
  /** Of each file the newest version, where it is another one than the file now. */
  const newest = createMemo(() => {
    const byPlace = new Map<string, KeptFile>()
    for (const file of props.files.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)))
      byPlace.set(`${file.root}:${file.original}`, file)
    return [...byPlace.values()].filter(file => !file.same)
  })
  return (
    <section aria-labelledby={`kept-${props.kind}`}>
      <h3 id={`kept-${props.kind}`}>
        {KINDS[props.kind].title} <small class="faint">{props.files.length > 0 ? props.files.length : ''}</small>
      </h3>
      <p class="faint">{KINDS[props.kind].about}</p>
      <Show
        when={props.files.length > 0}
        fallback={<p class="empty">{props.loading ? 'Looking…' : KINDS[props.kind].none}</p>}
      >
        <ul class="kept" aria-label={KINDS[props.kind].title}>
          <For each={props.files}>{file => <Row file={file} onRestore={props.onRestore} />}</For>
        </ul>
        <div class="actions">
          <button
            type="button"
            class="small"
            data-testid={`${props.kind}-restore-all`}
            disabled={newest().length === 0}
            onClick={() => props.onRestore(newest(), 'back')}
          >
            Put all back
          </button>
          <button
            type="button"
            class="small quiet"
            data-testid={`${props.kind}-empty`}
            onClick={() => props.onRemove(props.files)}
          >
            {props.kind === 'trash' ? 'Empty the trash…' : 'Remove all…'}
          </button>
        </div>
      </Show>
    </section>
  )
}

function Row(props: { file: KeptFile; onRestore: (files: readonly KeptFile[], how: 'back' | 'beside') => void }) {
  const desk = useDesk()
  const name = () => showInvisible(props.file.original)
  const when = () => {
    const { at } = props.file
    return at === null
      ? ''
      : `${dayOf(at, desk.state.lastAt)}${dayOf(at, desk.state.lastAt) === timeOf(at) ? '' : ` ${timeOf(at)}`}`
  }
  return (
    <li data-testid={`kept-${props.file.kind}`}>
      <div>
        <span class="path">{name()}</span>
        <small>
          {[bytes(props.file.size), when(), props.file.same ? 'same as the file now' : ''].filter(Boolean).join(' · ')}
        </small>
        <Show when={props.file.why}>{why => <small class="faint">{showInvisible(why())}</small>}</Show>
      </div>
      <Show when={!props.file.same}>
        <button
          type="button"
          class="small"
          aria-label={`Put ${name()} back`}
          onClick={() => props.onRestore([props.file], 'back')}
        >
          Put back
        </button>
        <button
          type="button"
          class="small quiet"
          aria-label={`Put ${name()} beside what is there now`}
          onClick={() => props.onRestore([props.file], 'beside')}
        >
          Put beside
        </button>
      </Show>
    </li>
  )
}

function sayRestored({ restored, refused }: RestoreReport): string {
  const first = restored[0]
  const back =
    restored.length === 1 && first
      ? `Now at ${showInvisible(first.to)}.`
      : restored.length > 0
        ? `${count(restored.length, 'file')} put back and read back.`
        : ''
  const left =
    refused.length === 0
      ? ''
      : refused
          .map(({ failure }) => failure.message)
          .slice(0, 3)
          .join(' ')
  return [back, left, refused.length > 3 ? `${refused.length - 3} more were left alone.` : ''].filter(Boolean).join(' ')
}
