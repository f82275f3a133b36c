import { createMemo, For, Show } from 'solid-js'
import type { QuestionState } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { reopen } from './permission.tsx'
import { askChange, count } from './say.ts'

const OUTCOMES: Record<QuestionState['status'], string> = {
  pending: 'Waits for you',
  answered: 'You answered',
  declined: 'You declined',
  superseded: 'No longer asked',
}

interface Need {
  text: string
  action: string
  act: () => void
}

/** What waits for the person, all of it and at one place. */
export function Needs() {
  const desk = useDesk()
  const goTo = (selector: string) => () => {
    desk.look.setView('conversation')
    desk.look.setPanel(false)
    requestAnimationFrame(() => {
      const card = [...document.querySelectorAll<HTMLElement>(selector)].at(-1)
      card?.scrollIntoView({ block: 'center' })
      card?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
    })
  }
  const needs = createMemo((): Need[] => {
    if (desk.phase() !== 'open') return []
    const permission = desk.pendingPermission()
    const { status, plan } = desk.state
    return [
      ...(permission ? [{ text: askChange(permission.op), action: 'Decide', act: () => reopen(permission.id) }] : []),
      ...Object.values(desk.state.questions)
        .filter(each => each.status === 'pending')
        .map(each => ({
          text: each.questions.map(one => one.text).join(' '),
          action: 'Answer',
          act: goTo('[data-testid=question]'),
        })),
      ...(plan?.status === 'proposed' && desk.busy()
        ? [{ text: 'A plan waits for your approval.', action: 'Look at it', act: goTo('[data-testid=plan]') }]
        : []),
      ...desk
        .folders()
        .filter(root => desk.isLost(root.id))
        .map(root => ({
          text: `The folder "${root.name}" must be connected again.`,
          action: 'Reconnect',
          act: () => void desk.reconnect(root),
        })),
      ...(status.kind === 'paused'
        ? [{ text: status.failure?.message ?? 'The work is paused.', action: 'Resume', act: () => void desk.resume() }]
        : []),
    ]
  })
  return (
    <Show when={needs().length > 0}>
      <section class="inbox" aria-label="What needs you" data-testid="inbox">
        <h3 class="overline">{needs().length === 1 ? 'This needs you' : `${needs().length} things need you`}</h3>
        <ul>
          <For each={needs()}>
            {need => (
              <li>
                <span>{need.text}</span>
                <button type="button" class="small" onClick={need.act}>
                  {need.action}
                </button>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

/** Every question that was asked, with what came of it. One that waits has its card. */
export function AskedSoFar() {
  const desk = useDesk()
  const asked = createMemo(() =>
    Object.values(desk.state.questions).filter(each => each.status !== 'pending' || desk.phase() !== 'open'),
  )
  return (
    <Show when={asked().length > 0}>
      <details class="asked-so-far" data-testid="asked-so-far">
        <summary>{count(asked().length, 'question was', 'questions were')} asked</summary>
        <ul>
          <For each={asked()}>
            {question => (
              <li data-status={question.status}>
                <b>{OUTCOMES[question.status]}</b>
                <For each={question.questions}>
                  {one => (
                    <p>
                      {one.text} <Show when={question.answers[one.id]}>{answer => <em>{answer()}</em>}</Show>
                    </p>
                  )}
                </For>
              </li>
            )}
          </For>
        </ul>
      </details>
    </Show>
  )
}
