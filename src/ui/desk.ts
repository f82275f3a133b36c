import { createMemo, createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { LEAD, type RootInfo, type SessionEvent, type UndoScope } from '../domain/event.ts'
import type { Failure, Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import { idle } from '../page/timing.ts'
import type { KeptFile } from '../ports/changes.ts'
import type { DeskNews, OpenedSession, TriedChange } from '../ports/desk.ts'
import type { FoundCopy } from '../ports/keep.ts'
import { deriveFrom } from './derived.ts'
import type { ChosenFolder, DeskCalls, DeskClient, GivenFiles, ModelSettings, OpenDesk } from './desk-client.ts'
import { focusRequest } from './go-on.ts'
import { keepQueue, keptDraft, keptQueue } from './kept-words.ts'
import { createLook } from './look.ts'
import { createOutside } from './outside.ts'
import { sayRedo, sayUndo } from './say.ts'
import { createScreen } from './store.ts'

/** Ways from one session to another. Absent where a session is only shown. */
export interface WaysOn {
  /** Goes on in a new session from that point, with these words in its request box. */
  forkAt(seq: number, words: string): Promise<void>
  /** Asks for it in a session beside this one, which works on a copy of the folder. */
  tryOut(words: string): Promise<void>
  /** Does these changes of this try-out to the folder itself, in the session it belongs to. Gives the answer of each. */
  applyTried(changes: readonly TriedChange[]): Promise<Result<Result<void>[]>>
  /** Shows the session that this try-out belongs to; with `remove` the try-out goes. */
  leaveTrial(remove: boolean): Promise<void>
}

/**
 * One session on the screen: what is known of it, and what the person can do. It is there at once; what is done before
 * its log is open waits for it. A command that fails says so in `trouble`.
 */
export function createDesk(client: Pick<DeskClient, 'open'>, asked: { id: string; draft: boolean }, ways?: WaysOn) {
  const screen = createScreen(asked.id)
  const [id, setId] = createSignal(asked.id)
  const { state } = screen
  const [phase, setPhase] = createSignal<'opening' | 'open' | 'watching' | 'broken'>('opening')
  const [trouble, setTrouble] = createSignal<Failure | null>(null)
  const [told, setTold] = createSignal<{ text: string; effects: string[] } | null>(null)
  const [proof, setProof] = createSignal<string | null>(null)
  const [draft, setDraft] = createSignal(keptDraft(asked.id))
  const [queued, showQueued] = createSignal<string[]>([])
  const [held, setHeld] = createSignal<string | null>(null)
  const [unreachable, setUnreachable] = createStore<Record<string, boolean>>({})
  const outside = createOutside()
  const look = createLook()

  const derived = deriveFrom(state)
  const { folders, busy, blank } = derived
  /** True while there is nothing to show but a welcome. */
  const fresh = createMemo(() => blank() && (phase() === 'open' || (phase() === 'opening' && asked.draft)))
  const [found, setFound] = createSignal<{ folder: ChosenFolder; copies: FoundCopy[] } | null>(null)
  const [whole, setWhole] = createSignal(true)
  const [moreBefore, setMoreBefore] = createSignal(false)
  let looksBack = false
  const [watching, setWatching] = createSignal<OpenedSession['watching']>(null)
  let opening = client.open(asked.id, hear).then(show)

  function hear(news: DeskNews) {
    if (news.lost === 'taken') return void reopen(false)
    if (news.failure) setTrouble(news.failure)
    if (news.lost) setPhase(news.lost === 'newer' ? 'watching' : 'broken')
    outside.hear(news)
    screen.hear(news)
    letGo()
  }

  /** A saved session cannot be asked for them again, and nothing goes that the person looks at. */
  function letGo() {
    const canAsk = phase() === 'open' || (phase() === 'watching' && watching() === 'other-tab')
    if (canAsk && whole() && !looksBack && look.task() === null && screen.letGo()) setMoreBefore(true)
  }

  /** Starts a desk anew: to look at what another tab does now, or to take the session from it. */
  async function reopen(takeOver: boolean) {
    const before = await opening
    if (before.ok) before.value.close()
    setPhase('opening')
    opening = client.open(id(), hear, takeOver).then(show)
    return opening
  }

  async function show(result: Result<OpenDesk>): Promise<Result<OpenDesk>> {
    if (!result.ok) {
      setTrouble(result.failure)
      setPhase('broken')
      return result
    }
    const { opened } = result.value
    setId(opened.row.id)
    screen.show(opened.state, opened.recent)
    setWatching(opened.watching)
    // Where another tab works on it, that one sends what waits.
    showQueued(opened.watching ? [] : keptQueue(id()))
    if (phase() !== 'broken') setPhase(opened.watching ? 'watching' : 'open')
    setWhole(!opened.isPart)
    await result.value.ready
    if (opened.isPart) void readEarlier(result.value)
    // Only the page can hold a folder's grant, so the desk is given its folders anew each time it starts.
    if (!opened.watching) await Promise.all(opened.state.roots.map(root => giveBack(result.value, root)))
    return result
  }

  /** All changes, and some more rows, come piece by piece after those that are shown first, whenever the page has nothing else to do. */
  async function readEarlier({ calls }: OpenDesk) {
    setMoreBefore(true)
    for (let more = true; more; ) {
      await idle()
      const wantsRows = moreBefore() && !screen.holdsEnough()
      const asked = await calls.earlier(wantsRows ? (state.items[0]?.seq ?? 0) : 0, state.changes[0]?.seq ?? 0)
      if (!asked.ok) return void setTrouble(asked.failure)
      if (wantsRows) setMoreBefore(asked.value.items)
      more = asked.value.changes || (moreBefore() && !screen.holdsEnough())
    }
    setWhole(true)
    letGo()
  }

  async function giveBack(desk: OpenDesk, root: RootInfo) {
    if (root.kind === 'scratch') return
    const back = await desk.reconnect(root, false)
    if (!back.ok) setUnreachable(root.id, true)
  }

  async function attempt(work: (desk: OpenDesk) => Promise<Result<unknown>>): Promise<boolean> {
    setTrouble(null)
    const desk = await opening
    if (!desk.ok) return false
    const result = await work(desk.value)
    if (!result.ok) setTrouble(result.failure)
    return result.ok
  }
  function setQueued(texts: string[]) {
    showQueued(texts)
    keepQueue(id(), texts)
  }
  const call = (work: (calls: DeskCalls) => Promise<Result<unknown>>) => attempt(desk => work(desk.calls))

  async function addFolder(folder: Result<ChosenFolder | null>) {
    if (!folder.ok) return void setTrouble(folder.failure)
    const chosen = folder.value
    if (!chosen) return
    const added = await attempt(desk => desk.addFolder(chosen))
    if (added) void lookForCopies(chosen)
    const text = held()
    if (!added || text === null) return
    setHeld(null)
    if (!(await call(calls => calls.request(text)))) setDraft(text)
  }

  /** A browser that lost its data finds here what was kept in the folder. */
  async function lookForCopies(folder: ChosenFolder) {
    const desk = await opening
    const copies = desk.ok ? await desk.value.copiesIn(folder) : desk
    if (copies.ok && copies.value.length > 0) setFound({ folder, copies: copies.value })
  }

  return {
    id,
    ways,
    /** What of it is on the screen. */
    look,
    ...screen,
    ...derived,
    phase,
    trouble,
    proof,
    draft,
    setDraft,
    /** A request that was sent before there was a folder. It starts as soon as there is one. */
    held,
    /** False where nothing can be commanded: another tab has the session, or it could not be opened. */
    usable: () => phase() === 'opening' || phase() === 'open',
    fresh,
    /** False while the earlier changes of a long session are still being read. */
    whole,
    /** True while there are rows in the log before those at hand. */
    moreBefore,
    /** Reads some of them. They stay until the person is back at the newest. */
    async readBefore() {
      looksBack = true
      await call(async calls => {
        const asked = await calls.earlier(state.items[0]?.seq ?? 0, 0)
        if (asked.ok) setMoreBefore(asked.value.items)
        return asked
      })
    },
    /** Whether the person looks at older rows: then none goes out of the page. */
    lookBack(on: boolean) {
      looksBack = on
      if (!on) letGo()
    },
    get opening() {
      return opening
    },
    watching,
    /** Copies of unknown sessions in the folder that was opened last. */
    found,
    leaveCopies: () => setFound(null),
    async bringBack() {
      const known = found()
      if (!known) return false
      const ids = known.copies.map(copy => copy.id)
      const back = await attempt(desk => desk.bringBack(known.folder, ids))
      if (back) setFound(null)
      return back
    },
    async takeOver() {
      setTrouble(null)
      await reopen(true)
    },
    dismissTrouble: () => setTrouble(null),
    tell: setTrouble,
    isLost: (root: string) => state.lostRoots.includes(root) || unreachable[root] === true,

    /** A new request, or a message to whoever works: the lead, or one helper. */
    async send(text: string, to: string = LEAD) {
      if (busy()) return call(calls => calls.steer(to, text))
      if (folders().length === 0) {
        setHeld(text)
        return true
      }
      return call(calls => calls.request(text))
    },
    /** Requests that are sent one after another, each when the work before it is done. */
    queued,
    queue: (text: string) => setQueued([...queued(), text]),
    unqueue(index: number) {
      const text = queued()[index]
      setQueued(queued().filter((_, at) => at !== index))
      if (text !== undefined && draft() === '') setDraft(text)
    },
    async sendQueued() {
      const [next, ...rest] = queued()
      if (next === undefined || busy()) return
      setQueued(rest)
      if (!(await call(calls => calls.request(next)))) setQueued([next, ...queued()])
    },
    unhold() {
      setDraft(held() ?? '')
      setHeld(null)
    },
    addFolder,
    async reconnect(root: RootInfo) {
      const back = await attempt(desk => desk.reconnect(root, true))
      if (back) setUnreachable(root.id, false)
    },
    useModel: (settings: ModelSettings) => attempt(desk => desk.useModel(settings)),
    async previewServer(url: string) {
      const desk = await opening
      if (desk.ok) desk.value.previewServer(url)
    },
    pause: () => call(calls => calls.pause()),
    resume: () => call(calls => calls.resume()),
    stop: () => call(calls => calls.stop()),
    call,
    async undo(scope: UndoScope) {
      setProof(null)
      return call(async calls => {
        const report = await calls.undo(scope)
        if (report.ok) setProof(sayUndo(report.value))
        return report
      })
    },
    async redo(scope: UndoScope) {
      setProof(null)
      return call(async calls => {
        const report = await calls.redo(scope)
        if (report.ok) setProof(sayRedo(report.value))
        return report
      })
    },
    /** Says in the same place as a proof where something was put. */
    say: setProof,
    /** Bytes of a body or an image, or why not. */
    async bytes(ref: string, where: 'blob' | 'image'): Promise<Result<Uint8Array>> {
      const desk = await opening
      return desk.ok ? desk.value.calls[where](ref) : desk
    },
    /** A file in one of the folders as it is now; fails as `too-large` above `maxBytes`. */
    async readFile(place: Place, maxBytes: number): Promise<Result<Uint8Array>> {
      const desk = await opening
      return desk.ok ? desk.value.calls.readFile(place.root, place.path, maxBytes) : desk
    },
    /** Trash and earlier versions; none where they cannot be listed, which is said. */
    async kept(): Promise<KeptFile[]> {
      const opened = await opening
      const kept = opened.ok ? await opened.value.calls.kept() : opened
      if (!kept.ok) setTrouble(kept.failure)
      return kept.ok ? kept.value : []
    },
    /** What a try-out comes to. */
    async tried(): Promise<Result<TriedChange[]>> {
      const desk = await opening
      return desk.ok ? desk.value.calls.tried() : desk
    },
    /** Events with `from <= seq < to`, out of the log. */
    async readEvents(from: number, to: number): Promise<Result<SessionEvent[]>> {
      const desk = await opening
      return desk.ok ? desk.value.calls.events(from, to) : desk
    },
    /** The files of one of its folders, sorted by path. */
    async findFiles(root: string, limit: number) {
      const desk = await opening
      return desk.ok ? desk.value.calls.findFiles(root, limit) : desk
    },
    outside,
    /** What came of something that is done at once, until it is put away. The log has it too. */
    told,
    dismissTold: () => setTold(null),
    /** Undoes what it tells of. */
    async takeBack() {
      const effects = told()?.effects ?? []
      const refused: string[] = []
      const done = await call(async calls => {
        for (const effect of effects) {
          const undone = await calls.undo({ kind: 'change', effect })
          if (!undone.ok) return undone
          refused.push(...undone.value.refused.map(each => each.failure.message))
        }
        return { ok: true as const, value: undefined }
      })
      if (done) setTold({ text: refused.length > 0 ? refused.join(' ') : 'Taken back.', effects: [] })
    },
    /** Takes files into a folder of the session, or into its first one, and names them in the request. */
    async addFiles(files: GivenFiles, into?: Place): Promise<void> {
      setTold(null)
      const home = folders()[0]
      if (files.length === 0) return
      if (!home) {
        setTrouble({
          kind: 'invalid',
          message: 'Pick a folder first: files are put into it. Or drop the whole folder.',
        })
        return
      }
      const place = into ?? { root: home.id, path: '' }
      const { outcomeOf, sorted } = await import('./add-files.ts')
      await attempt(async desk => {
        const { known, fresh } = await sorted(files, desk.placeOf)
        const brought = fresh.length > 0 ? await desk.calls.bringIn(place, fresh) : { ok: true as const, value: [] }
        if (!brought.ok) return brought
        const name = folders().find(root => root.id === place.root)?.name ?? ''
        const { name: paths, said, effects, failed } = outcomeOf(known, brought.value, name, home.id)
        for (const path of paths) this.attach(path)
        if (said) setTold({ text: said, effects })
        return failed.length > 0
          ? { ok: false as const, failure: { kind: 'invalid' as const, message: failed.slice(0, 3).join(' ') } }
          : brought
      })
    },
    /** Names a file in what the person is writing, and puts the cursor behind it. */
    attach(path: string) {
      const before = draft()
      setDraft(`${before}${before === '' || before.endsWith(' ') ? '' : ' '}@${path} `)
      focusRequest()
    },
    async close() {
      const desk = await opening
      if (desk.ok) desk.value.close()
    },
  }
}

export type Desk = ReturnType<typeof createDesk>
