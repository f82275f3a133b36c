import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
  untrack,
} from 'solid-js'
import { unwrap } from 'solid-js/store'
import { LEAD } from '../domain/event.ts'
import type { Item } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { MarkdownText } from './markdown-text.tsx'
import { PermissionRow } from './permission.tsx'
import { PlanCard } from './plan-card.tsx'
import { QuestionCard } from './question-card.tsx'
import {
  GROWN,
  HelperRow,
  LiveReasoning,
  MessageRow,
  NoticeRow,
  ReportRow,
  RequestRow,
  SteerRow,
  ToolRow,
} from './rows.tsx'
import { foldedSteps, StepsRow } from './steps-row.tsx'

/** Lines drawn at first, and more each time. */
const AT_FIRST = 120

/** An item of the log by its place, a helper, or a long row of steps by its first. */
type Line = { at: number } | { helper: string } | { steps: number }

/** Calls that show as a card of their own need no line beside it, unless they went wrong. */
const WITH_CARD = new Set(['ask', 'submit_plan', 'revise_plan', 'report'])
const hasCard = (item: Item) =>
  item.kind === 'tool' && item.agent === LEAD && WITH_CARD.has(item.tool) && item.status !== 'failed'

/** The helper that an item is of. */
const helperOf = (item: Item) => ('agent' in item && item.agent !== LEAD ? item.agent : undefined)

/** The middle of the screen: what was asked, what is done for it, and what needs an answer. */
export function Conversation() {
  const desk = useDesk()
  const known = new Map<number | string, Line>()
  const remember = (key: number | string, line: Line) => {
    // Earlier rows may have come before it since.
    const first = Object.assign(known.get(key) ?? line, line)
    known.set(key, first)
    return first
  }

  // A helper's steps are gathered where its first one stands, and a long row of the lead's own steps is folded into one line.
  // Lines keep their identity, so that each is drawn once.
  const log = createMemo(
    on(
      () => [desk.state.items, desk.state.lastSeq] as const,
      ([all]) => {
        // Looked at as plain data: following each field of tens of thousands of items would take seconds.
        const items = unwrap(all)
        const folded = foldedSteps(items)
        const rows = new Map<number | string, number[]>()
        for (const [at, item] of items.entries()) {
          const key = folded.get(item.seq) ?? helperOf(item)
          if (key === undefined) continue
          const row = rows.get(key)
          if (row) row.push(at)
          else rows.set(key, [at])
        }
        return { items, folded, rows }
      },
    ),
  )
  const lines = createMemo(() => {
    const shown = new Set<Line>()
    const { items, folded } = log()
    for (const [at, item] of items.entries()) {
      if (hasCard(item)) continue
      const first = folded.get(item.seq)
      if (first !== undefined) {
        shown.add(remember(`steps ${first}`, { steps: first }))
        continue
      }
      const helper = item.kind === 'message' || item.kind === 'tool' ? helperOf(item) : undefined
      shown.add(helper === undefined ? remember(item.seq, { at }) : remember(helper, { helper }))
    }
    for (const [key, line] of known) if (!shown.has(line)) known.delete(key)
    return [...shown]
  })

  /** Where the steps of a row lie. The same as before for a row that nothing came to, which is most of them. */
  const placesOf = (key: number | string) =>
    createMemo(() => log().rows.get(key) ?? [], undefined, {
      equals: (one, other) => one.length === other.length && one.every((at, n) => at === other[n]),
    })

  // Of a long session the end is drawn; what was before it comes when it is asked for.
  const [drawn, setDrawn] = createSignal(AT_FIRST)
  const [following, setFollowing] = createSignal(true)
  const showEarlier = async () => {
    setFollowing(false)
    if (lines().length <= drawn()) await desk.readBefore()
    const fromEnd = scroller.scrollHeight - scroller.scrollTop
    setDrawn(count => count + AT_FIRST)
    // What was in sight stays where it was.
    scroller.scrollTop = scroller.scrollHeight - fromEnd
  }
  createEffect(
    on(
      following,
      is => {
        desk.lookBack(!is)
        if (is) setDrawn(AT_FIRST)
      },
      { defer: true },
    ),
  )
  onCleanup(() => desk.lookBack(false))
  let scroller!: HTMLElement
  const toEnd = () => scroller.scrollTo({ top: scroller.scrollHeight })
  createEffect(
    on([() => desk.state.lastSeq, () => desk.live[LEAD]?.said], () => {
      // By then the person may have turned to what was before.
      if (following()) requestAnimationFrame(() => following() && toEnd())
    }),
  )
  let height = 0
  onMount(() => {
    const sizes = new ResizeObserver(() => {
      height = scroller.clientHeight
      if (following()) toEnd()
    })
    sizes.observe(scroller)
    onCleanup(() => sizes.disconnect())
    // A report comes to its height later, with its files.
    scroller.addEventListener(GROWN, () => following() && toEnd())
  })
  let before = { top: 0, whole: 0 }
  const watchScroll = () => {
    const { scrollTop: top, scrollHeight: whole, clientHeight } = scroller
    const wentUp = top < before.top && whole >= before.whole
    before = { top, whole }
    // Nobody scrolled where the window only became smaller, or where more came below before this was told.
    if (clientHeight !== height) return
    if (whole - top - clientHeight < 80) setFollowing(true)
    else if (wentUp) setFollowing(false)
  }

  return (
    <section class="conversation" aria-label="Conversation" ref={scroller} onScroll={watchScroll} tabindex="0">
      <h2 class="visually-hidden">Conversation</h2>
      <div class="sheet">
        <Show when={lines().length > drawn() || desk.moreBefore()}>
          <p class="earlier">
            <button type="button" class="small quiet" data-testid="earlier" onClick={showEarlier}>
              Show what was before{desk.moreBefore() ? '' : ` (${lines().length - drawn()})`}
            </button>
          </p>
        </Show>
        <For each={lines().slice(-drawn())}>
          {line => {
            if ('helper' in line) {
              const places = placesOf(line.helper)
              return <HelperRow agent={line.helper} places={places()} />
            }
            if ('at' in line) {
              const item = untrack(() => desk.state.items[line.at]!)
              return <Row item={item} />
            }
            const places = placesOf(line.steps)
            return <StepsRow places={places()} />
          }}
        </For>
        <LiveRow />
      </div>
      <Show when={!following()}>
        <button type="button" class="to-end" onClick={toEnd}>
          Go to the newest
        </button>
      </Show>
    </section>
  )
}

function Row(props: { item: Item }) {
  const is = <Kind extends Item['kind']>(kind: Kind) =>
    props.item.kind === kind ? (props.item as Extract<Item, { kind: Kind }>) : false
  return (
    <Switch>
      <Match when={is('request')}>{item => <RequestRow item={item()} />}</Match>
      <Match when={is('message')}>{item => <MessageRow item={item()} />}</Match>
      <Match when={is('tool')}>{item => <ToolRow item={item()} />}</Match>
      <Match when={is('report')}>{item => <ReportRow item={item()} />}</Match>
      <Match when={is('steer')}>{item => <SteerRow item={item()} />}</Match>
      <Match when={is('notice')}>{item => <NoticeRow item={item()} />}</Match>
      <Match when={is('question')}>{item => <QuestionCard id={item().id} at={item().at} />}</Match>
      <Match when={is('plan')}>{item => <PlanCard id={item().id} at={item().at} />}</Match>
      <Match when={is('permission')}>{item => <PermissionRow id={item().id} at={item().at} />}</Match>
    </Switch>
  )
}

/** What the lead is saying at this moment. */
function LiveRow() {
  const desk = useDesk()
  const live = () => desk.live[LEAD]
  const lead = () => desk.state.agents[LEAD]
  const doing = () => {
    const running = desk.tasks().filter(task => task.status === 'running' || task.status === 'checking').length
    if (running > 0) return ''
    const waits = lead()?.waiting
    if (waits) return `${waits.why.message} It goes on by itself.`
    return (
      (live()?.progress && 'Running a command…') ||
      (live()?.tool ? 'Preparing the next step…' : lead()?.status === 'working' ? 'Thinking…' : '')
    )
  }
  const talks = () => desk.state.status.kind === 'running' && !desk.pendingQuestion() && !desk.pendingPermission()
  return (
    <Show when={live()?.said || live()?.thought || (talks() && doing() && desk.state.plan?.status !== 'proposed')}>
      <article class="row message live" aria-label="Being said now" aria-busy="true">
        <span class="when" aria-hidden="true">
          <span class="pulse" />
        </span>
        <div class="said">
          <Show when={live()?.thought ? live() : null}>
            {thinks => <LiveReasoning said={thinks().thinking} pieces={thinks().thought} />}
          </Show>
          <Show when={live()?.said ? live() : null} fallback={<p class="faint">{doing()}</p>}>
            {says => <MarkdownText said={says().text} pieces={says().said} />}
          </Show>
        </div>
      </article>
    </Show>
  )
}
