import type { Plan } from '../../domain/plan.ts'
import type { Steps } from './steps.ts'

/** A file as the `find` tool told of it. */
export interface FileInfo {
  path: string
  size: number
  /** ms since 1970 */
  modified: number
  /** Only where `find` was asked for hashes and another file has the same size. */
  hash?: string
}

/** One line of the restated job, which the person may edit before anything happens: `Columns: date, vendor, total`. */
export interface Slot {
  name: string
  value: string
}

export interface Choice {
  id: string
  text: string
  choices?: string[]
  suggested?: string
}

/** What a job makes of the request: which slots, what it must ask, and the plan that follows from the answers. */
export interface JobKind {
  id: string
  /** Shown in the list of what the planner can do: "Collect figures from receipts or invoices into one table". */
  title: string
  /** A request that starts this job, shown as an example. */
  example: string
  /** True when `find` must also give hashes. */
  needsHashes?: boolean
  /** 0 to 1: how surely the request asks for this job. Pure. */
  recognise(request: string): number
  /** The job's slots, filled from the request and the files. Pure. */
  slots(request: string, files: FileInfo[]): Slot[]
  /**
   * Looks at some of the files where the slots or questions depend on contents (dates that could be read two ways). Optional.
   * What it returns is handed to `choices` and `plan`; it must be plain data.
   */
  look?(slots: Record<string, string>, files: FileInfo[]): Steps<unknown>
  /** Questions beside the restated job, in the same batch. */
  choices?(slots: Record<string, string>, files: FileInfo[], looked: unknown): Choice[]
  /**
   * The plan, or one sentence that says why there is nothing to do. Each task's brief holds `jobBlock(step, input)`.
   * Outputs, needs and criteria as strict as the job allows.
   */
  plan(
    slots: Record<string, string>,
    answers: Record<string, string>,
    files: FileInfo[],
    looked: unknown,
  ): Plan | string
  /** What helpers do, by the step's name in the brief. Each ends with the text of its report. */
  steps: Record<string, (input: never) => Steps<{ summary: string; open: string[] }>>
}

/** The part of a task's brief that the built-in planner reads back; people see the sentence above it. */
export const jobBlock = (job: string, step: string, input: unknown) =>
  `\`\`\`job\n${JSON.stringify({ job, step, input })}\n\`\`\``

/** Null when the brief has no block, or one that someone edited out of shape. */
export function readJobBlock(brief: string): { job: string; step: string; input: unknown } | null {
  const match = /```job\n(.+?)\n```/s.exec(brief)
  if (!match) return null
  try {
    const block: { job: string; step: string; input: unknown } = JSON.parse(match[1]!)
    return block
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
