import { type MessagesApi, startMessagesApi } from '../../tests/servers/messages-api.ts'
import { call, use } from '../../tests/servers/replies.ts'

const OVERVIEW = `# What is in this folder

- Receipts: what was paid, to whom and when
- Letters and notes, some of them twice
- Pictures
`
const ANSWER = `The overview is there. Next I read the receipts, one after the other.

| Folder | What I look for | What becomes of it |
|---|---|---|
| Receipts | vendor, date, total, tax | a row of the table each |
| Letters | what was promised | a note beside the row |
| Pictures | text that can be read | a row, or a note that there is none |

Where two receipts have the same number I keep both and say so in the report. What cannot be read is named at its end, with the reason, so that nothing is missing without a word.
`

/** A model that asks to write a file, and when it may, goes on talking slowly enough for a picture. */
export async function startModel(): Promise<MessagesApi> {
  const api = await startMessagesApi()
  api.script((_, n) =>
    n === 1
      ? use(
          { type: 'text', text: 'I begin with an overview, so that you can see what I will count.' },
          call('write', { path: 'Overview.md', content: OVERVIEW }),
        )
      : { blocks: [{ type: 'text', text: ANSWER }], everyMs: 150 },
  )
  return api
}
