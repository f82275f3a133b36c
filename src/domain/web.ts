/** What left for the web through the endpoint: the words searched for, or the address of a page. */
export interface WebAsk {
  kind: 'search' | 'fetch'
  what: string
}

/** A page that an answer rests on: one it cites, or one that was read for it. */
export interface Source {
  title: string
  url: string
}

type Fields = Record<string, unknown>
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** An event of the log stays small; the whole call is in the message. */
const LONGEST = 1500

/** What a call of the endpoint's own tools asked. An input of another shape is told as it is. */
export function webAskOf(name: string, input: unknown): WebAsk {
  const { query, url } = fieldsOf(input)
  const asked = name === 'web_search' ? query : url
  const what = typeof asked === 'string' ? asked : typeof input === 'string' ? input : JSON.stringify(input)
  return { kind: name === 'web_search' ? 'search' : 'fetch', what: what.slice(0, LONGEST) }
}

/** The pages a message cites or has read, each once. Takes anything: a saved session may hold what nobody has written. */
export function sourcesOf(content: unknown): Source[] {
  const found = new Map<string, Source>()
  const add = (url: unknown, title: unknown) => {
    if (typeof url !== 'string' || url === '' || found.has(url)) return
    found.set(url, { url, title: typeof title === 'string' && title !== '' ? title : url })
  }
  for (const block of listOf(content).map(fieldsOf)) {
    if (block.type === 'text')
      for (const citation of listOf(block.citations).map(fieldsOf)) add(citation.url, citation.title)
    if (block.type !== 'web_fetch_tool_result') continue
    const page = fieldsOf(block.content)
    add(page.url, fieldsOf(page.content).title)
  }
  return [...found.values()]
}
