import { failed, ok, type Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import { failedOutput, seenKey, show, type ToolContext, type ToolOutput } from './tool.ts'

const MOST_FILES = 2_000

/**
 * Moves a folder as a list of file moves, made before the first: each is journalled, checked and undoable by itself, and nothing is
 * moved at all when one of the targets is taken. Null when `place` is no folder. What cannot be moved stays, and is named.
 */
export async function folderMove(place: Place, to: Place, context: ToolContext): Promise<ToolOutput | null> {
  const top = await context.reads.list(place)
  if (place.path === '' || !top.ok) return null
  const refuse = (message: string) => failedOutput(failed('invalid', message).failure)
  const from = show(place, context)
  if (place.root === to.root && (to.path === place.path || to.path.startsWith(`${place.path}/`)))
    return refuse(`"${from}" cannot be moved into itself. Name another place.`)
  if (place.root !== to.root) return refuse(`"${from}" and its target are in two different folders of this session.`)
  const files = await filesIn(place, context)
  if (!files.ok) return failedOutput(files.failure)
  if (files.value.length === 0) return refuse(`"${from}" has no files in it, so there is nothing to move.`)
  const moves = files.value.map(path => ({ path, to: `${to.path}${path.slice(place.path.length)}` }))
  const taken: string[] = []
  for (const one of moves) {
    const there = await context.reads.version({ root: to.root, path: one.to })
    if (!there.ok || there.value) taken.push(one.to)
  }
  if (taken.length > 0)
    return failedOutput(
      failed('exists', `Nothing was moved: ${some(taken)} would be overwritten, or cannot be there.`).failure,
    )
  const left: { path: string; why: string }[] = []
  for (const one of moves) {
    const source = { root: place.root, path: one.path }
    const target = { root: to.root, path: one.to }
    const done = await context.desk.apply(`${context.call}/${one.path}`, {
      kind: 'move',
      place: source,
      to: target,
      seen: context.seen.get(seenKey(source)) ?? 'not-looked',
      within: place.path,
    })
    if (done.ok) {
      context.seen.set(seenKey(source), 'absent')
      context.seen.set(seenKey(target), done.value.version)
      continue
    }
    left.push({ path: show(source, context), why: done.failure.message })
    if (['stopped', 'not-allowed', 'disk-full', 'storage', 'fenced'].includes(done.failure.kind)) break
  }
  const moved = moves.length - left.length
  const rest = await filesIn(place, context)
  const remaining = rest.ok ? rest.value : []
  if (remaining.length > 0) {
    const message = `${moves.length - remaining.length} of ${moves.length} files were moved to "${show(to, context)}"; ${some(remaining)} stayed. ${left[0]?.why ?? ''}`
    return {
      header: { ok: false, moved: moves.length - remaining.length, left: left.slice(0, 20), error: message },
      summary: message,
      failure: failed('unreadable', message).failure,
    }
  }
  return {
    header: { ok: true, path: from, to: show(to, context), files: moved },
    summary: `${moved} files moved, each checked`,
  }
}

const some = (paths: readonly string[]) =>
  `${paths
    .slice(0, 5)
    .map(path => `"${path}"`)
    .join(', ')}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''}`

/** All files below, hidden and ignored ones too. */
async function filesIn(place: Place, context: ToolContext): Promise<Result<string[]>> {
  const paths: string[] = []
  const rest = [place.path]
  for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
    const entries = await context.reads.list({ root: place.root, path: at })
    if (!entries.ok && entries.failure.kind === 'missing') continue
    if (!entries.ok) return entries
    for (const entry of entries.value)
      if (entry.kind === 'folder') rest.push(entry.place.path)
      else paths.push(entry.place.path)
    if (paths.length > MOST_FILES)
      return failed('too-large', `There are more than ${MOST_FILES} files in it. Move its folders one by one.`)
  }
  return ok(paths.sort())
}
