import { createSignal, createUniqueId, For, lazy, Show, Suspense } from 'solid-js'
import { createStore, unwrap } from 'solid-js/store'
import type { Question } from '../domain/event.ts'
import { useDesk } from './context.ts'
import { goOnFrom, WRITING } from './go-on.ts'
import { When } from './rows.tsx'

const ConflictView = lazy(() => import('./conflict-view.tsx'))

const OUTCOMES = { pending: '', answered: 'Answered', declined: 'Declined', superseded: 'No longer asked' }

/** One batch of questions, kept until it is answered. What is suggested is filled in already. */
export function QuestionCard(props: { id: string; at: number }) {
  const desk = useDesk()
  const card = () => desk.state.questions[props.id]
  const [answers, setAnswers] = createStore<Record<string, string>>({})
  const [comparing, setComparing] = createSignal(false)
  const answerOf = (question: Question) => answers[question.id] ?? question.suggested ?? ''
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const given = (card()?.questions ?? []).map(question => [question.id, answerOf(question)] as const)
    goOnFrom(WRITING)
    desk.call(calls => calls.answer(props.id, { ...unwrap(answers), ...Object.fromEntries(given) }))
  }
  return (
    <Show when={card()}>
      {shown => (
        <article class="row" aria-label="Questions for you">
          <When at={props.at} />
          <Show
            when={shown().status === 'pending'}
            fallback={
              <dl class="answered">
                <dt class="overline">{OUTCOMES[shown().status]}</dt>
                <For each={shown().questions}>
                  {question => (
                    <dd>
                      <span class="faint">{question.text}</span>
                      <Show when={shown().answers[question.id]}>{answer => <strong>{answer()}</strong>}</Show>
                    </dd>
                  )}
                </For>
              </dl>
            }
          >
            <form class="card needs-you" data-testid="question" onSubmit={send}>
              <h3 class="overline">{shown().questions.length === 1 ? 'A question for you' : 'Questions for you'}</h3>
              <For each={shown().questions}>
                {question => (
                  <OneQuestion
                    question={question}
                    value={answerOf(question)}
                    set={text => setAnswers(question.id, text)}
                  />
                )}
              </For>
              <Show when={shown().conflict}>
                {conflict => (
                  <details class="versions" onToggle={event => setComparing(event.currentTarget.open)}>
                    <summary>Compare the two versions</summary>
                    <Show when={comparing()}>
                      <Suspense fallback={<p class="faint">Comparing…</p>}>
                        <ConflictView conflict={conflict()} />
                      </Suspense>
                    </Show>
                  </details>
                )}
              </Show>
              <div class="actions">
                <button type="submit" class="primary" data-testid="answer-send">
                  {shown().questions.some(question => question.long) ? 'Go ahead' : 'Send answer'}
                </button>
                <button
                  type="button"
                  class="quiet"
                  data-testid="answer-decline"
                  onClick={() => {
                    goOnFrom(WRITING)
                    void desk.call(calls => calls.decline(props.id))
                  }}
                >
                  {shown().questions.some(question => question.long) ? 'Not like this' : 'Decline to answer'}
                </button>
              </div>
            </form>
          </Show>
        </article>
      )}
    </Show>
  )
}

function OneQuestion(props: { question: Question; value: string; set: (text: string) => void }) {
  const label = createUniqueId()
  const written = () => (props.question.choices?.includes(props.value) ? '' : props.value)
  return (
    <fieldset class="question" aria-labelledby={label}>
      <p class="question-text" id={label}>
        {props.question.text}
      </p>
      <Show when={props.question.choices?.length}>
        <div class="choices">
          <For each={props.question.choices}>
            {choice => (
              <button
                type="button"
                class="choice"
                aria-pressed={props.value === choice}
                onClick={() => props.set(choice)}
              >
                {choice}
                <Show when={choice === props.question.suggested}>
                  <small>suggested</small>
                </Show>
              </button>
            )}
          </For>
        </div>
      </Show>
      <Show
        when={props.question.long}
        fallback={
          <input
            type="text"
            aria-labelledby={label}
            placeholder={props.question.choices?.length ? 'Or write another answer' : 'Your answer'}
            value={written()}
            onInput={event => props.set(event.currentTarget.value)}
          />
        }
      >
        <textarea
          aria-labelledby={label}
          rows="5"
          value={props.value}
          onInput={event => props.set(event.currentTarget.value)}
        />
      </Show>
    </fieldset>
  )
}
