import type { FileInfo, Slot } from '../../job.ts'
import { commandIn, scriptsIn } from '../../understand-run.ts'

const MOST = 8
const WITH: [RegExp, string][] = [
  [/\.py$/i, 'python3'],
  [/\.sh$/i, 'bash'],
  [/./, 'node'],
]
const NAMED = /[\p{L}\d_][\p{L}\d_./-]*\.[a-z]\w{0,4}(?![\p{L}\d])/giu
const WRITING = /\b(?:writes?|write to|writing|into|to|creates?|makes?|which makes?|output)\b/i

/** The restated job: each command as it will be run, and what it is to have written when it has ended. */
export function slots(request: string, files: FileInfo[]): Slot[] {
  const command = commandIn(request)
  if (command !== null) return rows([command], [''])
  const scripts = scriptsIn(request).slice(0, MOST)
  const after = request.slice(Math.max(...scripts.map(name => request.lastIndexOf(name) + name.length)))
  const at = WRITING.exec(after)?.index ?? after.length
  const named = (text: string) => text.match(NAMED) ?? []
  const given = named(after.slice(0, at)).flatMap(name => pathOf(name, files) ?? [])
  const written = named(after.slice(at))
  const commands = scripts.map(name => {
    const path = pathOf(name, files) ?? name
    const [, program] = WITH.find(([ending]) => ending.test(path))!
    return [program, path, ...given].map(quoted).join(' ')
  })
  // Which script writes which of several files, only as many of both can say.
  const writes = commands.map((_, index) => (written.length === commands.length ? written[index]! : ''))
  return rows(commands, commands.length === 1 ? [written.join(', ')] : writes)
}

function rows(commands: string[], writes: string[]): Slot[] {
  const number = (index: number) => (commands.length === 1 ? '' : ` ${index + 1}`)
  return commands.flatMap((command, index) => [
    { name: `Command${number(index)}`, value: command.replaceAll('\n', ' ; ') },
    { name: `Writes${number(index)}`, value: writes[index] ?? '' },
  ])
}

/** A path as it is, else the one file of that name. */
function pathOf(name: string, files: FileInfo[]): string | undefined {
  const plain = name.replace(/^\.\//, '')
  if (files.some(file => file.path === plain)) return plain
  const same = files.filter(file => file.path.split('/').at(-1) === plain)
  return same.length === 1 ? same[0]!.path : undefined
}

const quoted = (word: string) => (/^[\w./@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
