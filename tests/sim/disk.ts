import { createMemoryFolder, type MemoryFolder } from '../doubles/memory-folder.ts'
import { createMemorySessions, type MemorySessions } from '../doubles/memory-log.ts'
import { createMemoryVault } from '../doubles/memory-vault.ts'
import { copyOf } from './copy.ts'
import { hashNow, sha256 } from './hash.ts'

/** One effect on the person's folder, as the disk itself saw it. */
export interface Effect {
  kind: 'write' | 'move' | 'remove'
  path: string
  to?: string
  /** The hash of what was written. */
  hash?: string
  /** While the person undid or redid something. */
  takenBack: boolean
  at: number
}

export type Vault = ReturnType<typeof createMemoryVault>

/** What outlives every crash, and what an eye beside the app has seen of it. Nothing here asks the app anything. */
export interface Disk {
  readonly home: MemoryFolder
  readonly scratch: MemoryFolder
  readonly sessions: MemorySessions
  readonly vault: Vault
  readonly effects: Effect[]
  /** Paths that somebody else has touched. */
  readonly touched: Set<string>
  /** While the person takes something back or does it again. */
  takingBack: number
  /** What was wrong at the very moment of an effect. */
  readonly wrongs: string[]
  /** Every text that is the person's, by its hash, less those that the person threw away. */
  readonly owned: Map<string, string>
  /** Another program writes, removes (null) or renames; the person's own doing is no loss. */
  outside(path: string, content: string | null): void
  outsideMove(path: string, to: string): void
  /** Called right before the app's effect, and again right after it. */
  watch(effect: Omit<Effect, 'takenBack' | 'at'>): () => void
  /** Where a content of that hash is now, our own folder included. */
  placesOf(hash: string): string[]
}

/** Times of files are what the clock shows, which may be set; times of effects are not. */
export function createDisk(files: Record<string, string>, now: () => number, shown: () => number): Disk {
  const stamps = new Set<number>()
  /** No two changes at the same millisecond: nobody could tell them apart. */
  const stampNow = () => {
    let stamp = Math.floor(shown())
    while (stamps.has(stamp)) stamp++
    stamps.add(stamp)
    return stamp
  }
  const home = createMemoryFolder(files, { now: stampNow })
  const scratch = createMemoryFolder({}, { now: stampNow })
  const sessions = createMemorySessions(() => Math.floor(shown()), copyOf)
  const vault = createMemoryVault(new Map(), hashNow)
  const owned = new Map(Object.entries(files).map(([path, text]) => [sha256(text), path]))
  const effects: Effect[] = []
  const touched = new Set<string>()
  const wrongs: string[] = []

  /** Every text that was ever looked at: most are, again and again. */
  const hashes = new Map<string, string>()
  const hashOfText = (text: string) => {
    const known = hashes.get(text) ?? sha256(text)
    hashes.set(text, known)
    return known
  }
  const placesOf = (hash: string) =>
    Object.entries(home.files())
      .filter(([, text]) => hashOfText(text) === hash)
      .map(([path]) => path)
  const hashAt = (path: string) => {
    const bytes = home.bytes(path)
    return bytes ? sha256(bytes) : null
  }
  /** The person throws away what was there: unless it is somewhere else too, nobody has to keep it any more. */
  const disown = (hashes: readonly (string | null)[]) => {
    for (const hash of hashes) if (hash && owned.has(hash) && placesOf(hash).length === 0) owned.delete(hash)
  }
  const below = (path: string) => Object.keys(home.files()).filter(each => each === path || each.startsWith(`${path}/`))

  const disk: Disk = {
    home,
    scratch,
    sessions,
    vault,
    effects,
    touched,
    takingBack: 0,
    wrongs,
    owned,
    outside(path, content) {
      const gone = below(path)
      for (const each of [path, ...gone]) touched.add(each)
      const were = gone.map(hashAt)
      home.edit(path, null)
      if (content !== null) {
        home.edit(path, content)
        owned.set(sha256(content), path)
      }
      disown(were)
    },
    outsideMove(path, to) {
      const bytes = home.bytes(path)
      if (!bytes || home.text(to) !== null || home.folders().includes(to)) return
      touched.add(path).add(to)
      home.edit(path, null)
      home.edit(to, bytes)
    },
    watch(effect) {
      const lost = effect.kind === 'move' ? null : hashAt(effect.path)
      const takenBack = disk.takingBack > 0
      return () => {
        effects.push({ ...effect, takenBack, at: now() })
        const twice = effect.kind === 'write' ? twiceIn(home.text(effect.path) ?? '') : null
        if (twice) wrongs.push(`no double effect: what "${twice}" wrote stands twice in "${effect.path}"`)
        if (!lost || !owned.has(lost) || placesOf(lost).length > 0) return
        const image = vault.images.get(lost)
        if (image && sha256(image) === lost) return
        wrongs.push(
          `no loss: ${effect.kind} of "${effect.path}" took the last copy of what was at "${owned.get(lost)}"`,
        )
      }
    },
    placesOf,
  }
  return disk
}

/** Each call of a model writes words of its own. */
function twiceIn(text: string): string | null {
  const words: string[] = text.match(/\btext\d+\b/g) ?? []
  return words.find((word, index) => words.indexOf(word) !== index) ?? null
}
