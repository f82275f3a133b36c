import type { Place } from '../domain/place.ts'
import { BESIDE, failedOutput, rememberWrite, seenOrAsk, show, type ToolContext, type ToolOutput } from './tool.ts'

/** Writes a whole file through the desk, as this agent last saw it; `more` is told beside what the file is now. */
export async function keepFile(
  place: Place,
  bytes: Uint8Array,
  context: ToolContext,
  more: Record<string, unknown> = {},
): Promise<ToolOutput> {
  const seen = await seenOrAsk(place, context)
  const done = await context.desk.apply(context.call, { kind: 'write', place, bytes, seen })
  if (!done.ok) return failedOutput(done.failure)
  const { changed, version, to } = done.value
  const at = rememberWrite(place, done.value, context)
  return {
    header: {
      ok: true,
      path: show(at, context),
      size: version.size,
      hash: version.hash,
      modified: version.mtime,
      created: seen === 'absent',
      changed,
      ...(to ? { note: BESIDE } : {}),
      ...more,
    },
    summary: changed ? `${version.size} bytes, read back and checked` : 'It had this content already',
  }
}
