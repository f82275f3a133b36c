import { base64Of } from '../../src/domain/base64.ts'
import type { EventBody } from '../../src/domain/event.ts'
import type { SharedSession } from '../../src/domain/share/session.ts'
import { seal } from '../../src/session/share/seal.ts'
import { hashOf } from '../../src/store/hash.ts'
import { makeSigner, numbered } from './saved-session.ts'

export interface ChangedFile {
  path: string
  before?: Uint8Array | string
  after: Uint8Array | string
}

const asBytes = (content: Uint8Array | string) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

/** A saved session, as the text of its file, in which these files were made or changed. */
export async function sealedChanges(files: readonly ChangedFile[]): Promise<string> {
  const images: SharedSession['images'] = []
  const keep = async (content: Uint8Array | string) => {
    const bytes = asBytes(content)
    const hash = await hashOf(bytes)
    if (!images.some(image => image.hash === hash)) images.push({ hash, base64: base64Of(bytes) })
    return { size: bytes.length, hash }
  }
  const changes: EventBody[] = []
  for (const [index, file] of files.entries()) {
    const before = file.before === undefined ? null : { ...(await keep(file.before)), mtime: 1 }
    const after = await keep(file.after)
    const effect = `e${index}`
    changes.push(
      {
        type: 'file.willChange',
        effect,
        agent: 'lead',
        change: { op: before ? 'overwrite' : 'create', root: 'papers', path: file.path },
        before,
        after,
        grant: 'g',
        made: [],
      },
      { type: 'file.changed', effect, version: { ...after, mtime: 5 } },
    )
  }
  const report = new TextEncoder().encode('[]')
  const body = await hashOf(report)
  const events = numbered([
    { type: 'session.started', by: 'person', title: '', model: { provider: 'builtin' } },
    { type: 'root.added', root: { id: 'papers', name: 'Papers', access: 'readwrite', kind: 'folder' } },
    { type: 'session.renamed', by: 'person', title: 'Files to look at' },
    { type: 'run.started', by: 'person', run: 'r', text: 'Make these files' },
    { type: 'agent.started', agent: 'lead', model: 'built-in' },
    ...changes,
    { type: 'run.reported', body, text: 'The files are there.', open: [] },
    { type: 'run.ended', outcome: 'done' },
  ])
  const sealed = await seal(
    {
      title: 'Files to look at',
      savedAt: 1_700_000_000_000,
      takenOut: { names: 0, paths: false, contents: false, amounts: false },
      events,
      bodies: [{ ref: body, text: '[]' }],
      images,
      files: [],
    },
    hashOf,
    await makeSigner(),
    '',
  )
  if (!sealed.ok) throw new Error(sealed.failure.message)
  return sealed.value
}
