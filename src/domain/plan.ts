export type TaskId = string

/** What a grant may allow. There is no delete: trash is a move inside the folder. */
export type Verb = 'create' | 'overwrite' | 'move' | 'trash'

/** Something a task must be allowed to do. `paths` are exact paths or globs, in the text form of `showPlace`. */
export interface Need {
  verb: Verb
  paths: string[]
  most: number
}

/** A condition that code can check when the task says it is done. Paths in the text form of `showPlace`. */
export type Criterion =
  /** The file is there and is not empty. */
  | { kind: 'exists'; path: string }
  /** The file's text contains, or matches, or (with `not`) must not. */
  | { kind: 'text'; path: string; contains?: string; matches?: string; not?: boolean }
  /** A csv, tsv or json table: its columns are among the file's, rows, sums that agree. */
  | { kind: 'table'; path: string; columns?: string[]; rows?: number; minRows?: number; sums?: ColumnSum[] }
  /** What a docx, xlsx, pptx or pdf holds, as a reader finds it that did not write it. `sheet` is the first when not named. */
  | DocumentCriterion
  /** The file parses as JSON and, with `minItems`, is an array of at least so many. */
  | { kind: 'json'; path: string; minItems?: number }
  /** So many files match the glob. `equals: 0` says that none is left. */
  | { kind: 'count'; glob: string; equals?: number; atLeast?: number }
  /** The task's report says something of at least so many characters. For tasks that write no file. */
  | { kind: 'report'; minLength: number }

/** Every wish that is given must be met. Headings are those of a docx or pdf, or the titles of slides; pages are those of a pdf, or slides. */
export interface DocumentCriterion {
  kind: 'document'
  path: string
  sheets?: string[]
  sheet?: string
  columns?: string[]
  rows?: number
  minRows?: number
  sums?: ColumnSum[]
  headings?: string[]
  contains?: string[]
  pages?: number
  minPages?: number
}

/** The column's numbers add up to `equals`, or to what the same-named column adds up to in `sameAs`. */
export interface ColumnSum {
  column: string
  equals?: number
  sameAs?: { paths: string[]; column: string }
}

/** One task of a plan: what a sub-agent is given, and what it is held against. */
export interface Task {
  id: TaskId
  title: string
  brief: string
  inputs: string[]
  outputs: string[]
  needs: Need[]
  criteria: Criterion[]
  dependsOn: TaskId[]
  /** Relative size for the schedule; 1 is a usual task. */
  weight?: number
  /** Its helper may search the web and read pages, through the endpoint; absent, it may not. */
  web?: boolean
}

export interface Plan {
  goal: string
  assumptions: string[]
  tasks: Task[]
}

/** The text form of one criterion, for people and for the sub-agent's brief. */
export function sayCriterion(criterion: Criterion): string {
  switch (criterion.kind) {
    case 'exists':
      return `${criterion.path} exists and is not empty`
    case 'text': {
      const what = criterion.contains !== undefined ? `contain "${criterion.contains}"` : `match /${criterion.matches}/`
      return `${criterion.path} ${criterion.not ? 'does not' : 'must'} ${what}`
    }
    case 'table': {
      const parts = []
      if (criterion.columns?.length) parts.push(`has the columns ${criterion.columns.join(', ')}`)
      if (criterion.rows !== undefined) parts.push(`has ${criterion.rows} rows`)
      if (criterion.minRows !== undefined) parts.push(`has at least ${criterion.minRows} rows`)
      for (const sum of criterion.sums ?? [])
        parts.push(
          sum.equals !== undefined
            ? `"${sum.column}" adds up to ${sum.equals}`
            : `"${sum.column}" adds up to the same as in ${sum.sameAs?.paths.join(', ')}`,
        )
      return `${criterion.path} ${parts.join(', ') || 'is a table'}`
    }
    case 'document':
      return `${criterion.path} ${sayDocument(criterion).join(', ') || 'can be opened'}`
    case 'json':
      return `${criterion.path} is valid JSON${criterion.minItems !== undefined ? ` with at least ${criterion.minItems} items` : ''}`
    case 'count':
      if (criterion.equals === 0) return `no file is left that matches ${criterion.glob}`
      return criterion.equals !== undefined
        ? `${criterion.equals} files match ${criterion.glob}`
        : `at least ${criterion.atLeast} files match ${criterion.glob}`
    case 'report':
      return `the report says what was found`
  }
}

const listed = (texts: readonly string[]) => texts.map(text => `"${text}"`).join(', ')

function sayDocument(criterion: DocumentCriterion): string[] {
  const { sheets, sheet, columns, rows, minRows, sums = [], headings, contains, pages, minPages } = criterion
  const where = sheet === undefined ? '' : ` in "${sheet}"`
  return [
    ...(sheets?.length ? [`has the sheets ${listed(sheets)}`] : []),
    ...(columns?.length ? [`has the columns ${columns.join(', ')}${where}`] : []),
    ...(rows === undefined ? [] : [`has ${rows} rows${where}`]),
    ...(minRows === undefined ? [] : [`has at least ${minRows} rows${where}`]),
    ...sums.map(sum =>
      sum.equals === undefined
        ? `"${sum.column}" adds up to the same as in ${sum.sameAs?.paths.join(', ')}`
        : `"${sum.column}" adds up to ${sum.equals}`,
    ),
    ...(headings?.length ? [`has the headings ${listed(headings)}`] : []),
    ...(contains?.length ? [`says ${listed(contains)}`] : []),
    ...(pages === undefined ? [] : [`has ${pages} pages or slides`]),
    ...(minPages === undefined ? [] : [`has at least ${minPages} pages or slides`]),
  ]
}
