import './style/session.css'
import { createEffect, createMemo, createSignal, For, lazy, on, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { RootInfo } from '../domain/event.ts'
import { extensionOf, type Place, showPlace } from '../domain/place.ts'
import { showInvisible } from '../domain/quote.ts'
import { chooseFiles } from '../page/drops.ts'
import { useDesk } from './context.ts'
import { type TreeFile, type TreeFolder, treeOf } from './file-tree.ts'
import { Icon } from './icon.tsx'
import { folderSource } from './preview-context.ts'
import { bytes, count } from './say.ts'

const PreviewDialog = lazy(() => import('./preview-dialog.tsx'))

/** More files than this are not drawn as a tree. */
const MOST_FILES = 5000

/** The session's folders as trees. A file opens to be looked at, or is named in the request. */
export default function FilesTab() {
  const desk = useDesk()
  const [shown, setShown] = createSignal<{ place: Place; size: number } | null>(null)
  return (
    <div data-testid="files">
      <Show
        when={desk.phase() === 'open' && desk.folders().length > 0}
        fallback={<p class="empty">The folders of this session show here when it is open in this tab.</p>}
      >
        <For each={desk.folders()}>
          {root => (
            <Folder
              root={root}
              open={(path, size) => {
                desk.outside.lookedAt({ root: root.id, path })
                setShown({ place: { root: root.id, path }, size })
              }}
            />
          )}
        </For>
      </Show>
      <Show when={shown()}>
        {file => (
          <PreviewDialog
            path={file().place.path}
            after={folderSource(desk, file().place, file().size)}
            onClose={() => setShown(null)}
          />
        )}
      </Show>
    </div>
  )
}

type Open = (path: string, size: number) => void

function Folder(props: { root: RootInfo; open: Open }) {
  const desk = useDesk()
  const [shown, setShown] = createStore<{ tree: TreeFolder | null }>({ tree: null })
  const tree = () => shown.tree
  const [said, setSaid] = createSignal('')
  const look = async () => {
    const found = await desk.findFiles(props.root.id, MOST_FILES)
    if (!found.ok) return void setSaid(found.failure.message)
    // What is the same stays as it is on the screen: folders that are open stay open.
    setShown('tree', reconcile(treeOf(found.value.files), { key: 'path' }))
    setSaid(found.value.more ? `Only the first ${count(MOST_FILES, 'file')} are shown.` : '')
  }
  // What was done and undone, here and by others, shows at once.
  const happened = createMemo(() =>
    desk
      .changes()
      .map(change => change.status)
      .join(),
  )
  createEffect(on([happened, desk.outside.times, () => desk.isLost(props.root.id)], () => void look()))
  const marked = () => desk.outside.within({ root: props.root.id, path: '' })
  return (
    <section class="tree" aria-label={`Files of ${props.root.name}`} data-root={props.root.id} data-into="">
      <div class="tree-head">
        <h3 class="overline">
          <Icon name="folder" /> <span class="name">{showInvisible(props.root.name)}</span>
          <small class="badge">{tree() ? count(tree()!.count, 'file') : ''}</small>
        </h3>
        <div class="tree-actions">
          <Show when={props.root.access === 'readwrite'}>
            <button
              type="button"
              class="small quiet"
              data-testid="add-files-here"
              aria-label={`Add files to ${props.root.name}`}
              onClick={async () => desk.addFiles(await chooseFiles(), { root: props.root.id, path: '' })}
            >
              Add files
            </button>
          </Show>
          <button type="button" class="small quiet" onClick={look}>
            Look again
          </button>
        </div>
      </div>
      <Show when={said()}>
        <p class="faint">{said()}</p>
      </Show>
      <p class="faint" role="status">
        <Show when={marked() > 0}>Somebody else changed {count(marked(), 'file')} here.</Show>
      </p>
      <Show when={tree()}>{root => <Level folder={root()} root={props.root} open={props.open} />}</Show>
    </section>
  )
}

function Level(props: { folder: TreeFolder; root: RootInfo; open: Open }) {
  return (
    <ul>
      <For each={props.folder.folders}>{folder => <Branch folder={folder} root={props.root} open={props.open} />}</For>
      <For each={props.folder.files}>{file => <Leaf file={file} root={props.root} open={props.open} />}</For>
    </ul>
  )
}

function Branch(props: { folder: TreeFolder; root: RootInfo; open: Open }) {
  const desk = useDesk()
  const [open, setOpen] = createSignal(false)
  const marked = () => desk.outside.within({ root: props.root.id, path: props.folder.path })
  return (
    <li data-root={props.root.id} data-into={props.folder.path}>
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          {showInvisible(props.folder.name)} <small class="badge">{props.folder.count}</small>
          <Show when={marked() > 0}>
            {' '}
            <small class="outside">{marked()} changed outside</small>
          </Show>
        </summary>
        <Show when={open()}>
          <Show when={props.root.access === 'readwrite'}>
            <button
              type="button"
              class="small quiet"
              aria-label={`Add files to ${props.folder.name}`}
              onClick={async () => desk.addFiles(await chooseFiles(), { root: props.root.id, path: props.folder.path })}
            >
              Add files here
            </button>
          </Show>
          <Level folder={props.folder} root={props.root} open={props.open} />
        </Show>
      </details>
    </li>
  )
}

function Leaf(props: { file: TreeFile; root: RootInfo; open: Open }) {
  const desk = useDesk()
  const place = () => ({ root: props.root.id, path: props.file.path })
  const shown = () => showPlace(place(), desk.folders()[0]?.id ?? '')
  const outside = () => desk.outside.of(place())
  return (
    <li class="leaf" data-path={props.file.path} data-kind={extensionOf(props.file.path)}>
      <button type="button" class="plain" onClick={() => props.open(props.file.path, props.file.size)}>
        {showInvisible(props.file.name)}
        <Show when={outside()}>
          {' '}
          <small class="outside">{outside() === 'made' ? 'new from outside' : 'changed outside'}</small>
        </Show>
      </button>
      <small class="badge">{bytes(props.file.size)}</small>
      <button
        type="button"
        class="small quiet"
        aria-label={`Name ${props.file.name} in the request`}
        title="Name it in the request"
        onClick={() => desk.attach(shown())}
      >
        @
      </button>
    </li>
  )
}
