/**
 * What a piece of data must look like, and which words are in it. One description serves two ends: what comes in from outside is
 * checked against it, unknown fields and all, and what goes out has its names, paths and ids replaced by it.
 */
export type Shape = (value: unknown, visit: Visit, at: string) => unknown

/** What kind of words a string holds. The ids of `ID_LEAVES` are opaque; the rest is shown to people. */
export type Leaf =
  | 'text'
  | 'detail'
  | 'path'
  | 'glob'
  | 'root'
  | 'rootName'
  | 'origin'
  | 'word'
  | 'blob'
  | 'hash'
  | IdLeaf

export const ID_LEAVES = [
  'session',
  'actor',
  'agent',
  'task',
  'run',
  'plan',
  'call',
  'request',
  'effect',
  'undo',
  'grant',
  'asked',
  'question',
  'permission',
  'steer',
] as const
export type IdLeaf = (typeof ID_LEAVES)[number]

/** Gives the string that takes the place of `value`; undefined leaves an optional field out. */
export type Visit = (leaf: Leaf, value: string) => string | undefined

/** Thrown by a shape, and caught by `checked` alone. */
class Refused extends Error {}

/** Runs the shape. The result is made anew, of plain objects whose keys are all ours; null with the place of the first fault. */
export function checked(shape: Shape, value: unknown, visit: Visit): { value: unknown } | { fault: string } {
  try {
    return { value: shape(value, visit, '') }
  } catch (error) {
    if (error instanceof Refused) return { fault: error.message }
    throw error
  }
}

const refuse = (at: string, wanted: string): never => {
  throw new Refused(`${at || 'the whole'}: ${wanted}`)
}

const ROOT = /^(?!constructor$)[a-z0-9][a-z0-9-]{1,250}$/
const PATTERNS: Partial<Record<Leaf, RegExp>> = {
  root: ROOT,
  word: /^[\w .:/@+-]{0,100}$/,
  blob: /^sha256(t16)?:[0-9a-f]{64}$/,
  hash: /^sha256(t16)?:[0-9a-f]{64}$/,
}
const MOST: Partial<Record<Leaf, number>> = { text: 2_000_000, detail: 100_000, path: 4000, glob: 4000 }

/** A string of that kind. */
export const leaf =
  (kind: Leaf): Shape =>
  (value, visit, at) => {
    if (typeof value !== 'string') return refuse(at, 'not a text')
    if (value.length > (MOST[kind] ?? 500)) return refuse(at, 'a text that is too long')
    if (PATTERNS[kind]?.test(value) === false) return refuse(at, `not a ${kind}`)
    const shown = visit(kind, value)
    return shown === undefined ? undefined : shown
  }

/** A long string that nobody reads as it stands. */
export const bulk =
  (pattern?: RegExp): Shape =>
  (value, _, at) =>
    typeof value === 'string' && pattern?.test(value) !== false ? value : refuse(at, 'not such a text')

export const number: Shape = (value, _, at) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(at, 'not a number')

export const whole: Shape = (value, _, at) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? value : refuse(at, 'not a whole number')

/** A moment: JavaScript has none beyond. */
export const time: Shape = (value, _, at) =>
  typeof value === 'number' && Math.abs(value) <= 8.64e15 ? value : refuse(at, 'not a time')

export const flag: Shape = (value, _, at) => (typeof value === 'boolean' ? value : refuse(at, 'not true or false'))

export const oneOf =
  (...words: string[]): Shape =>
  (value, _, at) =>
    typeof value === 'string' && words.includes(value) ? value : refuse(at, 'not one of the known words')

export const orNull =
  (shape: Shape): Shape =>
  (value, visit, at) =>
    value === null ? null : shape(value, visit, at)

const MOST_ITEMS = 200_000
export const list =
  (shape: Shape): Shape =>
  (value, visit, at) => {
    if (!Array.isArray(value) || value.length > MOST_ITEMS) return refuse(at, 'not a list, or too long')
    return value.map((item, index) => shape(item, visit, `${at}[${index}]`))
  }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object with these fields, those that may be absent, and no others. */
export const object =
  (fields: Record<string, Shape>, maybe: Record<string, Shape> = {}): Shape =>
  (value, visit, at) => {
    if (!isObject(value)) return refuse(at, 'not an object')
    const made: Record<string, unknown> = {}
    for (const key of Object.keys(value))
      if (!Object.hasOwn(fields, key) && !Object.hasOwn(maybe, key)) refuse(at, 'has a field that is not known')
    for (const [key, shape] of Object.entries(fields)) {
      if (!Object.hasOwn(value, key)) refuse(`${at}.${key}`, 'is missing')
      const field = shape(value[key], visit, `${at}.${key}`)
      if (field !== undefined) made[key] = field
    }
    for (const [key, shape] of Object.entries(maybe)) {
      if (!Object.hasOwn(value, key) || value[key] === undefined) continue
      const field = shape(value[key], visit, `${at}.${key}`)
      if (field !== undefined) made[key] = field
    }
    return made
  }

/** Keys of one kind to values of another. Keys go through `visit`, which must give such that are safe. */
export const mapOf =
  (key: IdLeaf, shape: Shape): Shape =>
  (value, visit, at) => {
    if (!isObject(value)) return refuse(at, 'not an object')
    const entries = Object.entries(value).map(([name, item]) => [
      leaf(key)(name, visit, at),
      shape(item, visit, `${at}.*`),
    ])
    return Object.fromEntries(entries)
  }

/** An object whose field `tag` says which of the shapes it has. */
export const tagged =
  (tag: string, shapes: Record<string, Shape>): Shape =>
  (value, visit, at) => {
    const word = isObject(value) && Object.hasOwn(value, tag) ? value[tag] : undefined
    const shape = typeof word === 'string' && Object.hasOwn(shapes, word) ? shapes[word] : undefined
    return shape ? shape(value, visit, at) : refuse(at, `an unknown ${tag}`)
  }
