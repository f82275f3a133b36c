import { seeded } from '../../bench/random.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import { killedRun } from '../soak/kills/killed-run.ts'
import { scriptOf } from '../soak/kills/model.ts'
import { makeWork } from '../soak/kills/work.ts'
import { expect, test } from '../support/folder.ts'
import { ask, connect, openFolder, putFiles } from './steps.ts'

const KILLS = 8

test('a browser killed eight times in mid-work loses nothing, does nothing twice, and comes to the end', async ({
  app,
  folder,
  profile,
}) => {
  test.setTimeout(180_000)
  const random = seeded(1)
  const work = makeWork(3, random)
  putFiles(folder, work.files)
  const api = await startMessagesApi()
  let think = 200
  api.script(
    scriptOf(
      work,
      () => think,
      () => undefined,
      false,
    ),
  )
  const tally = await killedRun({
    profile,
    folder,
    wanted: work.wanted,
    kills: KILLS,
    random,
    latest: { changes: 6, ms: 400 },
    async begin(page) {
      await openFolder(page, app, folder)
      await connect(page, api.origin)
      await ask(page, 'Put all parts in order')
    },
    hurry() {
      think = 0
    },
  })
  expect(tally).toMatchObject({ lost: [], doubled: [], unknown: 0, kills: KILLS, resumed: KILLS, ownSwaps: [] })
  expect(api.requests.find(request => request.refused)).toBeUndefined()
  await api.close()
})
