import PostalMime, { type Address, type Attachment } from 'postal-mime'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { ReadDocument, ReadWish } from '../../ports/documents.ts'
import { type Collector, createCollector } from './collect.ts'
import { addHtml } from './html.ts'

/** Reads an attachment as a document of its own; given so that a mail in a mail in a mail ends somewhere. */
export type ReadInner = (bytes: Uint8Array, name: string) => Promise<Result<ReadDocument>>

/** Reads a mail: who, when, about what, its text as a person sees it, and what of its attachments can be read. */
export async function readEml(
  bytes: Uint8Array,
  wish: ReadWish,
  inner: ReadInner | null,
): Promise<Result<ReadDocument>> {
  try {
    const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer', forceRfc822Attachments: true })
    const collect = createCollector(wish)
    collect.about = {
      ...named('from', mailbox(mail.from)),
      ...named('to', mail.to?.map(mailbox).join(', ')),
      ...named('cc', mail.cc?.map(mailbox).join(', ')),
      ...named('date', mail.date),
      ...named('subject', mail.subject),
    }
    collect.part({ name: 'mail', ...named('title', mail.subject) })
    for (const [key, value] of Object.entries(collect.about))
      collect.add({ kind: 'paragraph', at: 'mail head', text: `${key}: ${value}` })
    body(mail.text, mail.html, collect)
    for (const attachment of mail.attachments) await attached(attachment, collect, inner)
    return ok(collect.finish('eml'))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return failed('unreadable', 'The mail is damaged and cannot be read.', { detail })
  }
}

const named = <Key extends string>(key: Key, value: string | undefined) =>
  (value?.trim() ? { [key]: value.trim() } : {}) as { [name in Key]?: string } & Record<string, string>

const mailbox = (box: Address | undefined): string =>
  box ? (box.name && box.address ? `${box.name} <${box.address}>` : box.address || box.name) : ''

/** The plain text where it says anything; what only the page beside it says is read as well where the plain one is empty. */
function body(text: string | undefined, html: string | undefined, collect: Collector): void {
  const plain = (text ?? '').trim()
  if (plain === '' || (html && !/\d/.test(plain) && /\d/.test(html))) {
    addHtml(html ?? plain, 'mail ', collect)
    return
  }
  for (const [index, line] of plain.split(/\r\n?|\n/).entries())
    if (line.trim() !== '') collect.add({ kind: 'paragraph', at: `mail line ${index + 1}`, text: line.trimEnd() })
  if (html) hiddenIn(html, collect)
}

/** Only what the page hides: its words are those of the plain text. */
function hiddenIn(html: string, collect: Collector): void {
  const apart = createCollector({ count: 0 })
  addHtml(html, 'mail ', apart)
  for (const each of apart.finish('html').hidden) collect.hide(each)
}

async function attached(attachment: Attachment, collect: Collector, inner: ReadInner | null): Promise<void> {
  const bytes =
    typeof attachment.content === 'string'
      ? new TextEncoder().encode(attachment.content)
      : new Uint8Array(attachment.content)
  const name = attachment.filename || nameFor(attachment.mimeType)
  const at = `attachment "${name}"`
  collect.add({ kind: 'note', what: 'attachment', at, text: `${name} (${attachment.mimeType}, ${bytes.length} bytes)` })
  if (attachment.disposition === 'inline' && attachment.mimeType.startsWith('image/')) return
  const read = inner ? await inner(bytes, name) : null
  if (!read) return
  if (!read.ok) return collect.notice(`The attachment "${name}" was not read: ${read.failure.message}`)
  for (const part of read.value.parts) {
    const index = read.value.parts.indexOf(part)
    collect.part({ ...part, name: read.value.parts.length > 1 ? `${name}, ${part.name}` : name })
    for (const { part: of, ...piece } of read.value.pieces)
      if (of === index) collect.add({ ...piece, at: `${at} ${piece.at}` })
  }
  for (const each of read.value.hidden) collect.hide({ ...each, at: `${at} ${each.at}` })
  for (const each of read.value.notices) collect.notice(`The attachment "${name}": ${each}`)
}

const nameFor = (type: string) =>
  type === 'message/rfc822' ? 'mail.eml' : type === 'text/calendar' ? 'event.ics' : 'attachment'
