import { format, inspect } from './node-util.ts'

/** Node's console. `print` takes whole lines. */
export function createConsole(print: (channel: 'out' | 'err', text: string) => void) {
  let indent = ''
  const started = new Map<string, number>()
  const counts = new Map<string, number>()
  const line =
    (channel: 'out' | 'err') =>
    (...args: unknown[]) =>
      print(channel, `${indent}${format(...args).replaceAll('\n', `\n${indent}`)}\n`)
  const [out, err] = [line('out'), line('err')]
  const taken = (label: string) => `${label}: ${(performance.now() - (started.get(label) ?? 0)).toFixed(3)}ms`
  return {
    log: out,
    info: out,
    debug: out,
    error: err,
    warn: err,
    trace: (...args: unknown[]) => err('Trace:', ...args),
    dir: (value: unknown, options?: { depth?: number }) => out(inspect(value, options)),
    table: (rows: unknown) => out(table(rows)),
    assert: (holds: unknown, ...args: unknown[]) => holds || err('Assertion failed', ...args),
    group(...args: unknown[]) {
      if (args.length > 0) out(...args)
      indent += '  '
    },
    groupEnd() {
      indent = indent.slice(2)
    },
    time: (label = 'default') => void started.set(label, performance.now()),
    timeLog: (label = 'default', ...more: unknown[]) => out(taken(label), ...more),
    timeEnd: (label = 'default') => out(taken(label)),
    count(label = 'default') {
      counts.set(label, (counts.get(label) ?? 0) + 1)
      out(`${label}: ${counts.get(label)}`)
    },
  }
}

function table(rows: unknown): string {
  if (typeof rows !== 'object' || rows === null) return format(rows)
  const entries = Object.entries(rows)
  const isRow = (row: unknown): row is object => typeof row === 'object' && row !== null
  const columns = [...new Set(entries.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : [])))]
  const hasValues = entries.some(([, row]) => !isRow(row))
  const head = ['(index)', ...columns, ...(hasValues ? ['Values'] : [])]
  const body = entries.map(([index, row]) => [
    index,
    ...columns.map(column => (isRow(row) && column in row ? inspect((row as Record<string, unknown>)[column]) : '')),
    ...(hasValues ? [isRow(row) ? '' : inspect(row)] : []),
  ])
  const widths = head.map((name, at) => Math.max(name.length, ...body.map(row => row[at]!.length)))
  const bar = (left: string, middle: string, right: string) =>
    left + widths.map(width => '─'.repeat(width + 2)).join(middle) + right
  const show = (row: string[]) => `│ ${row.map((cell, at) => cell.padEnd(widths[at]!)).join(' │ ')} │`
  return [bar('┌', '┬', '┐'), show(head), bar('├', '┼', '┤'), ...body.map(show), bar('└', '┴', '┘')].join('\n')
}
