import { ok, type Result } from '../domain/failure.ts'
import type { RunRequest } from '../ports/desk.ts'
import { type HostedRuntime, LIBRARY_NAMES, WORK } from '../ports/sandbox.ts'
import type { Desk } from './desk.ts'
import { mayUseRuntime } from './engine-consent.ts'
import type { Life } from './life.ts'
import { type LaidOut, layOut } from './run-files.ts'

/** What starts work that the runtime of others is for, and what else its shell knows. */
const ITS_WORK = new Set(['node', 'npm', 'npx', 'yarn', 'pnpm'])
const ITS_TOOLS = new Set(
  'cat cd chmod cp echo env exit export false head ls mkdir mv pwd rm rmdir sort tail touch true which'.split(' '),
)
const BUILT_IN_LACKS = /\b(npm|npx|yarn|pnpm)\b/
const INSTALLS = /\b(npm|yarn|pnpm)\s+(i|install|ci|add)\b|\bnpx\b/
/** Here-documents, substitutions, groups and compound commands: its shell is small, and the built-in one knows them. */
const TOO_MUCH = /<<|\$\(|`|[(){}]|(^|[\s;&|])(if|for|while|until|case|function)\s/
const QUOTED = /'[^']*'|"(?:\\.|[^"\\])*"/g

/**
 * Whether a command is one for the runtime of others: Node, npm and servers, and around them only what its shell has. `scripts` are the
 * texts of the scripts it names. What imports a library that only the built-in engine brings stays there.
 */
export function suitsRuntime(command: string, scripts: readonly string[]): boolean {
  const bare = command.replace(QUOTED, '""')
  if (TOO_MUCH.test(bare)) return false
  const programs = bare
    .split(/&&|\|\||[;|&\n]/)
    .map(part => part.trim().replace(/^(\w+=\S*\s+)+/, ''))
    .flatMap(part => part.split(/\s/, 1))
    .filter(program => program !== '')
  if (!programs.some(program => ITS_WORK.has(program))) return false
  if (!programs.every(program => ITS_WORK.has(program) || ITS_TOOLS.has(program))) return false
  return INSTALLS.test(command) || ![command, ...scripts].some(importsOurs)
}

/** Paths of scripts that the command names. */
export const scriptsIn = (command: string): string[] => command.match(/[^\s'"`;&|<>()]+\.(?:[cm]?js|[cm]?ts)\b/g) ?? []

const OURS = new RegExp(`(?:from|import|require|import\\()\\s*\\(?\\s*['"](?:${LIBRARY_NAMES.join('|')})['"]`)
const importsOurs = (text: string) => OURS.test(text)

/** More than this is not copied into the runtime of others. */
const MOST_BYTES = 50_000_000
const MOST_FILES = 2_000
const MOST_SCRIPT = 300_000

export interface Hosting {
  origin: string
  /** Copies of these, and of nothing else, are given to it. */
  laid: LaidOut
  notes: string[]
}

/**
 * Whether this command goes to the runtime of others, and with which files: those that the command names, else those that its task
 * reads and writes, never the whole folder by itself. Where it does not, the notes say why if only that runtime has what it needs.
 */
export async function hostingFor(
  desk: Desk,
  life: Life,
  request: RunRequest,
  hosted: HostedRuntime,
): Promise<Result<Hosting | { notes: string[] }>> {
  const not = (why: string) => ok({ notes: BUILT_IN_LACKS.test(request.command) ? [why] : [] })
  if (!suitsRuntime(request.command, [])) return ok({ notes: [] })
  const globs = request.files ?? taskFiles(desk, life)
  if (globs === null)
    return not('WebContainer, which has npm, is given only files that are named. Name them with "files".')
  if (!hosted.mayWork()) return not('WebContainer, which has npm, cannot be reached now.')
  const laid = await layOut(desk, globs, new Map())
  if (!laid.ok) return laid
  const bytes = [...laid.value.values()].reduce((sum, { file }) => sum + file.file.size, 0)
  if (laid.value.size > MOST_FILES || bytes > MOST_BYTES)
    return not('WebContainer, which has npm, is given at most 2,000 files of 50 MB in all. Name fewer with "files".')
  if (!suitsRuntime(request.command, await scripts(request.command, laid.value))) return ok({ notes: [] })
  const agreed = await mayUseRuntime(desk, life, hosted)
  if (!agreed.ok) return agreed
  if (!agreed.value) return not('The person wants commands to run in the built-in engine only, which has no npm.')
  return ok({ origin: hosted.origin, laid: laid.value, notes: [] })
}

function taskFiles(desk: Desk, life: Life): string[] | null {
  const spec = life.task ? desk.state.tasks[life.task]?.task : undefined
  return spec && spec.inputs.length + spec.outputs.length > 0 ? [...spec.inputs, ...spec.outputs] : null
}

async function scripts(command: string, laid: LaidOut): Promise<string[]> {
  const named = scriptsIn(command).flatMap(path => {
    const found = laid.get(`${WORK}/${path.replace(/^\.\//, '')}`)
    return found && found.file.file.size < MOST_SCRIPT ? [found.file.file] : []
  })
  // A file that went away meanwhile has no words that matter here.
  return Promise.all(named.map(file => file.text().catch(() => '')))
}
