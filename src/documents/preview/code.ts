import type { HLJSApi, LanguageFn } from 'highlight.js'
import type { CodeLine } from '../../ports/preview.ts'

/** Longer texts are shown plainly: colouring them would take seconds. */
const MOST_COLOURED = 400_000
const MOST_LINE = 2000

type Loader = () => Promise<{ default: LanguageFn }>

const LANGUAGES: Record<string, Loader> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  go: () => import('highlight.js/lib/languages/go'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  python: () => import('highlight.js/lib/languages/python'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
}

const BY_ENDING: Record<string, string> = {
  sh: 'bash',
  bash: 'bash',
  c: 'cpp',
  h: 'cpp',
  cpp: 'cpp',
  hpp: 'cpp',
  css: 'css',
  diff: 'diff',
  patch: 'diff',
  go: 'go',
  ini: 'ini',
  toml: 'ini',
  java: 'java',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  json: 'json',
  md: 'markdown',
  py: 'python',
  rs: 'rust',
  sql: 'sql',
  ts: 'typescript',
  tsx: 'typescript',
  xml: 'xml',
  svg: 'xml',
  html: 'xml',
  htm: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
}

export const languageOf = (ending: string): string | null =>
  Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending]! : null

/** The text line by line, coloured where its language is known and it is not too long. */
export async function codeLines(text: string, language: string | null): Promise<CodeLine[]> {
  const plain = () => text.split(/\r\n?|\n/).map(line => [{ text: shortened(line) }])
  if (language === null || text.length > MOST_COLOURED) return plain()
  const [{ default: core }, { default: definition }] = await Promise.all([
    import('highlight.js/lib/core') as Promise<{ default: HLJSApi }>,
    LANGUAGES[language]!(),
  ])
  core.registerLanguage(language, definition)
  return linesOf(core.highlight(text.replace(/\r\n?/g, '\n'), { language, ignoreIllegals: true }).value)
}

const shortened = (line: string) => (line.length > MOST_LINE ? `${line.slice(0, MOST_LINE)} …` : line)

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" }
const MARK = /<span class="([^"]*)">|<\/span>|&(?:amp|lt|gt|quot|#x27);|\n|[^<&\n]+/g

/** The highlighter answers with markup of these few marks only; it is read into runs and never becomes markup again. */
function linesOf(markup: string): CodeLine[] {
  const lines: CodeLine[] = []
  const open: string[] = []
  let line: CodeLine = []
  let length = 0
  const add = (text: string) => {
    if (length > MOST_LINE) return
    length += text.length
    const kind = open.at(-1)
    const last = line.at(-1)
    if (last && last.kind === kind) last.text += text
    else line.push(kind ? { text, kind } : { text })
  }
  for (const [mark, kinds] of markup.matchAll(MARK)) {
    if (mark === '\n') {
      lines.push(line)
      line = []
      length = 0
    } else if (kinds !== undefined) open.push(kinds.split(' ')[0]!.replace('hljs-', ''))
    else if (mark === '</span>') open.pop()
    else add(ENTITIES[mark] ?? mark)
  }
  lines.push(line)
  return lines
}
