import { COPIES, PAPERS } from './practice-papers.ts'
import { RECEIPTS } from './practice-receipts.ts'

/** A sunny hill, 48 by 32 points. */
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAIAAADbtmxLAAAA1klEQVR42s3Oy2YDABSE4Xmwsz7rvEja5tI2hBBCCCWUUkopJYQQmvulbZomL9H1vEa7yKYiTlaH4VvO8KP2RimojygFjTGloDmhFLSmTPX7U/jv7B7tGfMc1RzEF3TmTHKy5iB44W7BJEFQ8EJ3ySRBUPDC/YpJgqDghYc1kwRBwQuP78xzsia+4OmDqY5qzu7x/EkpeNlQCl6/KAW9LaWg/00pGOwoBcM9pcBqLgV261JgNy4Fdu1SYFWXAqu4FFjZpcBKLgV25VJgly4FduFSYEWX8gcAmXbU7D6//gAAAABJRU5ErkJggg=='

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** A folder to try things on: everything in it is made up. */
export function practiceFiles(): { path: string; bytes: Uint8Array }[] {
  const texts: Record<string, string> = { ...RECEIPTS, ...PAPERS }
  for (const [copy, original] of Object.entries(COPIES)) texts[copy] = texts[original]!
  const files = Object.entries(texts).map(([path, text]) => ({ path, bytes: bytesOf(text) }))
  const picture = Uint8Array.from(atob(PICTURE), char => char.charCodeAt(0))
  return [...files, { path: 'Pictures/IMG_2041.png', bytes: picture }]
}
