import { createEffect, createMemo, For, on, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { FileContent } from '../domain/event.ts'
import { applyToLedger, emptyLedger, fileTotals, type LedgerRow } from '../domain/ledger.ts'
import { showPlace } from '../domain/place.ts'
import { showInvisible } from '../domain/quote.ts'
import { homeOf } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { bytes, count, timeOf } from './say.ts'
import { readWholeLog } from './whole-log.ts'

/** Requests drawn at once; the newest. */
const SHOWN = 300

/** Every request that left this machine, and whose contents were in it. A fold of the whole log, read page by page. */
export default function WhereTab() {
  const desk = useDesk()
  const ledger = emptyLedger()
  const { read, trouble } = readWholeLog(desk, events => {
    for (const event of events) applyToLedger(ledger, event)
  })

  // The list is added to in place; `read` says that it was.
  const rows = createMemo(on(read, () => ledger.rows.map((row, at) => ({ ...row, key: at })).toReversed()))
  // A request that somebody has opened stays as it is while others leave.
  const [drawn, setDrawn] = createStore<{ rows: (LedgerRow & { key: number })[] }>({ rows: [] })
  createEffect(() => setDrawn('rows', reconcile(rows().slice(0, SHOWN), { key: 'key' })))
  const totals = createMemo(on(read, () => fileTotals(ledger)))
  const copies = createMemo(on(read, () => fileTotals(ledger, true)))
  const asked = () =>
    rows().flatMap(({ agent, origin, asked }) => asked.map(each => ({ ...each, agent, origin })).toReversed())
  const home = () => homeOf(desk.state.roots)
  const sum = (of: (row: LedgerRow) => number) => sent().reduce((all, row) => all + of(row), 0)
  const sent = () => rows().filter(row => !row.runtime)
  const origins = () => [...new Set(sent().map(row => row.origin))]
  const given = () => rows().filter(row => row.runtime)

  return (
    <section class="where" aria-labelledby="where-title">
      <h3 id="where-title" class="overline">
        Where data went
      </h3>
      <Show when={trouble()}>
        <p class="notice error" role="alert">
          {trouble()}
        </p>
      </Show>
      <Show
        when={rows().length > 0}
        fallback={
          <p class="empty" data-testid="nothing-left">
            {read() < desk.state.lastSeq && !trouble()
              ? 'Reading the log…'
              : 'Nothing left this machine. No request has been sent anywhere.'}
          </p>
        }
      >
        <Show when={given().length > 0}>
          <p data-testid="where-runtime">
            Copies of {count(copies().length, 'file')} were given to WebContainer, StackBlitz’s runtime from{' '}
            <strong>{given()[0]?.origin}</strong>, to run commands. It works inside this browser; what it loads or sends
            by itself, such as npm packages, is not in this list.
          </p>
          <ul class="asked" data-testid="where-given">
            <For each={copies()}>
              {file => (
                <li data-path={file.path}>
                  {nameOfFile(file, home())} <span class="faint">{bytes(file.bytes)}</span>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={sent().length > 0}>
          <p data-testid="where-sum">
            {count(sent().length, 'request')} went to <strong>{origins().join(', ')}</strong>:{' '}
            {bytes(sum(row => row.sentBytes))} sent, {bytes(sum(row => row.receivedBytes ?? 0))} received.
          </p>
        </Show>
        <h3 class="overline">Files whose contents were sent</h3>
        <Show
          when={totals().length > 0}
          fallback={<p class="faint">None. Only your words, names of files and what the agents said were sent.</p>}
        >
          <table data-testid="where-files">
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col">Requests</th>
                <th scope="col">In all</th>
              </tr>
            </thead>
            <tbody>
              <For each={totals()}>
                {file => (
                  <tr data-path={file.path} data-bytes={file.bytes} data-requests={file.requests}>
                    <td>{nameOfFile(file, home())}</td>
                    <td>{file.requests}</td>
                    <td>{bytes(file.bytes)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
          <p class="faint">
            A model has no memory: each request carries the conversation again, so a file that was read once is sent
            with every request after it, until it is put aside.
          </p>
        </Show>
        <Show when={asked().length > 0}>
          <h3 class="overline">What the web was asked, newest first</h3>
          <ul class="asked" data-testid="where-asked">
            <For each={asked()}>
              {each => (
                <li data-kind={each.kind}>
                  {each.kind === 'search' ? 'Searched for ' : 'Read the page '}
                  <strong>{showInvisible(each.what)}</strong>{' '}
                  <span class="faint">
                    {desk.taskOf(each.agent)}, through {each.origin}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <h3 class="overline">Every request, newest first</h3>
        <ol class="requests">
          <For each={drawn.rows}>{row => <Request row={row} home={home()} />}</For>
        </ol>
        <Show when={rows().length > SHOWN}>
          <p class="faint">{count(rows().length - SHOWN, 'older request')} are in the sums above and not drawn here.</p>
        </Show>
      </Show>
      <Show when={desk.state.model.provider === 'anthropic'}>
        <p class="faint" data-testid="where-tests">
          Not in this list: connection tests, which have nothing of yours in them. “Test connection” in Settings asks
          the endpoint for its models and each chosen model for one word, with your key; when an endpoint cannot be
          reached, up to two small requests without key find out why.
        </p>
      </Show>
    </section>
  )
}

function Request(props: { row: LedgerRow; home: string }) {
  const desk = useDesk()
  const row = () => props.row
  return (
    <li
      data-testid="where-request"
      data-request={row().request}
      data-sent={row().sentBytes}
      data-received={row().receivedBytes ?? ''}
      data-files={JSON.stringify(row().files.map(({ path, bytes: size }) => [path, size]))}
    >
      <details>
        <summary>
          <time dateTime={new Date(row().at).toISOString()}>{timeOf(row().at)}</time>
          <span>
            <b>{desk.taskOf(row().agent)}</b> to {row().runtime ? `WebContainer (${row().origin})` : row().origin}
            <small>
              {bytes(row().sentBytes)} {row().runtime ? 'given' : `sent, ${received(row())}`}
              <Show when={row().files.length > 0}>, {count(row().files.length, 'file')} in it</Show>
              <Show when={row().asked.length > 0}>, asked the web {count(row().asked.length, 'time')}</Show>
              <Show when={row().attempt > 1}>, attempt {row().attempt}</Show>
            </small>
          </span>
        </summary>
        <p class="faint">
          {new Date(row().at).toLocaleString()} · exactly {row().sentBytes.toLocaleString('en')} bytes{' '}
          {row().runtime ? 'copied' : 'sent'}
          <Show when={row().receivedBytes !== null && !row().runtime}>
            , {row().receivedBytes?.toLocaleString('en')} bytes received
          </Show>
        </p>
        <Show when={row().failure}>{failure => <p class="trouble">{failure().message}</p>}</Show>
        <ul>
          <For each={row().files} fallback={<li class="faint">No file's contents were in it.</li>}>
            {file => (
              <li>
                {nameOfFile(file, props.home)} <span class="faint">{bytes(file.bytes)}</span>
              </li>
            )}
          </For>
          <For each={row().asked}>{each => <li>asked the web: {showInvisible(each.what)}</li>}</For>
        </ul>
      </details>
    </li>
  )
}

const nameOfFile = (file: FileContent, home: string) =>
  file.path === ''
    ? 'Output of commands, which may hold contents of any file they saw'
    : showInvisible(showPlace(file, home))

const received = (row: LedgerRow) =>
  row.receivedBytes === null ? 'answer cut off or under way' : `${bytes(row.receivedBytes)} received`
