import type { Conflict, EventDraft, Question } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { nameOf, showPlace } from '../domain/place.ts'
import type { QuestionState } from '../domain/state.ts'
import type { Changer, ConflictChoice } from '../ports/changes.ts'
import { type Desk, homeRoot } from './desk.ts'
import { OVER } from './life.ts'

const WORDS = {
  theirs: 'Keep what is there',
  ours: 'Take the new version',
  both: 'Keep both',
} as const
const GONE = { theirs: 'Leave it gone', ours: 'Write it anew' } as const

/**
 * Asks the person which version of a file stays. What is there now is the safe answer: it is suggested, and it is what declining means.
 * Asked again with the same versions, as after a reload, it joins the open question or has the same answer.
 */
export async function decideConflict(desk: Desk, conflict: Conflict, who: Changer): Promise<Result<ConflictChoice>> {
  const id = `${conflictsOf(who.effect ?? desk.host.newId())}${(conflict.theirs?.hash ?? 'gone').slice(-12)}`
  const known = desk.state.questions[id]
  if (known && known.status !== 'pending') return ok(choiceOf(known))
  if (!known) {
    const asked = await desk.record(
      [
        {
          type: 'question.asked',
          by: who.agent,
          id,
          agent: who.agent,
          questions: [questionOf(desk, conflict)],
          conflict,
          ...(who.task ? { task: who.task } : {}),
        },
      ],
      'strict',
    )
    if (!asked.ok) return asked
  }
  if (who.isAlive?.() === false) {
    await desk.record([close(id)])
    return OVER
  }
  await desk.waits.wait(id)
  if (who.isAlive?.() === false) return OVER
  const answered = desk.state.questions[id]
  return ok(answered ? choiceOf(answered) : 'theirs')
}

/** Questions about one change begin so. */
const conflictsOf = (effect: string) => `conflict-${effect}-`

const close = (id: string): EventDraft => ({
  type: 'question.ended',
  by: 'desk',
  id,
  outcome: 'superseded',
  answers: {},
})

/** Closes what was asked about a change that has been decided in another way meanwhile. */
export async function closeConflicts(desk: Desk, effect: string): Promise<void> {
  const open = Object.values(desk.state.questions).filter(
    one => one.status === 'pending' && one.id.startsWith(conflictsOf(effect)) && !desk.waits.isWaiting(one.id),
  )
  if (open.length > 0) await desk.record(open.map(one => close(one.id)))
}

function questionOf(desk: Desk, { change, theirs }: Conflict): Question {
  const path = showPlace(change, homeRoot(desk))
  return theirs
    ? {
        id: 'choice',
        text: `Somebody else changed "${path}" while it was being worked on. Which version should stay? With both, the new one is put beside it as "${besideName(nameOf(path))}".`,
        choices: [WORDS.theirs, WORDS.ours, WORDS.both],
        suggested: WORDS.theirs,
      }
    : {
        id: 'choice',
        text: `Somebody else moved or removed "${path}" while it was being worked on. Should it be written anew?`,
        choices: [GONE.theirs, GONE.ours],
        suggested: GONE.theirs,
      }
}

const besideName = (name: string) => name.replace(/^(.+?)(\.[^.]+)?$/, '$1 (Deskhand)$2')

function choiceOf({ answers }: QuestionState): ConflictChoice {
  const { choice } = answers
  if (choice === WORDS.ours || choice === GONE.ours) return 'ours'
  return choice === WORDS.both ? 'both' : 'theirs'
}
