import type { EventBody, EventType } from '../event.ts'
import type { Criterion } from '../plan.ts'
import { flag, leaf, list, mapOf, number, object, oneOf, orNull, type Shape, tagged, time, whole } from './shape.ts'

const text = leaf('text')
const path = leaf('path')
const glob = leaf('glob')
const root = leaf('root')
const word = leaf('word')
const agent = leaf('agent')
const task = leaf('task')

const failure = object({ kind: word, message: text }, { retry: flag, detail: leaf('detail') })
const model = object({ provider: oneOf('builtin', 'anthropic') }, { baseUrl: leaf('origin'), lead: text, helper: text })
const version = object({ size: whole, mtime: number, hash: leaf('hash') })
const usage = object({ input: whole, output: whole, cacheRead: whole, cacheWrite: whole })
const need = object({ verb: oneOf('create', 'overwrite', 'move', 'trash'), paths: list(glob), most: whole })
const sum = object({ column: text }, { equals: number, sameAs: object({ paths: list(path), column: text }) })
const kind = (name: string) => oneOf(name)
/** A kind that nobody has thought of here breaks the build, instead of every session that has it. */
const CRITERIA: Record<Criterion['kind'], Shape> = {
  exists: object({ kind: kind('exists'), path }),
  text: object({ kind: kind('text'), path }, { contains: text, matches: text, not: flag }),
  table: object({ kind: kind('table'), path }, { columns: list(text), rows: whole, minRows: whole, sums: list(sum) }),
  document: object(
    { kind: kind('document'), path },
    {
      sheets: list(text),
      sheet: text,
      columns: list(text),
      rows: whole,
      minRows: whole,
      sums: list(sum),
      headings: list(text),
      contains: list(text),
      pages: whole,
      minPages: whole,
    },
  ),
  json: object({ kind: kind('json'), path }, { minItems: whole }),
  count: object({ kind: kind('count'), glob }, { equals: whole, atLeast: whole }),
  report: object({ kind: kind('report'), minLength: whole }),
}
const criterion = tagged('kind', CRITERIA)
const spec = object(
  {
    id: task,
    title: text,
    brief: text,
    inputs: list(path),
    outputs: list(path),
    needs: list(need),
    criteria: list(criterion),
    dependsOn: list(task),
  },
  { weight: number, web: flag },
)
const question = object({ id: leaf('question'), text }, { choices: list(text), suggested: text, long: flag })
const change = tagged('op', {
  create: object({ op: kind('create'), root, path }),
  overwrite: object({ op: kind('overwrite'), root, path }),
  move: object({ op: kind('move'), root, path, to: path }, { within: path }),
  trash: object({ op: kind('trash'), root, path, to: path, why: text }, { last: flag }),
})
const conflict = object({ change, theirs: orNull(version), ours: object({ size: whole, hash: leaf('hash') }) })
const scope = tagged('kind', {
  session: object({ kind: kind('session') }),
  task: object({ kind: kind('task'), task }),
  change: object({ kind: kind('change'), effect: leaf('effect') }),
})
const grant = object({ id: leaf('grant'), needs: list(need), from: oneOf('plan', 'answer', 'session') })
const rootInfo = object({
  id: root,
  name: leaf('rootName'),
  access: oneOf('read', 'readwrite'),
  kind: oneOf('folder', 'practice', 'scratch'),
})
const file = object({ root, path, bytes: whole })
const check = object({ criterion, ok: flag, evidence: text })
const plan = leaf('plan')
const effect = leaf('effect')
const request = leaf('request')
const body = leaf('blob')
const call = leaf('call')
const asked = leaf('asked')
const permission = leaf('permission')
const undo = leaf('undo')

type Fields<T extends EventType> = {
  [Key in Exclude<keyof Extract<EventBody, { type: T }>, 'type'>]-?: Shape
}
/** Every field of every event, so that none can be saved or read that nobody has thought of: a new one breaks the build here. */
type Described = { [T in EventType]: Fields<T> }

const EVENTS: Described = {
  'session.started': { title: text, model },
  'session.renamed': { title: text },
  'model.chosen': { model },
  'root.added': { root: rootInfo },
  'root.lost': { root, failure },
  'root.reconnected': { root },
  'run.started': { run: leaf('run'), text },
  'run.paused': { why: oneOf('person', 'refused', 'permission-lost', 'trouble', 'reload'), failure },
  'run.resumed': {},
  'run.reported': { body, text, open: list(text) },
  'run.ended': { outcome: oneOf('done', 'stopped', 'failed'), failure },
  'steer.sent': { id: leaf('steer'), to: agent, text },
  'steer.delivered': { id: leaf('steer') },
  'agent.started': { agent, task, model: text },
  'agent.ended': { agent, outcome: oneOf('done', 'failed', 'stopped', 'interrupted'), failure },
  'turn.given': { agent, kind: oneOf('request', 'brief', 'steer', 'nudge'), body },
  'message.finished': { agent, body, stop: word, text, thinking: text, usage, sources: whole },
  'context.trimmed': { agent, upTo: call, whole: flag, tokensBefore: whole, tokensAfter: whole },
  'tool.started': { agent, call, tool: text, summary: text },
  'tool.finished': { agent, call, body, summary: text, failure },
  'files.shown': { agent, call, files: list(file) },
  'hidden.found': {
    agent,
    call,
    file: object({ root, path }),
    total: whole,
    found: list(object({ at: text, why: text })),
  },
  'engine.given': { agent, call, origin: leaf('origin'), files: list(file) },
  'engine.fellBack': { agent, call, failure },
  'request.sent': { agent, request, origin: leaf('origin'), bytes: whole, attempt: whole },
  'request.ended': { agent, request, bytes: whole, failure },
  'web.asked': { agent, kind: oneOf('search', 'fetch'), what: text },
  'request.waiting': { agent, why: failure, until: number, attempt: whole },
  'guard.tripped': { agent, guard: oneOf('repetition', 'turns', 'tokens', 'agents'), stopped: flag, text },
  'plan.proposed': { plan, goal: text, assumptions: list(text), tasks: list(task) },
  'plan.sentBack': { problems: list(text) },
  'plan.revised': { plan, call, why: text, waits: flag },
  'plan.revisionRefused': { plan, why: text },
  'plan.approved': { plan },
  'plan.refused': { plan, why: text },
  'task.planned': { plan, spec },
  'task.started': { task, agent, attempt: whole },
  'task.reported': { task, body, summary: text },
  'task.checked': { task, attempt: whole, call, checks: list(check) },
  'task.ended': { task, outcome: oneOf('done', 'failed', 'skipped', 'interrupted'), failure },
  'question.asked': { id: asked, agent, questions: list(question), conflict },
  'question.ended': {
    id: asked,
    outcome: oneOf('answered', 'declined', 'superseded'),
    answers: mapOf('question', text),
  },
  'permission.asked': { id: permission, agent, op: change, bytes: whole },
  'permission.ended': { id: permission, outcome: oneOf('allowed', 'allowed-for-session', 'refused') },
  'grant.given': { grant },
  'grant.revoked': { grant: leaf('grant') },
  'budget.set': { tokens: orNull(whole) },
  'file.willChange': {
    effect,
    agent,
    change,
    before: orNull(version),
    after: object({ size: whole, hash: leaf('hash') }),
    grant: leaf('grant'),
    made: list(path),
    kept: path,
  },
  'file.changed': { effect, version, emptied: list(path) },
  'file.changeFailed': { effect, failure },
  'file.changeUnknown': { effect, failure },
  'file.conflict': { change, agent, failure },
  'kept.willRemove': { root, files: whole, bytes: whole },
  'kept.removed': { root, files: whole, bytes: whole, left: whole },
  'undo.started': { undo, scope, effects: whole },
  'file.willRestore': { undo, effect },
  'file.restored': { undo, effect },
  'file.restoreRefused': { undo, effect, failure },
  'undo.ended': { undo, restored: whole, refused: whole, verified: whole, rewritten: whole },
  'redo.started': { redo: undo, scope, effects: whole },
  'file.willRedo': { redo: undo, effect, made: list(path) },
  'file.redone': { redo: undo, effect, version },
  'file.redoRefused': { redo: undo, effect, failure },
  'redo.ended': { redo: undo, redone: whole, refused: whole, verified: whole },
  'files.changedOutside': {
    root,
    files: list(object({ path, what: oneOf('made', 'changed', 'gone') })),
    more: whole,
  },
  'copy.chosen': { root: orNull(root) },
  'session.broughtBack': { from: oneOf('folder', 'file') },
  'session.forked': { from: object({ session: leaf('session'), title: text, seq: whole }), later: whole, trial: flag },
  'trial.applied': { tryOut: text, applied: whole, left: whole },
  trouble: { failure },
}

/** Fields that may be absent wherever they stand in `EVENTS`. */
const MAYBE: Partial<Record<EventType, string[]>> = {
  'run.paused': ['failure'],
  'run.ended': ['failure'],
  'agent.started': ['task'],
  'agent.ended': ['failure'],
  'message.finished': ['sources'],
  'tool.finished': ['failure'],
  'request.ended': ['failure'],
  'task.ended': ['failure'],
  'question.asked': ['conflict'],
  'file.willChange': ['kept'],
  'file.changed': ['emptied'],
  'undo.ended': ['rewritten'],
  'session.forked': ['trial'],
}

const ENVELOPE = { v: whole, session: leaf('session'), seq: whole, epoch: whole, at: time, by: leaf('actor') }

/** Whether this program knows what such an event means; one of a newer log may be of a kind that it does not. */
export const isKnownEvent = ({ type }: { type: string }): boolean => Object.hasOwn(EVENTS, type)

/** One event of a log, whole. */
export const eventShape: Shape = tagged(
  'type',
  Object.fromEntries(
    Object.entries(EVENTS).map(([type, described]) => {
      const maybe = MAYBE[type as EventType] ?? []
      const entries = Object.entries(described as Record<string, Shape>)
      const must = entries.filter(([name]) => !maybe.includes(name))
      const may = entries.filter(([name]) => maybe.includes(name))
      return [
        type,
        object({ type: oneOf(type), ...ENVELOPE, ...Object.fromEntries(must) }, { task, ...Object.fromEntries(may) }),
      ]
    }),
  ),
)
