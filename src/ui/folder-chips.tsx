import { For, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'

export interface FolderDoors {
  canPick: boolean
  /** Must run in the click itself. */
  pick: (access: 'read' | 'readwrite') => void
  practice: () => void
}

/** The folders of this session, what may be done in each, and how to add one. */
export function FolderChips(props: { doors: FolderDoors }) {
  const desk = useDesk()
  return (
    <div class="folders">
      <ul aria-label="Folders">
        <For each={desk.folders()}>
          {root => (
            <li class="chip folder" classList={{ lost: desk.isLost(root.id) }} data-testid={`folder-${root.id}`}>
              <Icon name="folder" />
              <span class="name">{showInvisible(root.name)}</span>
              <Show
                when={desk.isLost(root.id)}
                fallback={
                  <small>
                    {root.kind === 'practice'
                      ? 'made-up files'
                      : root.access === 'read'
                        ? 'read only'
                        : 'read and write'}
                  </small>
                }
              >
                <button
                  type="button"
                  class="small primary"
                  data-testid="reconnect"
                  onClick={() => desk.reconnect(root)}
                >
                  Reconnect folder
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={desk.folders().some(root => desk.isLost(root.id))}>
        <p class="reconnect-hint">
          The browser asks once more who may go into the folder. If it offers “Allow on every visit”, choose that, and
          it will not ask again.
        </p>
      </Show>
      <Show when={props.doors.canPick && desk.phase() === 'open'}>
        <button type="button" class="small quiet" popovertarget="add-folder" data-testid="add-folder">
          <Icon name="plus" /> Add a folder
        </button>
        <div popover id="add-folder" class="menu">
          <p>It may</p>
          <button
            type="button"
            popovertarget="add-folder"
            data-testid="add-read"
            onClick={() => props.doors.pick('read')}
          >
            only be read
          </button>
          <button
            type="button"
            popovertarget="add-folder"
            data-testid="add-readwrite"
            onClick={() => props.doors.pick('readwrite')}
          >
            be read and changed
          </button>
        </div>
      </Show>
    </div>
  )
}
