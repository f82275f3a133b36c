import './style/update-notice.css'
import { createEffect, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { ServiceNews } from '../page/service.ts'
import { Icon } from './icon.tsx'

/** What the page needs of its offline part. */
export interface OfflinePart {
  news(): ServiceNews
  /** Names of files the person opened with the installed app. */
  openedFiles(): readonly string[]
  /** Must be called in a click: shows the picker in the folder of those files. */
  chooseTheirFolder(): void
  update(): void
  /** Loads the page once more by itself; it does so once only. */
  loadAgain(): void
  running(session: string, now: boolean): void
}

/** A slip at the foot of the page, of what the offline part has to say. Says nothing about an update while work goes on. */
export function UpdateNotice(props: { part: OfflinePart; atRest: boolean }) {
  const [dismissed, setDismissed] = createSignal('')
  const kind = () => {
    const { kind } = props.part.news()
    return kind === dismissed() ? 'nothing' : kind
  }
  const why = () => {
    const news = props.part.news()
    return news.kind === 'missing' ? news.why : ''
  }
  createEffect(() => {
    if (kind() === 'load-again' && props.atRest) props.part.loadAgain()
  })
  const reload = (label: string) => (
    <button type="button" class="small primary" data-testid="update" onClick={props.part.update}>
      {label}
    </button>
  )

  return (
    <div class="update-notices">
      <Show when={props.part.openedFiles().length > 0}>
        <Slip kind="opened">
          <span>
            Deskhand works in folders. To work on {props.part.openedFiles().join(', ')}, choose the folder that holds
            it.
          </span>
          <button type="button" class="small primary" onClick={props.part.chooseTheirFolder}>
            Choose the folder
          </button>
        </Slip>
      </Show>
      <Switch>
        <Match when={kind() === 'update'}>
          <Slip kind="update" onDismiss={() => setDismissed('update')}>
            <span>A newer Deskhand is ready, and nothing is running.</span>
            {reload('Reload to use it')}
          </Slip>
        </Match>
        <Match when={kind() === 'updated' && props.atRest}>
          <Slip kind="updated" onDismiss={() => setDismissed('updated')}>
            <span>Deskhand was updated in another tab. This one still works as it is.</span>
            {reload('Reload')}
          </Slip>
        </Match>
        <Match when={kind() === 'load-again'}>
          <Slip kind="load-again">
            <span>Reload once before you use Claude: then the browser limits this page to the address you chose.</span>
            {reload('Reload')}
          </Slip>
        </Match>
        <Match when={kind() === 'missing'}>
          <Slip kind="missing" onDismiss={() => setDismissed('missing')}>
            <span title={why()}>This browser does not let Deskhand keep itself, so it needs the network to open.</span>
          </Slip>
        </Match>
      </Switch>
    </div>
  )
}

function Slip(props: { kind: string; children: JSX.Element; onDismiss?: () => void }) {
  return (
    <p class="notice update-notice" role="status" data-testid="service-notice" data-kind={props.kind}>
      {props.children}
      <Show when={props.onDismiss}>
        {dismiss => (
          <button type="button" class="icon-button" aria-label="Not now" onClick={() => dismiss()()}>
            <Icon name="cross" />
          </button>
        )}
      </Show>
    </p>
  )
}
