/** What the big buffers of one program may take: all together, and one alone. */
const MOST_ALL = 4_000_000_000
const MOST_ONE = 2_000_000_000
/** Smaller ones are not counted: they come and go by the thousand. */
const COUNTED = 1_000_000

let taken = 0
let watching = false
const freed = new FinalizationRegistry((bytes: number) => {
  taken -= bytes
})

/** The buffer of so many bytes that `make` makes. Throws a `RangeError` where the program may not have it. */
export function counted<T extends object>(bytes: number, make: () => T): T {
  if (!watching || bytes < COUNTED) return make()
  if (bytes > MOST_ONE || taken + bytes > MOST_ALL) throw new RangeError(tooMuch(bytes))
  const made = make()
  taken += bytes
  freed.register(made, bytes)
  return made
}

const tooMuch = (bytes: number) =>
  `Out of memory: this asks for a buffer of ${gigabytes(bytes)} GB where the program has ${gigabytes(taken)} GB of them. It may have ${gigabytes(MOST_ALL)} GB in all and ${gigabytes(MOST_ONE)} GB in one. Read and write in smaller parts; what is no longer used counts until the program waits for something with await.`

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1)

type Maker = new (a?: unknown, b?: unknown, c?: unknown) => object

/** The platform's class, counting what it makes. Everything else of it stays as it is, and nearly as fast. */
function counting(Real: Maker, size: number): Maker {
  function Counted(a?: unknown, b?: unknown, c?: unknown): object {
    const kind: unknown = new.target
    if (kind === undefined) throw new TypeError(`Constructor ${Real.name} requires 'new'`)
    const make = () => (kind === Counted ? new Real(a, b, c) : Reflect.construct(Real, [a, b, c], kind as Maker))
    return typeof a === 'number' && a * size >= COUNTED ? counted(a * size, make) : make()
  }
  Object.defineProperties(Counted, {
    ...Object.getOwnPropertyDescriptors(Real),
    prototype: { value: Real.prototype, writable: false },
  })
  Object.setPrototypeOf(Counted, Object.getPrototypeOf(Real))
  Object.defineProperty(Real.prototype, 'constructor', { value: Counted, writable: true, configurable: true })
  return Counted as unknown as Maker
}

const VIEWS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
]

/**
 * From now on programs are told when they take more memory for buffers than they may: the browser would give it until the machine has
 * none left. Of arrays, strings and objects the browser itself allows some gigabytes, and ends the frame's process beyond that.
 * Returns the way to end it.
 */
export function limitMemory(): () => void {
  watching = true
  for (const name of VIEWS) {
    const Real = Reflect.get(globalThis, name) as Maker & { BYTES_PER_ELEMENT: number }
    Reflect.set(globalThis, name, counting(Real, Real.BYTES_PER_ELEMENT))
  }
  for (const name of ['ArrayBuffer', 'SharedArrayBuffer']) {
    // Absent where the page is not isolated.
    const Real = Reflect.get(globalThis, name) as Maker | undefined
    if (Real) Reflect.set(globalThis, name, counting(Real, 1))
  }
  return () => {
    watching = false
  }
}
