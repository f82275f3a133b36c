import type { UndoScope } from '../../src/domain/event.ts'
import type { SessionState } from '../../src/domain/state.ts'
import { createPlace } from './clockwork.ts'
import type { Random } from './random.ts'
import type { Interjection } from './scenario.ts'
import type { World } from './world.ts'

export interface Person {
  /** Begins to look at the page and to act on it. */
  sitDown(): void
  /** How often the person still goes on after a pause, reloads a broken page, or says it all again. */
  patience: number
  /** From now on the person only helps: allows, answers and goes on. */
  helps: boolean
  /** The requests that were taken, of those the scenario has. */
  asked(): number
}

/** Somebody at the page: acts on what is shown, after a while, and now and then does something of their own. */
export function createPerson(world: World, random: Random): Person {
  const { scenario, clockwork } = world
  const { person: ways } = scenario
  const place = createPlace('person')
  let looking = false
  let asked = 0
  let again = false
  const busy = new Set<string>()

  const later = (ms: number) => clockwork.point({ sort: 'person', what: 'looks', place }, ms)
  const slow = () => ways.slow * (0.2 + random.next() * 2)

  /** One look is planned at a time; what changes during it is looked at again. */
  const look = () => {
    if (looking) {
      again = true
      return
    }
    looking = true
    void later(slow()).then(() => {
      looking = false
      again = false
      act()
      if (again) look()
    })
  }
  world.changed = look

  /** Does one thing, and looks again after it. One of a kind is under way at a time, as a button waits for its command. */
  const once = (name: string, run: () => Promise<unknown>) => {
    if (busy.has(name)) return
    busy.add(name)
    const tab = world.tab
    void run().then(() => {
      busy.delete(name)
      look()
    })
    // A page that is gone never answers: its buttons are gone with it.
    if (tab) gone.set(name, tab.place)
  }
  const gone = new Map<string, { alive: boolean; frozenUntil: number }>()
  const forget = () => {
    const { opening } = world
    if (opening && (!opening.alive || opening.frozenUntil > clockwork.now())) busy.delete('open')
    for (const [name, one] of gone)
      if (!one.alive || one.frozenUntil > clockwork.now()) {
        busy.delete(name)
        gone.delete(name)
      }
  }

  const self: Person = {
    patience: 6,
    helps: false,
    asked: () => asked,
    sitDown() {
      for (const { at, what } of scenario.interjections) void later(at).then(() => self.helps || interject(what))
      look()
    },
  }
  return self

  function act(): void {
    forget()
    const { tab } = world
    if (!tab) {
      if (self.patience <= 0) return
      once('open', async () => {
        if (await world.open()) return
        self.patience--
        await later(2000)
      })
      return
    }
    const { state } = tab
    const isConnected = tab.session.folders().has('papers') && !state.lostRoots.includes('papers')
    if (!isConnected && !busy.has('connect')) {
      if (self.patience > 0)
        once('connect', async () => {
          if (!(await world.connect(tab))) self.patience--
        })
      return
    }
    if (tab.logFailed && self.patience > 0) {
      self.patience--
      once('reload', async () => {
        await later(1000)
        if (world.tab === tab) world.crash(tab.place, false)
      })
      return
    }
    decide(state)
    goOn(state)
  }

  function decide(state: SessionState): void {
    if (state.plan?.status === 'proposed' && isGoing(state)) {
      const { id } = state.plan
      const refuse = !self.helps && random.chance(ways.refusesPlans)
      twice(`plan ${id}`, () =>
        refuse
          ? world.command('refusePlan', session => session.refusePlan(id, 'Not like this.'))
          : world.command('approvePlan', async session => {
              const done = await session.approvePlan(id)
              // What cannot start is told; the person does not want it any more.
              if (!done.ok && done.failure.kind === 'invalid') await session.refusePlan(id, done.failure.message)
              return done
            }),
      )
    }
    for (const { id, status, questions } of Object.values(state.questions))
      if (status === 'pending')
        twice(`question ${id}`, () =>
          !self.helps && random.chance(ways.declines)
            ? world.command('decline', session => session.decline(id))
            : world.command('answer', session =>
                session.answer(id, { q: '2024', choice: random.pick(questions[0]?.choices ?? ['theirs']) }),
              ),
        )
    for (const { id, status } of Object.values(state.permissions))
      if (status === 'pending')
        twice(`permission ${id}`, () => {
          const refuse = !self.helps && random.chance(ways.refuses)
          const outcome = refuse ? 'refused' : random.chance(ways.forSession) ? 'allowed-for-session' : 'allowed'
          return world.command('decide', session => session.decide(id, outcome))
        })
  }

  function twice(name: string, run: () => Promise<unknown>): void {
    once(name, () => (random.chance(ways.clicksTwice) ? Promise.all([run(), run()]) : run()))
  }

  function goOn(state: SessionState): void {
    if (state.status.kind === 'paused') {
      if (self.patience <= 0) return
      once('resume', async () => {
        if (state.status.kind === 'paused' && state.status.why !== 'person') self.patience--
        await later(ways.slow)
        const done = await world.command('resume', session => session.resume())
        if (done && !done.ok) self.patience--
      })
      return
    }
    if (state.status.kind === 'running' || asked >= scenario.runs.length || self.patience <= 0) return
    once('request', async () => {
      const number = asked
      const before = state.items.filter(item => item.kind === 'request').length
      world.stopped = null
      const done = await world.command('request', session => session.request(`Request ${number}`))
      if (done?.ok || (before === 0 ? hasRequest(state) : false)) asked = Math.max(asked, number + 1)
      else self.patience--
    })
  }

  function interject(what: Interjection): void {
    const { tab } = world
    if (!tab) return
    const { state } = tab
    const helper = Object.values(state.agents).find(agent => agent.id !== 'lead' && agent.status === 'working')
    const task = Object.values(state.tasks).find(each => each.status === 'planned')
    const change = state.changes.filter(each => each.status === 'done')
    const undone = state.changes.filter(each => each.status === 'undone')
    switch (what) {
      case 'pause':
        once('pause', () => world.command('pause', session => session.pause()))
        return
      case 'stop':
        once('stop', () => stop(world))
        return
      case 'steer-lead':
        once('steer', () => world.command('steer', session => session.steer('lead', 'Be quick.')))
        return
      case 'steer-helper':
        if (helper) once('steer', () => world.command('steer', session => session.steer(helper.id, 'Be quick.')))
        return
      case 'reload':
        world.crash(tab.place, false)
        return
      case 'edit-task':
        if (task)
          once('edit', () =>
            world.command('editTask', session => session.editTask({ ...task.task, title: 'A better title' })),
          )
        return
      case 'skip-task':
        if (task) once('skip', () => world.command('skipTask', session => session.skipTask(task.task.id)))
        return
      case 'undo-session':
        once('undo', () => takeBack(world, { kind: 'session' }))
        return
      case 'undo-change':
        if (change.length > 0)
          once('undo', () => takeBack(world, { kind: 'change', effect: random.pick(change).effect }))
        return
      case 'undo-task': {
        const done = change.find(each => each.task)
        if (done?.task) once('undo', () => takeBack(world, { kind: 'task', task: done.task! }))
        return
      }
      case 'redo':
        once('redo', () => doAgain(world, { kind: 'session' }))
        return
      case 'redo-change':
        if (undone.length > 0)
          once('redo', () => doAgain(world, { kind: 'change', effect: random.pick(undone).effect }))
        return
      case 'redo-task': {
        const task = undone.find(each => each.task)?.task
        if (task) once('redo', () => doAgain(world, { kind: 'task', task }))
        return
      }
      case 'revoke':
        if (state.grants[0])
          once('revoke', () => world.command('revokeGrant', session => session.revokeGrant(state.grants[0]!.id)))
        return
      case 'rename':
        once('rename', () => world.command('rename', session => session.rename('Papers of the year')))
        return
    }
  }
}

const isGoing = (state: SessionState) => state.status.kind === 'running' || state.status.kind === 'paused'
const hasRequest = (state: SessionState) => state.items.some(item => item.kind === 'request')

/** From the click on nothing may begin. */
export async function stop(world: World): Promise<void> {
  const { tab } = world
  if (!tab || !isGoing(tab.state)) return
  world.stopped = world.clockwork.now()
  const done = await world.command('stop', session => session.stop())
  // Nothing ran, so nothing was stopped.
  if (done && !done.ok && done.failure.kind === 'invalid') world.stopped = null
}

export async function takeBack(world: World, scope: UndoScope) {
  world.disk.takingBack++
  const done = await world.command('undo', session => session.undo(scope))
  world.disk.takingBack = Math.max(0, world.disk.takingBack - 1)
  return done
}

export async function doAgain(world: World, scope: UndoScope) {
  world.disk.takingBack++
  const done = await world.command('redo', session => session.redo(scope))
  world.disk.takingBack = Math.max(0, world.disk.takingBack - 1)
  return done
}
