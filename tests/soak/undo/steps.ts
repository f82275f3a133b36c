export type UndoStep =
  | { kind: 'write'; path: string; text: string }
  | { kind: 'move' | 'move-folder'; path: string; to: string }
  | { kind: 'trash'; path: string }

/** Names that get into each other's way: other case, other letters, files where folders would be. */
const NAMES = [
  'a.txt',
  'b.txt',
  'B.txt',
  'd',
  'd/a.txt',
  'd/e/b.txt',
  'd/e/f/c.bin',
  'x/y.txt',
  'x/Y/z ü.txt',
  'keep/it.bin',
]
const FOLDERS = ['d', 'd/e', 'x', 'x/Y', 'new/place', 'keep', 'moved']
const TEXTS = ['', 'one', 'two', 'three', 'long '.repeat(40_000)]

/** What lies there before; bytes of every value among them. */
export const START: { path: string; bytes: Uint8Array | string }[] = [
  { path: 'a.txt', bytes: 'a\r\n' },
  { path: 'd/e/b.txt', bytes: '\u{feff}b' },
  { path: 'd/e/f/c.bin', bytes: Uint8Array.from({ length: 70_001 }, (_, index) => (index * 7) % 256) },
  { path: 'x/y.txt', bytes: '' },
  { path: 'keep/it.bin', bytes: Uint8Array.from({ length: 256 }, (_, index) => index) },
]

/** `plain`: no name is that of a file at one time and of a folder at another. */
export function randomSteps(random: () => number, count: number, plain: boolean): UndoStep[] {
  const one = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!
  const names = plain ? NAMES.filter(name => !FOLDERS.includes(name)) : NAMES
  return Array.from({ length: count }, (_, index): UndoStep => {
    const kind = random()
    if (kind < 0.5) return { kind: 'write', path: one(names), text: random() < 0.5 ? one(TEXTS) : `text ${index}` }
    if (kind < 0.7) return { kind: 'move', path: one(names), to: one(names) }
    if (kind < 0.83) return { kind: 'move-folder', path: one(FOLDERS), to: one(FOLDERS) }
    return { kind: 'trash', path: one(names) }
  })
}
