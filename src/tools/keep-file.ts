import type { Place } from '../domain/place.ts'
import { failedOutput, remember, seenOrAsk, show, type ToolContext, type ToolOutput } from './tool.ts'

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
  const { changed, version } = done.value
  remember(place, version, context)
  return {
    header: {
      ok: true,
      path: show(place, context),
      size: version.size,
      hash: version.hash,
      modified: version.mtime,
      created: seen === 'absent',
      changed,
      ...more,
    },
    summary: changed ? `${version.size} bytes, read back and checked` : 'It had this content already',
  }
}
