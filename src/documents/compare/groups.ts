import type { DocumentPiece, ReadDocument } from '../../ports/documents.ts'
import type { BlockChange, Fate, GroupComparison } from '../../ports/preview.ts'
import { alignEqual, type Pair, pairLike } from './align.ts'
import { only, wordsOf } from './words.ts'

const MOST_BLOCKS = 600
const LEAST_LIKE = 0.35

interface Group {
  name: string
  title: string
  pieces: DocumentPiece[]
}

/** Compares documents paragraph by paragraph; slides and pages each on their own. */
export function compareGroups(
  before: ReadDocument | null,
  after: ReadDocument,
): { groups: GroupComparison[]; more: number } {
  const old = before ? groupsOf(before) : []
  const now = groupsOf(after)
  const textOf = (group: Group) => group.pieces.map(piece => `${piece.kind} ${pieceText(piece)}`).join('\n')
  // Slides and pages move: a group is the same one when most of its text is, wherever it stands now.
  const texts = { old: old.map(textOf), now: now.map(textOf) }
  const likeness = (b: number, a: number) =>
    (old[b]!.title !== '' && old[b]!.title === now[a]!.title ? 0.5 : 0) + shareOfWords(texts.old[b]!, texts.now[a]!) / 2
  const flowing = after.format === 'pdf' || now.length <= 1
  const pairs = flowing ? byPlace(old.length, now.length) : pairLike(alignEqual(texts.old, texts.now), likeness, 0.2)
  let room = MOST_BLOCKS
  let more = 0
  const groups = pairs.map(({ before: b, after: a }): GroupComparison => {
    const blocks = compareBlocks(b === null ? [] : old[b]!.pieces, a === null ? [] : now[a]!.pieces)
    const fate: Fate =
      b === null ? 'added' : a === null ? 'removed' : blocks.every(block => block.fate === 'same') ? 'same' : 'changed'
    const kept = fate === 'same' ? [] : nearChanges(blocks).slice(0, room)
    room -= kept.length
    more += blocks.filter(block => block.fate !== 'same').length - kept.filter(block => block.fate !== 'same').length
    const group = a === null ? old[b]! : now[a]!
    return { name: group.title ? `${group.name}: ${group.title}` : group.name, fate, blocks: kept }
  })
  return { groups, more }
}

const byPlace = (before: number, after: number): Pair[] =>
  Array.from(
    { length: Math.max(before, after) },
    (_, i) => ({ before: i < before ? i : null, after: i < after ? i : null }) as Pair,
  )

const groupsOf = (document: ReadDocument): Group[] =>
  document.parts.map((part, index) => ({
    name: part.name,
    title: part.title ?? '',
    pieces: document.pieces.filter(piece => piece.part === index),
  }))

const pieceText = (piece: DocumentPiece) =>
  piece.kind === 'row'
    ? piece.cells.map(cell => cell.text).join(' | ')
    : piece.kind === 'item'
      ? `${piece.marker} ${piece.text}`
      : piece.text

function shareOfWords(before: string, after: string): number {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  const [old, now] = [words(before), words(after)]
  const both = [...old].filter(word => now.has(word)).length
  const all = old.size + now.size - both
  return all === 0 ? 0 : both / all
}

function compareBlocks(before: readonly DocumentPiece[], after: readonly DocumentPiece[]): BlockChange[] {
  const keyOf = (piece: DocumentPiece) => `${piece.kind} ${'level' in piece ? piece.level : ''} ${pieceText(piece)}`
  const pairs = pairLike(
    alignEqual(before.map(keyOf), after.map(keyOf)),
    (b, a) => likeness(before[b]!, after[a]!),
    LEAST_LIKE,
  )
  return pairs.map(({ before: b, after: a }) =>
    compareBlock(b === null ? null : before[b]!, a === null ? null : after[a]!),
  )
}

function likeness(before: DocumentPiece, after: DocumentPiece): number {
  if (before.kind !== after.kind) return 0
  const words = shareOfWords(pieceText(before), pieceText(after))
  if (before.kind !== 'row' || after.kind !== 'row') return words
  // A row is about what its first cell names.
  const named = before.cells[0]?.text !== '' && before.cells[0]?.text === after.cells[0]?.text
  return named ? 0.5 + words / 2 : words
}

function compareBlock(before: DocumentPiece | null, after: DocumentPiece | null): BlockChange {
  const piece = (after ?? before)!
  const where = before && after ? 'both' : before ? 'before' : 'after'
  const fate: Fate = !before ? 'added' : !after ? 'removed' : 'same'
  const base = { at: piece.at, kind: piece.kind, ...('level' in piece ? { level: piece.level } : {}) }
  if (piece.kind === 'row') {
    const old = before?.kind === 'row' ? before.cells.map(cell => cell.text) : []
    const now = after?.kind === 'row' ? after.cells.map(cell => cell.text) : []
    const cells = Array.from({ length: Math.max(old.length, now.length) }, (_, i) =>
      before && after ? wordsOf(old[i] ?? '', now[i] ?? '') : only(old[i] ?? now[i] ?? '', where),
    )
    const changed = before && after && old.join('\u0000') !== now.join('\u0000')
    return { ...base, fate: changed ? 'changed' : fate, words: [], cells }
  }
  if (!before || !after) return { ...base, fate, words: only(pieceText(piece), where) }
  const [old, now] = [pieceText(before), pieceText(after)]
  const level = 'level' in before && 'level' in after && before.level !== after.level
  return { ...base, fate: old === now && !level ? 'same' : 'changed', words: wordsOf(old, now) }
}

/** What is the same is only there to say where one is: the block before and after each change. */
const nearChanges = (blocks: readonly BlockChange[]) =>
  blocks.filter(
    (block, i) =>
      block.fate !== 'same' || (blocks[i - 1]?.fate ?? 'same') !== 'same' || (blocks[i + 1]?.fate ?? 'same') !== 'same',
  )
