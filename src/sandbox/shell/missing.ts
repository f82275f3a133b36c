import { type Answer, problem } from './answer.ts'

export const NODE_LIBRARIES =
  'docx (Word), @e965/xlsx (spreadsheets), pptxgenjs (PowerPoint), @cantoo/pdf-lib (PDF), papaparse (csv), fflate (zip), yaml'

/** Python packages that models often ask for, and what does the job here. */
const INSTEAD: Record<string, string> = {
  pandas: 'the csv, statistics and sqlite3 modules of Python',
  numpy: 'the math, statistics and array modules of Python, or JavaScript',
  openpyxl: 'node with @e965/xlsx',
  xlsxwriter: 'node with @e965/xlsx',
  xlrd: 'node with @e965/xlsx',
  'python-docx': 'node with docx',
  docx: 'node with docx',
  'python-pptx': 'node with pptxgenjs',
  pptx: 'node with pptxgenjs',
  pypdf: 'node with @cantoo/pdf-lib',
  pypdf2: 'node with @cantoo/pdf-lib',
  reportlab: 'node with @cantoo/pdf-lib',
  fpdf: 'node with @cantoo/pdf-lib',
  pyyaml: 'node with yaml',
  yaml: 'node with yaml',
  requests: 'nothing: commands cannot reach the network',
  matplotlib: 'writing an SVG file as text',
}

export const insteadOf = (name: string): string | undefined => INSTEAD[name.toLowerCase()]

const ALONE = 'A program can start no others here: do the work in it, or run programs one after another in the shell.'
const NO_NETWORK = 'Commands can reach no network.'

/** Modules of Node that are not here, and what there is instead. */
const MODULES: Record<string, string> = {
  child_process: ALONE,
  worker_threads: ALONE,
  cluster: ALONE,
  http: NO_NETWORK,
  https: NO_NETWORK,
  net: NO_NETWORK,
  dns: NO_NETWORK,
  zlib: "Use 'fflate' for gzip, deflate and zip.",
  crypto: 'Use crypto.subtle and crypto.randomUUID, which are there without an import.',
  sqlite: 'Use sqlite3 in the shell.',
}

/** What to do where a module of Node is not here; empty, or a sentence and a space. */
export const notHere = (name: string): string => (MODULES[name] ? `${MODULES[name]} ` : '')

/** Nothing can be installed, so say what is there. */
export function pip(args: string[]): Answer {
  const [verb, ...names] = args.filter(arg => !arg.startsWith('-'))
  if (verb === 'list' || verb === 'freeze') return { stdout: '', stderr: '', exitCode: 0 }
  const lines = names
    .map(name => name.replace(/[=<>~[].*/, ''))
    .flatMap(name => (insteadOf(name) ? [`Instead of ${name}: ${insteadOf(name)}.`] : []))
  return problem(
    [
      'pip: Python packages cannot be installed here. Python has its standard library and sqlite3, nothing else.',
      ...lines,
      `Libraries for node: ${NODE_LIBRARIES}.`,
    ].join('\n'),
  )
}

export const npm = (): Answer =>
  problem(`npm: packages cannot be installed here. Libraries for node: ${NODE_LIBRARIES}.`)

export const endless = (): Answer =>
  problem('yes: a pipe holds all of its text here, so it cannot be endless. Use seq or printf for what you need.')

export const network = (name: string): Answer =>
  problem(`${name}: commands run where they can reach no network. Work with the files that are there.`, 7)
