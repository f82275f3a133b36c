import type { Wanted } from './check-disk.ts'
import { sha256 } from './check-disk.ts'

/** A call of a tool, as the model makes it. */
export interface Step {
  tool: 'read' | 'edit' | 'write' | 'move' | 'trash'
  input: { path: string; to?: string; old?: string; new?: string; content?: string; why?: string }
}

export interface Helper {
  id: string
  steps: Step[]
}

/** What lies in the folder before, what four helpers are to do to it, and what must lie there afterwards. */
export interface Work {
  files: { path: string; bytes: string }[]
  helpers: Helper[]
  wanted: Wanted
}

const HELPERS = ['north', 'east', 'south', 'west']
const END = '<end>'
/** Large enough that writing it takes a while: a kill should fall into it. */
const JOURNAL_BYTES = 120_000

/** `rounds` times each of: a line more in two journals, a draft written anew, a file moved, one trashed, one made. */
export function makeWork(rounds: number, random: () => number): Work {
  const words = (length: number) =>
    Array.from({ length: Math.ceil(length / 11) }, () => random().toString(36).slice(2, 12).padEnd(10, 'x')).join(' ')
  // New lines come at the top, where reading the file shows them.
  const journal = (path: string) => ({ path, bytes: `Journal\n${END}\n${words(JOURNAL_BYTES)}\n` })
  const text = (path: string) => ({ path, bytes: `${path}: ${words(400)}\n` })
  const numbers = Array.from({ length: rounds }, (_, index) => String(index + 1).padStart(2, '0'))
  const files = [
    journal('shared.txt'),
    ...HELPERS.flatMap(id => [
      journal(`${id}/journal.txt`),
      ...numbers.flatMap(n => [`${id}/draft-${n}.txt`, `${id}/in-${n}.txt`, `${id}/old-${n}.txt`].map(text)),
    ]),
  ]
  const helpers = HELPERS.map(id => {
    const line = (path: string, n: string): Step => {
      const added = `line ${n} of ${id}\n`
      return { tool: 'edit', input: { path, old: END, new: `${added}${END}` } }
    }
    const steps = numbers.flatMap((n): Step[] => [
      line(`${id}/journal.txt`, n),
      { tool: 'read', input: { path: `${id}/draft-${n}.txt` } },
      { tool: 'move', input: { path: `${id}/in-${n}.txt`, to: `${id}/sorted/${n}.txt` } },
      { tool: 'write', input: { path: `${id}/draft-${n}.txt`, content: `Clean copy ${n} of ${id}: ${words(800)}\n` } },
      { tool: 'trash', input: { path: `${id}/old-${n}.txt`, why: 'It is out of date.' } },
      { tool: 'write', input: { path: `${id}/new-${n}.txt`, content: `Made ${n} by ${id}: ${words(800)}\n` } },
      line('shared.txt', n),
    ])
    return { id, steps }
  })
  return { files, helpers, wanted: wantedOf(files, helpers) }
}

function wantedOf(files: Work['files'], helpers: readonly Helper[]): Wanted {
  const steps = helpers.flatMap(helper => helper.steps)
  const linesOf = (path: string) =>
    steps.flatMap(({ tool, input }) =>
      tool === 'edit' && input.path === path ? [input.new!.slice(0, -END.length - 1)] : [],
    )
  return {
    originals: files.map(({ path, bytes }) => ({ path, hash: sha256(bytes) })),
    journals: files.flatMap(({ path }) => {
      const lines = linesOf(path)
      return lines.length > 0 ? [{ path, lines }] : []
    }),
    written: steps.flatMap(({ tool, input }) =>
      tool === 'write' ? [{ path: input.path, hash: sha256(input.content!) }] : [],
    ),
    moved: steps.flatMap(({ tool, input }) => (tool === 'move' ? [{ path: input.path, to: input.to! }] : [])),
    trashed: steps.flatMap(({ tool, input }) => (tool === 'trash' ? [input.path] : [])),
  }
}
