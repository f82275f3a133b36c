import { startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import { expect, test } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog } from './steps.ts'

const HELPERS = ['north', 'south', 'east', 'west']
const STOPS = 10

test('ten stops at random moments: no effect starts 200 ms after the click, and no worker lives a second after it', async ({
  page,
  app,
  folder,
}) => {
  const api = await startMessagesApi()
  let run = 0
  api.script(body => {
    const turn = body.messages.filter(message => message.role === 'assistant').length
    if (JSON.stringify(body.tools).includes('"submit_plan"')) {
      const tasks = HELPERS.map(id => ({
        id,
        title: `Region ${id}`,
        brief: `Region ${id} of run ${run}`,
        inputs: [],
        outputs: [`${run}-${id}-0.txt`],
        needs: [{ verb: 'create', paths: [`${run}-*.txt`], most: 200 }],
        criteria: [{ kind: 'text', path: `${run}-${id}-0.txt`, contains: id }],
      }))
      return use(call('submit_plan', { goal: `Run ${run}`, assumptions: [], tasks }))
    }
    const id = HELPERS.find(name => JSON.stringify(body.messages[0]).includes(`Region ${name}`))!
    return use(call('write', { path: `${run}-${id}-${turn}.txt`, content: `${id} ${turn}` }))
  })
  putFiles(folder, [{ path: 'a.txt', bytes: 'a' }])
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5')
  const clicks: number[] = []
  for (run = 0; run < STOPS; run++) {
    await ask(page, `Write on and on, ${run}`)
    const before = api.requests.length
    await page.getByTestId('plan-approve').last().click()
    await expect.poll(() => api.requests.length).toBeGreaterThan(before)
    await page.waitForTimeout(Math.random() * 600)
    // The time of the click itself, as the page sees it.
    const clicked = await page.getByTestId('stop').evaluate((button: HTMLElement) => {
      button.click()
      return Date.now()
    })
    clicks.push(clicked)
    await expect
      .poll(() => page.workers().filter(worker => worker.url().includes('agent.worker')).length, {
        intervals: [50],
        timeout: 1000,
      })
      .toBe(0)
    await isOver(page, 'stopped')
  }
  await page.waitForTimeout(500)
  const events = await readLog(page)
  const runs = events.flatMap(event => (event.type === 'run.started' ? [event.at] : []))
  expect(runs).toHaveLength(STOPS)
  let begun = 0
  for (const [index, clicked] of clicks.entries()) {
    const next = runs[index + 1] ?? Number.POSITIVE_INFINITY
    const effects = events.filter(
      event => event.type === 'file.willChange' && event.at > runs[index]! && event.at < next,
    )
    begun += effects.length
    expect(effects.filter(event => event.at > clicked + 200)).toEqual([])
    const sent = events.filter(event => event.type === 'request.sent' && event.at > clicked + 200 && event.at < next)
    expect(sent).toEqual([])
  }
  expect(begun).toBeGreaterThan(STOPS)
  const left = events.filter(event => event.type === 'file.willChange').map(event => event.effect)
  const ended = events.flatMap(event =>
    event.type === 'file.changed' || event.type === 'file.changeFailed' || event.type === 'file.changeUnknown'
      ? [event.effect]
      : [],
  )
  expect([...ended].sort()).toEqual([...left].sort())
  await api.close()
})
