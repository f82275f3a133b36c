import type { Criterion, Plan, Task } from '../../../../domain/plan.ts'
import { needsFor } from '../../figures/selection.ts'
import { counted, listed } from '../../figures/words.ts'
import { type FileInfo, jobBlock } from '../../job.ts'
import { scriptsIn } from '../../understand-run.ts'
import type { RunInput } from './steps.ts'

/** Each command is a task of its own: they run at the same time, and what one writes another does not read. */
export function plan(
  slots: Record<string, string>,
  _answers: Record<string, string>,
  files: FileInfo[],
): Plan | string {
  const wanted = Object.entries(slots)
    .filter(([name, command]) => name.startsWith('Command') && command.trim() !== '')
    .map(([name, command]) => ({
      command: command.trim(),
      writes: listOf(slots[name.replace('Command', 'Writes')] ?? ''),
    }))
  if (wanted.length === 0) return 'No command is left to run, so nothing was done.'
  const missing = wanted.flatMap(({ command }) => scriptsIn(command)).filter(path => !isThere(path, files))
  if (missing.length > 0) return `I do not find ${listed(missing)} in the folder, so nothing was run.`
  return {
    goal:
      wanted.length === 1 ? `Run ${wanted[0]!.command}` : `Run ${counted(wanted.length, 'command')} at the same time`,
    assumptions: [
      'Commands run without a network, on copies of the files; what they change is written to the folder when they have ended.',
      ...(wanted.some(({ writes }) => writes.length === 0)
        ? ['Where it is not said what a command writes, you are asked before a file is written.']
        : []),
    ],
    tasks: wanted.map(({ command, writes }, index) => task(command, writes, index, files)),
  }
}

function task(command: string, writes: string[], index: number, files: FileInfo[]): Task {
  const input: RunInput = { command }
  const named = files.filter(file => command.split(/[\s'"]+/).includes(file.path)).map(file => file.path)
  return {
    id: `run-${index + 1}`,
    title: `Run ${command}`.slice(0, 100),
    brief: `Run this command in the folder: ${command}\n\n${jobBlock('run', 'one', input)}`,
    inputs: named,
    // What is right in them only the person's script knows: they are allowed and looked for, not proved.
    outputs: [],
    needs: needsFor(writes, files),
    criteria: writes.length > 0 ? writes.map(criterion) : [{ kind: 'report', minLength: 10 }],
    dependsOn: [],
  }
}

/** What it must be at least. */
function criterion(path: string): Criterion {
  return /\.(csv|tsv)$/i.test(path) ? { kind: 'table', path, minRows: 1 } : { kind: 'exists', path }
}

const isThere = (path: string, files: FileInfo[]) => files.some(file => file.path === path.replace(/^\.\//, ''))

const listOf = (text: string) =>
  text
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '')
