import { ID_LEAVES, type IdLeaf, type Leaf } from './shape.ts'

const isId = (leaf: Leaf): leaf is IdLeaf => (ID_LEAVES as readonly string[]).includes(leaf)

/**
 * Gives each id a new one that says nothing and can be no other name: `task-1`, `task-2`. The same id is always given the same.
 * Used on the way out and, because what comes in is a stranger's, on the way in.
 */
export function createIds(): (leaf: Leaf, value: string) => string | null {
  const known = new Map<string, string>()
  const counts = new Map<string, number>()
  return (leaf, value) => {
    if (!isId(leaf)) return null
    const kind = leaf === 'actor' ? 'agent' : leaf
    if (kind === 'agent' && (value === 'lead' || (leaf === 'actor' && (value === 'person' || value === 'desk'))))
      return value
    const key = `${kind} ${value}`
    const found = known.get(key)
    if (found) return found
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    known.set(key, `${kind}-${number}`)
    return `${kind}-${number}`
  }
}
