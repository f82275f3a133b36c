import { batch, createSignal } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import type { AgentId, EngineName, SessionEvent, Signal } from '../domain/event.ts'
import { applyEvent } from '../domain/project.ts'
import { emptyState, type SessionState } from '../domain/state.ts'
import { oncePerFrame } from '../page/timing.ts'
import type { DeskNews } from '../ports/desk.ts'
import { Said } from './said.ts'
import { setAside } from './set-aside.ts'

/** What an agent is saying right now. Gone as soon as the log has the finished message. */
export interface Live {
  text: Said
  thinking: Said
  /** How many pieces there are of each. */
  said: number
  thought: number
  tool: string
  progress: string
  /** Which engine its command runs in, and the page of a server that it started. */
  engine?: EngineName | undefined
  server?: string | undefined
}

/** How many of the newest events are at hand; older ones are read from the log where they are wanted. */
const KEPT_EVENTS = 2000

/** How many of the newest rows of the conversation are at hand, with all of the run that they begin in; and how many more may gather. */
const KEPT_ROWS = 400
const MORE_ROWS = 100

/**
 * The screen of one session: the fold of its log, kept by the same reducer that resumes and exports it, and beside it
 * the words that are still being said.
 */
export function createScreen(id: string) {
  const [state, setState] = createStore<SessionState>(emptyState(id))
  const [live, setLive] = createStore<Record<AgentId, Live>>({})
  const [events, setEvents] = createSignal<SessionEvent[]>([])
  let waiting: Signal[] = []
  // News may overtake the answer to `open`; what comes early waits for the state it belongs to.
  let early: DeskNews[] | null = []

  const say = oncePerFrame(() => {
    const signals = waiting
    waiting = []
    setLive(
      produce(draft => {
        for (const signal of signals) hearSignal(draft, signal)
      }),
    )
  })

  function hear(news: DeskNews) {
    if (early) {
      early.push(news)
      return
    }
    const { events: heard, signals, earlier } = news
    if (earlier) showEarlier(earlier)
    const fresh = heard.filter(event => event.seq > state.lastSeq)
    if (fresh.length > 0)
      batch(() => {
        const over = fresh.flatMap(agentThatFellSilent)
        // A signal that waits for its frame may belong to a message that is finished by now.
        waiting = waiting.filter(signal => !over.includes(signal.agent))
        setState(
          produce(draft => {
            for (const event of fresh) applyEvent(draft, event)
          }),
        )
        setEvents(known => [...known, ...fresh].slice(-KEPT_EVENTS))
        setLive(
          produce(draft => {
            for (const agent of over) delete draft[agent]
          }),
        )
      })
    if (signals.length === 0) return
    waiting.push(...signals)
    say()
  }

  /** Rows that come before those which are there. Nobody has drawn them yet, and the others stay what they are. */
  function showEarlier({ items, changes }: NonNullable<DeskNews['earlier']>) {
    const before = <Row extends { seq: number }>(rows: Row[], known: readonly Row[]) => {
      const first = known[0]?.seq ?? 0
      return [...rows.filter(row => row.seq < first), ...known]
    }
    batch(() => {
      setState('items', known => before(items, unwrap(known)))
      setState('changes', known => before(changes, unwrap(known)))
    })
  }

  /** Where the run begins that the rows to keep begin in; below 0 where its beginning is not at hand, or all are to be kept. */
  const firstKept = () => {
    const rows = unwrap(state.items)
    return rows.findLastIndex((row, at) => at <= rows.length - KEPT_ROWS && row.kind === 'request')
  }

  return {
    state,
    live,
    events,
    /** True when the rows at hand are as many as are kept anyway. */
    holdsEnough: () => firstKept() >= 0,
    /**
     * Lets go of the rows of older runs, so that a session of any length holds the same, and of what nobody asks about their tasks any
     * more. Whoever wants to see rows reads them from the log. True where there were any.
     */
    letGo(): boolean {
      const first = firstKept()
      if (first < MORE_ROWS) return false
      batch(() => {
        setState('items', unwrap(state.items).slice(first))
        setState(produce(draft => void Object.assign(draft, setAside(unwrap(state)))))
      })
      return true
    },
    /** Shows a session as it was opened. */
    show(opened: SessionState, recent: SessionEvent[]) {
      batch(() => {
        setState(reconcile(opened))
        setEvents(recent)
      })
      const missed = early ?? []
      early = null
      for (const news of missed) hear(news)
    },
    hear,
  }
}

function agentThatFellSilent(event: SessionEvent): AgentId[] {
  if (event.type === 'message.finished' || event.type === 'agent.ended') return [event.agent]
  return []
}

const silent = (): Live => ({ text: new Said(), thinking: new Said(), said: 0, thought: 0, tool: '', progress: '' })

function hearSignal(draft: Record<AgentId, Live>, signal: Signal) {
  draft[signal.agent] ??= silent()
  const live = draft[signal.agent]!
  if (signal.type === 'text') {
    live.text.add(signal.text)
    live.said = live.text.pieces.length
  } else if (signal.type === 'thinking') {
    live.thinking.add(signal.text)
    live.thought = live.thinking.pieces.length
  } else if (signal.type === 'tool') live.tool = signal.tool
  else Object.assign(live, { progress: signal.text, engine: signal.engine, server: signal.server })
}
