import { expect, test } from 'vitest'
import { bytesOf } from '../../src/domain/base64.ts'
import { project } from '../../src/domain/project.ts'
import { markdownOf } from '../../src/domain/share/markdown.ts'
import { nothingOut, type TakeOut } from '../../src/domain/share/redact.ts'
import { namesIn, redactSession, textOf } from '../../src/domain/share/redact-session.ts'
import { readSession, type SharedSession } from '../../src/domain/share/session.ts'
import { makeSavedSession } from '../doubles/saved-session.ts'

const everything = (session: SharedSession) =>
  JSON.stringify(session) + session.images.map(image => textOf(image.base64) ?? '').join('') + markdownOf(session)

const redacted = async (take: Partial<TakeOut>, files = true) => {
  const session = redactSession(await makeSavedSession(), { ...nothingOut, ...take }, files)
  if (!session) throw new Error('The session could not be saved.')
  return session
}

test('with nothing taken out, all that people read is what it was', async () => {
  const before = await makeSavedSession()
  const after = await redacted({})
  const shown = (session: SharedSession) => {
    const { items, changes } = project('s', session.events)
    return {
      texts: items.flatMap(item => ('text' in item ? [item.text] : [])),
      changes: changes.map(row => row.change),
      requests: session.events.filter(event => event.type === 'request.sent').length,
    }
  }
  expect(shown(after)).toEqual(shown(before))
  expect(after.bodies.map(body => body.text)).toEqual(before.bodies.map(body => body.text.replace('"abc"', '""')))
  expect(after.images).toEqual(before.images)
})

test('names go everywhere, files included, and one name is always the same word', async () => {
  const text = everything(await redacted({ names: ['Anna Berger', 'Rosa Lind'] }))
  expect(text).not.toMatch(/Anna Berger|Rosa Lind/i)
  expect(text).toContain('Name 1')
  expect(text).toContain('Name 2')
  expect(text).not.toContain('Name 3')
})

test('names of files and folders go everywhere, and endings stay', async () => {
  const session = await redacted({ paths: true })
  const text = everything(session)
  expect(text).not.toMatch(/anna\.txt|list\.csv|private|berger-papers|Berger Papers/)
  expect(session.files[0]!.path).toMatch(/^folder-\d\/file-\d\.csv$/)
  expect(text).toMatch(/Read folder-1\/file-\d\.txt/)
})

test('contents of files go from results, messages, changes and files, with the hashes they could be guessed by', async () => {
  const before = await makeSavedSession()
  const session = await redacted({ contents: true })
  const text = everything(session)
  expect(text).not.toMatch(/served by|vendor,total/i)
  expect(session.images).toEqual([])
  expect(session.files).toEqual([])
  expect(text).not.toContain(before.images[0]!.hash)
  expect(text).not.toContain(before.bodies[1]!.ref)
})

test('amounts go everywhere, sums that were asked for too, and one amount is always the same word', async () => {
  const text = everything(await redacted({ amounts: true }))
  expect(text).not.toMatch(/12\.50?\b|1\.234,56/)
  expect(text).toContain('[amount 1]')
})

test('all of it at once leaves a session that can be opened', async () => {
  const session = await redacted({ names: ['Anna Berger', 'Rosa'], paths: true, contents: true, amounts: true })
  expect(readSession(JSON.parse(JSON.stringify(session)))).toHaveProperty('session')
  expect(session.takenOut).toEqual({ names: 2, paths: true, contents: true, amounts: true })
})

test('what looks like a key never leaves', async () => {
  const session = await makeSavedSession()
  session.bodies[1]!.text = session.bodies[1]!.text.replace('Bakery', 'sk-ant-api03-canarycanarycanary0123 Bakery')
  expect(everything(redactSession(session, nothingOut, true)!)).not.toContain('canarycanary')
})

test('names are proposed, the most frequent first', async () => {
  expect(namesIn(await makeSavedSession()).slice(0, 2)).toEqual(['Anna Berger', 'Bakery Rosa Lind'])
})

test('a file is given back byte for byte', async () => {
  const session = await redacted({})
  const before = await makeSavedSession()
  expect(bytesOf(session.images[0]!.base64)).toEqual(bytesOf(before.images[0]!.base64))
})

test('of an endpoint only its origin is told', async () => {
  const session = await makeSavedSession()
  const first = session.events[0]!
  if (first.type === 'session.started') first.model.baseUrl = 'https://gateway.test/token-canary/v1?key=canary'
  const text = everything(redactSession(session, nothingOut, true)!)
  expect(text).toContain('https://gateway.test')
  expect(text).not.toContain('canary')
})
