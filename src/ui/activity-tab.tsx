import './style/session.css'
import { createMemo, createSignal, For, on, Show } from 'solid-js'
import { createStore } from 'solid-js/store'
import { VList } from 'virtua/solid'
import { LEAD, type SessionEvent } from '../domain/event.ts'
import { showInvisible } from '../domain/quote.ts'
import { saveFile } from '../page/save-file.ts'
import { useDesk } from './context.ts'
import { fits, KINDS, type LogFilter, type LogLine, lineOf } from './log-lines.ts'
import { ForkHere } from './rows.tsx'
import { count, timeOf } from './say.ts'
import { readWholeLog } from './whole-log.ts'

const PAGE = 2000

/** The whole log in sentences, newest first: searched, filtered, and saved as it is. Only the lines in sight are drawn. */
export default function ActivityTab() {
  const desk = useDesk()
  const [filter, setFilter] = createStore<LogFilter>({ words: '', kind: 'Everything', by: '', file: '' })
  const [saving, setSaving] = createSignal(false)
  const all: LogLine[] = []
  const { read, trouble } = readWholeLog(desk, events => {
    for (const event of events) all.push(lineOf(event, desk.state))
  })
  const whole = () => read() >= desk.state.lastSeq
  const who = (by: string) =>
    by === 'person' ? 'You' : by === 'desk' ? 'Desk' : by === LEAD ? 'Lead' : desk.taskOf(by)
  // While a long log is being read its newest lines are there already.
  const known = createMemo(
    on([read, desk.events], () => (whole() ? all.slice() : desk.events().map(event => lineOf(event, desk.state)))),
  )
  const lines = createMemo(() =>
    known()
      .filter(line => fits(line, filter, who(line.by)))
      .toReversed(),
  )
  const actors = createMemo(() => [...new Set(known().map(line => line.by))])
  const files = createMemo(() => [...new Set(known().flatMap(line => line.files))].toSorted())

  const save = async () => {
    setSaving(true)
    const wanted = new Set(lines().map(line => line.seq))
    const parts: string[] = []
    await desk.call(async calls => {
      for (let from = 1; from <= desk.state.lastSeq; from += PAGE) {
        const page = await calls.events(from, Math.min(from + PAGE, desk.state.lastSeq + 1))
        if (!page.ok) return page
        parts.push(...page.value.filter(event => wanted.has(event.seq)).map(asLine))
      }
      saveFile(
        `${desk.state.title.slice(0, 60) || 'Session'} log.jsonl`,
        new Blob(parts, { type: 'application/jsonl' }),
      )
      return { ok: true as const, value: undefined }
    })
    setSaving(false)
  }

  return (
    <div class="activity">
      <div class="filters">
        <input
          type="search"
          aria-label="Search the log"
          placeholder="Search the log"
          value={filter.words}
          onInput={event => setFilter('words', event.currentTarget.value)}
        />
        <select aria-label="Kind" value={filter.kind} onChange={event => setFilter('kind', event.currentTarget.value)}>
          <For each={Object.keys(KINDS)}>{name => <option>{name}</option>}</For>
        </select>
        <select aria-label="Who" value={filter.by} onChange={event => setFilter('by', event.currentTarget.value)}>
          <option value="">Everyone</option>
          <For each={actors()}>{by => <option value={by}>{showInvisible(who(by))}</option>}</For>
        </select>
        <select aria-label="File" value={filter.file} onChange={event => setFilter('file', event.currentTarget.value)}>
          <option value="">Every file</option>
          <For each={files()}>{path => <option value={path}>{showInvisible(path)}</option>}</For>
        </select>
      </div>
      <p class="meta log-head" role="status">
        <span>
          {trouble() ||
            (whole()
              ? count(lines().length, 'line')
              : `Reading the log, ${Math.round((read() / Math.max(1, desk.state.lastSeq)) * 100)} %`)}
        </span>
        <button
          type="button"
          class="small quiet"
          data-testid="export-log"
          disabled={!whole() || saving() || lines().length === 0}
          onClick={save}
        >
          Save these as a file
        </button>
      </p>
      <section class="log" aria-label="Log" data-testid="log">
        <Show when={lines().length > 0} fallback={<p class="empty">Nothing in the log fits.</p>}>
          <VList data={lines()} itemSize={48}>
            {line => (
              <article data-seq={line.seq} data-type={line.type}>
                <time dateTime={new Date(line.at).toISOString()}>{timeOf(line.at)}</time>
                <span>
                  <b>{showInvisible(who(line.by))}</b> {showInvisible(line.text)}
                </span>
                <ForkHere seq={line.seq} name={`Fork from here, after step ${line.seq}`} />
              </article>
            )}
          </VList>
        </Show>
      </section>
    </div>
  )
}

const asLine = (event: SessionEvent) => `${JSON.stringify(event)}\n`
