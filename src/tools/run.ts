import { z } from 'zod'
import type { RunReport } from '../ports/desk.ts'
import type { Printed } from '../ports/sandbox.ts'
import { bytesOf, failedOutput, seenKey, show, type Tool, type ToolContext } from './tool.ts'

const schema = z.strictObject({
  command: z.string().min(1).max(200_000),
  files: z
    .array(z.string().min(1))
    .max(100)
    .optional()
    .describe('Globs of the files the command may see; without it, all, and WebContainer (npm) is then not used'),
  seconds: z.number().int().min(1).max(600).default(60).describe('The command is stopped after this time'),
})

export const run: Tool<z.infer<typeof schema>> = {
  name: 'run',
  description:
    'Runs a shell command over the files of the folder, with node, python3, sqlite3 and the common tools. What it changes is written to the folder when it has ended, and can be undone. No network and nothing to install, unless the result says that it ran in WebContainer.',
  schema,
  readOnly: false,
  for: ['lead', 'helper'],
  summary: ({ command }) => `Run: ${firstLine(command)}`,
  async run({ command, files, seconds }, context) {
    const done = await context.desk.run(context.call, { command, seconds, ...(files ? { files } : {}) })
    if (!done.ok) return failedOutput(done.failure)
    const report = done.value
    rememberChanges(report, context)
    const changed = report.changed.map(({ op, place, to }) => ({
      op,
      path: show(place, context),
      ...(to && op === 'rename' ? { to: show(to, context) } : {}),
    }))
    const refused = report.refused.map(({ place, failure }) => ({ path: show(place, context), why: failure.message }))
    const { exitCode, reason, engine, notes } = report
    const body = [...streamText('stdout', report.stdout), ...streamText('stderr', report.stderr)].join('\n')
    return {
      header: {
        ok: true,
        exitCode,
        ...(reason === 'exit' ? {} : { reason }),
        seconds: Math.round(report.ms) / 1000,
        engine,
        changed,
        ...(refused.length > 0 ? { refused } : {}),
        ...(notes.length > 0 ? { notes } : {}),
      },
      body,
      // Nobody knows which files a command's words came from: they count for the folder as a whole.
      ...(body === '' ? {} : { files: [{ place: { root: context.home, path: '' }, bytes: bytesOf(body) }] }),
      summary: sayEnd(report),
    }
  },
}

const firstLine = (command: string) => {
  const [first = '', ...more] = command.trim().split('\n')
  return more.length > 0 ? `${first} …` : first
}

function streamText(name: string, { head, tail, dropped }: Printed): string[] {
  if (head === '') return []
  const middle = dropped > 0 ? `\n… ${dropped} characters are left out here …\n` : ''
  return [`[${name}]`, head + middle + tail]
}

function sayEnd({ exitCode, reason, ms, changed, refused, engine }: RunReport): string {
  const end = {
    exit: `Exit code ${exitCode}`,
    timeout: 'Its time was over',
    stopped: 'Stopped',
    crashed: 'The engine broke down',
  }
  const files = changed.length === 1 ? '1 file changed' : `${changed.length} files changed`
  const left = refused.length > 0 ? `, ${refused.length} refused` : ''
  const where = engine === 'embedded' ? 'built-in engine' : 'WebContainer'
  return `${end[reason]} after ${(ms / 1000).toFixed(1)} s, ${files}${left} · ${where}`
}

/** What the command wrote is what the agent has now seen of it. */
function rememberChanges({ changed }: RunReport, { seen }: ToolContext): void {
  for (const { op, place, to, version } of changed) {
    if (op === 'delete' || op === 'rename') seen.set(seenKey(place), 'absent')
    if (op === 'rename' && to) seen.set(seenKey(to), version)
    if (op === 'create' || op === 'modify') seen.set(seenKey(place), version)
  }
}
