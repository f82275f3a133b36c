import { type Hits, startHits } from '../servers/hits.ts'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import type { ApiBody } from '../servers/rules.ts'
import { test as base } from '../support/folder.ts'

export const KEY = 'sk-sandbox-0123456789'
export const MODEL = 'claude-opus-5-5'

export const test = base.extend<{ api: MessagesApi; hits: Hits }>({
  api: async ({}, use) => {
    const api = await startMessagesApi({ key: KEY })
    await use(api)
    await api.close()
  },
  hits: async ({}, use) => {
    const hits = await startHits()
    await use(hits)
    await hits.close()
  },
})

export const turnOf = (body: ApiBody) => body.messages.filter(message => message.role === 'assistant').length

/** The text of the tool's result that the model was sent last. */
export function resultIn(body: ApiBody): string {
  const [result] = body.messages.at(-1)!.content as { content: { text: string }[] }[]
  return result!.content.map(({ text }) => text).join('\n')
}

/** The model runs these commands one after another, then reports. Gives what it was told of each. */
export function commands(
  api: MessagesApi,
  ...inputs: { command: string; seconds?: number; files?: string[] }[]
): string[] {
  const told: string[] = []
  api.script(body => {
    const turn = turnOf(body)
    if (turn > 0) told[turn - 1] = resultIn(body)
    const next = inputs[turn]
    return next ? use(call('run', next)) : use(call('report', { summary: 'Done.' }))
  })
  return told
}
