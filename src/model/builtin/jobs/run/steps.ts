import { counted, listed } from '../../figures/words.ts'
import { clip } from '../../say.ts'
import type { Steps } from '../../steps.ts'

export interface RunInput {
  command: string
}

const SECONDS = 300

/** Runs the command and says how it ended, what it printed and what it changed; a failure is said as one. */
export function* one({ command }: RunInput): Steps<{ summary: string; open: string[] }> {
  const [answer] = yield { calls: [{ tool: 'run', input: { command, seconds: SECONDS } }] }
  if (!answer?.ok)
    return { summary: `${command} could not be run.`, open: [answer?.error ?? 'No answer came to the command.'] }
  const { exitCode, reason, changed, refused } = answer.header
  const printed = clip((answer.body ?? '').replace(/^\[(stdout|stderr)\]$/gm, '').trim(), 600)
  const paths = Array.isArray(changed) ? changed.map(each => String(each.path)) : []
  const said = printed === '' ? 'It printed nothing.' : `It printed: ${printed}`
  const open = Array.isArray(refused) ? refused.map(each => `${each.path} was not written: ${each.why}`) : []
  if (exitCode === 0 && reason === undefined)
    return {
      summary: `${command} ended well and changed ${paths.length === 0 ? 'no file' : `${counted(paths.length, 'file')}: ${listed(paths)}`}. ${said}`,
      open,
    }
  const how = reason === undefined ? `ended with exit code ${exitCode}` : `was ended: ${reason}`
  return { summary: `${command} ${how}.`, open: [`${command} ${how}. ${said}`, ...open] }
}
