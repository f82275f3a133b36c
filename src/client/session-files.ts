import { failed, ok, unexpected } from '../domain/failure.ts'
import { saveFile } from '../page/save-file.ts'
import { hashOf } from '../store/hash.ts'
import { knownFingerprint, ownFingerprint, signWithIdentity } from '../store/identity.ts'
import { fingerprintOf, verifySignature } from '../store/signature.ts'
import type { KeptSessions } from '../ui/kept-sessions.ts'
import type { SavedSessions } from '../ui/saved-sessions.ts'

/** What this browser keeps of sessions, and the ways to save all of them and to bring them back. */
export async function kept(): Promise<KeptSessions> {
  const [keeper, { dropSpareImages, removeSession, storageUse }] = await Promise.all([
    import('../page/keep-worker.ts'),
    import('../store/storage-use.ts'),
  ])
  return {
    use: storageUse,
    askToLast: () => navigator.storage.persist(),
    remove: removeSession,
    dropSpare: dropSpareImages,
    saveAll: keeper.saveAllSessions,
    readBack: keeper.readSessionsBack,
  }
}

/** A name that every file system takes. */
const fileName = (title: string) =>
  title
    .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .trim()
    .slice(0, 80) || 'Session'

/** Sessions as files: sealed and signed when they are saved, checked when they are opened. */
export const saved: SavedSessions = {
  fingerprint: ownFingerprint,
  async save(session, as) {
    const name = fileName(session.title)
    const put = (ending: string, type: string, text: string) =>
      saveFile(`${name}.${ending}`, new Blob([text], { type }))
    if (as === 'markdown') {
      const { markdownOf } = await import('../domain/share/markdown.ts')
      put('md', 'text/markdown', markdownOf(session))
      return ok(undefined)
    }
    const [{ seal }, { pageOf, policyOf }] = await Promise.all([
      import('../session/share/seal.ts'),
      import('../session/share/page.ts'),
    ])
    const viewer = as === 'page' ? await import('virtual:deskhand-viewer') : null
    const sealed = await seal(session, hashOf, signWithIdentity, viewer ? policyOf(viewer) : '')
    if (!sealed.ok) return sealed
    if (viewer) put('html', 'text/html', pageOf(sealed.value, viewer))
    else put('json', 'application/json', sealed.value)
    return ok(undefined)
  },
  async open(file) {
    const [{ MOST_FILE_BYTES, unseal }, { sealedIn }] = await Promise.all([
      import('../session/share/seal.ts'),
      import('../session/share/page.ts'),
    ])
    if (file.size > MOST_FILE_BYTES)
      return failed(
        'too-large',
        `"${file.name}" has ${Math.round(file.size / 1e6)} MB. Saved sessions of more than ${MOST_FILE_BYTES / 1e6} MB are not opened.`,
      )
    try {
      const text = await file.text()
      const opened = await unseal(sealedIn(text), { hashOf, verify: verifySignature, fingerprint: fingerprintOf })
      if (!opened.ok) return opened
      const own = await knownFingerprint()
      return ok({ ...opened.value, own: own.ok && own.value !== null && own.value === opened.value.checks.fingerprint })
    } catch (error) {
      return { ok: false, failure: unexpected(error, 'opening the saved session') }
    }
  },
}
