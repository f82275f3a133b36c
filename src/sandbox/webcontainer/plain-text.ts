// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[()#][0-9A-Za-z]|[@-Z\\^_=>78])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, begun and not ended
const BEGUN = /(?:\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]{0,200}|[()#])?|\r+)$/

/** What a terminal prints, as text: without colours, moves and titles, one `\n` a line. Sequences may be cut anywhere. */
export function createPlainText(): (chunk: string) => string {
  let rest = ''
  return chunk => {
    const all = rest + chunk
    const begun = BEGUN.exec(all)
    rest = begun ? begun[0] : ''
    return (begun ? all.slice(0, begun.index) : all).replace(SEQUENCE, '').replace(/\r+\n/g, '\n')
  }
}
