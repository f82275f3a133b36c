const DEPTH = 2
const WIDTH = 72
const MOST_ITEMS = 100
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const ESCAPES = /\u001b\[[0-9;]*[A-Za-z]/g

/** Values as Node's console shows them. */
export function inspect(value: unknown, options: { depth?: number | null } = {}): string {
  const depth = options.depth === null ? Number.POSITIVE_INFINITY : (options.depth ?? DEPTH)
  return shown(value, depth, [], false)
}

const quoted = (text: string) => {
  const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : '`'
  const plain = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '\\r')
  return mark + (mark === "'" ? plain.replace(/'/g, "\\'") : plain) + mark
}

function shown(value: unknown, depth: number, above: object[], top: boolean): string {
  if (typeof value === 'string') return top ? value : quoted(value)
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'symbol') return value.toString()
  if (typeof value === 'function')
    return /^class\s/.test(String(value)) ? `[class ${value.name}]` : `[Function: ${value.name || '(anonymous)'}]`
  if (typeof value !== 'object' || value === null) return String(value)
  if (above.includes(value)) return '[Circular *1]'
  if (value instanceof Error) return above.length > 0 ? `[${value.stack ?? value}]` : (value.stack ?? String(value))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof RegExp) return String(value)
  if (value instanceof Promise) return 'Promise { <pending> }'
  if (value instanceof URL) return value.href
  const name = value.constructor?.name
  const inner = (each: unknown) => shown(each, depth - 1, [...above, value], false)
  if (value.constructor?.name === 'Buffer')
    return `<Buffer${Array.from((value as Uint8Array).subarray(0, 50), byte => ` ${byte.toString(16).padStart(2, '0')}`).join('')}>`
  const isList = Array.isArray(value) || ArrayBuffer.isView(value)
  if (depth < 0) return isList ? '[Array]' : `[${name ?? 'Object'}]`
  if (isList) {
    const list = Array.from(value as unknown as ArrayLike<unknown>)
    const items = list.slice(0, MOST_ITEMS).map(inner)
    if (list.length > MOST_ITEMS) items.push(`... ${list.length - MOST_ITEMS} more items`)
    return framed(name === 'Array' ? '' : `${name}(${list.length}) `, '[', items, ']')
  }
  if (value instanceof Map)
    return framed(
      `Map(${value.size}) `,
      '{',
      [...value].map(([k, v]) => `${inner(k)} => ${inner(v)}`),
      '}',
    )
  if (value instanceof Set) return framed(`Set(${value.size}) `, '{', [...value].map(inner), '}')
  const rows = Reflect.ownKeys(value).flatMap(key => {
    const property = Object.getOwnPropertyDescriptor(value, key)
    if (!property?.enumerable) return []
    const label = typeof key === 'symbol' ? `[${String(key)}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key)
    return [`${label}: ${property.get ? '[Getter]' : inner(property.value)}`]
  })
  const prefix = name === undefined ? '[Object: null prototype] ' : name === 'Object' ? '' : `${name} `
  return framed(prefix, '{', rows, '}')
}

function framed(prefix: string, open: string, items: string[], close: string): string {
  if (items.length === 0) return `${prefix}${open}${close}`
  const line = `${prefix}${open} ${items.join(', ')} ${close}`
  if (line.length <= WIDTH && !line.includes('\n')) return line
  return `${prefix}${open}\n${items.map(item => `  ${item.replace(/\n/g, '\n  ')}`).join(',\n')}\n${close}`
}

/** Node's `util.format`, which console.log uses too. */
export function format(...args: unknown[]): string {
  const [first, ...rest] = args
  if (typeof first !== 'string') return args.map(arg => (typeof arg === 'string' ? arg : inspect(arg))).join(' ')
  const text = first.replace(/%([sdifjoOc%])/g, (mark, kind: string) => {
    if (kind === '%') return '%'
    if (rest.length === 0) return mark
    const value = rest.shift()
    if (kind === 's') return typeof value === 'object' ? inspect(value, { depth: 0 }) : String(value)
    if (kind === 'd') return String(Number(value))
    if (kind === 'i') return String(Number.parseInt(String(value), 10))
    if (kind === 'f') return String(Number.parseFloat(String(value)))
    if (kind === 'j') return JSON.stringify(value)
    return kind === 'c' ? '' : inspect(value, { depth: 4 })
  })
  return [text, ...rest.map(arg => (typeof arg === 'string' ? arg : inspect(arg)))].join(' ')
}

type Callback = (error: unknown, value?: unknown) => void

export const util = {
  inspect,
  format,
  promisify:
    (call: (...args: unknown[]) => void) =>
    (...args: unknown[]) =>
      new Promise((resolve, reject) =>
        call(...args, ((error, value) => (error ? reject(error) : resolve(value))) satisfies Callback),
      ),
  callbackify:
    (call: (...args: unknown[]) => Promise<unknown>) =>
    (...args: unknown[]) => {
      const done = args.pop() as Callback
      call(...args).then(
        value => done(null, value),
        error => done(error),
      )
    },
  inherits(child: { prototype: object }, parent: { prototype: object }) {
    Object.setPrototypeOf(child.prototype, parent.prototype)
  },
  deprecate: <T>(call: T): T => call,
  isDeepStrictEqual: (a: unknown, b: unknown) => inspect(a, { depth: null }) === inspect(b, { depth: null }),
  stripVTControlCharacters: (text: string) => text.replaceAll(ESCAPES, ''),
  types: {
    isDate: (value: unknown) => value instanceof Date,
    isRegExp: (value: unknown) => value instanceof RegExp,
    isPromise: (value: unknown) => value instanceof Promise,
    isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
    isUint8Array: (value: unknown) => value instanceof Uint8Array,
  },
  TextEncoder,
  TextDecoder,
}
