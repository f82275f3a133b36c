import { failed, ok, type Result } from '../../domain/failure.ts'
import { readSession, type SharedSession } from '../../domain/share/session.ts'
import { bulk, checked, leaf, object, oneOf, orNull, whole } from '../../domain/share/shape.ts'

export const FORMAT = 'deskhand-session'
export const FORMAT_VERSION = 1
/** A larger file is not even read. */
export const MOST_FILE_BYTES = 80_000_000

export interface Signature {
  /** The public key, and the signature, in base64. */
  key: string
  value: string
}

/** What the platform does for us here. */
export interface Hashing {
  hashOf(bytes: Uint8Array): Promise<string>
  verify(signature: Signature, bytes: Uint8Array): Promise<boolean>
  fingerprint(key: string): Promise<string>
}

/** What was checked of a saved session, and what came of it. */
export interface Checks {
  /** The contents are, byte for byte, what the hash in the file says. */
  whole: boolean
  signature: 'good' | 'bad' | 'none'
  /** Of the key that signed. Null without a signature. */
  fingerprint: string | null
  /** Whether the page around it is the one it was saved in. Only that page itself can look. */
  viewer?: boolean
}

export interface OpenedShare {
  session: SharedSession
  checks: Checks
  /** The policy of the page it was saved in, as was signed; empty for a JSON file. */
  viewer: string
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The session as one line of JSON in plain ASCII, with its hash, and the signature over that. */
export async function seal(
  session: SharedSession,
  hashOf: Hashing['hashOf'],
  sign: (bytes: Uint8Array) => Promise<Result<Signature>>,
  viewer: string,
): Promise<Result<string>> {
  const text = ascii(JSON.stringify(session))
  const manifest = JSON.stringify({ hash: await hashOf(bytesOf(text)), size: text.length, viewer })
  const signature = await sign(bytesOf(manifest))
  if (!signature.ok) return signature
  const { key, value } = signature.value
  return ok(
    ascii(
      JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, manifest, signature: { key, value }, session: text }),
    ),
  )
}

/** So that nothing in it can end a script, and no change of encoding is a change of the words. */
const ascii = (json: string) =>
  json.replace(/[<>&\u007f-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

const envelope = object({
  format: oneOf(FORMAT),
  version: whole,
  manifest: bulk(),
  signature: orNull(object({ key: bulk(/^[A-Za-z0-9+/=]{10,400}$/), value: bulk(/^[A-Za-z0-9+/=]{10,400}$/) })),
  session: bulk(),
})
const manifestShape = object({ hash: leaf('hash'), size: whole, viewer: leaf('text') })
interface Envelope {
  version: number
  manifest: string
  signature: Signature | null
  session: string
}

const notOurs = failed('invalid', 'This file is not a session saved by Deskhand.')
const broken = (detail: string) =>
  failed(
    'invalid',
    'This saved session is cut or damaged, and what is left of it cannot be shown. Ask for the file once more.',
    { detail },
  )
const newer = failed(
  'fenced',
  'This session was saved by a newer Deskhand. Reload the page to get the newest, then open it again.',
)

/** Opens what `seal` made, or says in a sentence why not. Nothing in it is trusted: see `readSession`. */
export async function unseal(text: string, hashing: Hashing): Promise<Result<OpenedShare>> {
  const outer = parsed(text)
  if (!outer.ok) return text.includes(FORMAT) ? broken(outer.failure.detail ?? '') : notOurs
  const version = (outer.value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > FORMAT_VERSION) return newer
  const read = checked(envelope, outer.value, (_, value) => value)
  if ('fault' in read) return text.includes(FORMAT) ? broken(read.fault) : notOurs
  const { manifest, signature, session: inner } = read.value as Envelope
  const said = parsed(manifest)
  const known = said.ok ? checked(manifestShape, said.value, (_, value) => value) : { fault: 'manifest' }
  const { hash, viewer } =
    'fault' in known ? { hash: null, viewer: '' } : (known.value as { hash: string; viewer: string })
  const content = parsed(inner)
  if (!content.ok) return broken(content.failure.detail ?? '')
  const session = readSession(content.value)
  if ('newer' in session) return newer
  if ('fault' in session) return broken(session.fault)
  return ok({
    session: session.session,
    viewer,
    checks: {
      whole: hash !== null && (await hashing.hashOf(bytesOf(inner))) === hash,
      signature: signature ? ((await hashing.verify(signature, bytesOf(manifest))) ? 'good' : 'bad') : 'none',
      fingerprint: signature ? await hashing.fingerprint(signature.key) : null,
    },
  })
}

function parsed(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text))
  } catch (error) {
    return failed('invalid', 'Not JSON.', { detail: String(error) })
  }
}
