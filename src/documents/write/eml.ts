import { failed, ok, type Result } from '../../domain/failure.ts'
import type { MailSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { base64 } from './html.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const ADDRESS = /^(?:(.*?)\s*<([^<>\s]+@[^<>\s]+)>|([^<>\s]+@[^<>\s]+))$/

/** A mail as mail programs import it, marked as not sent yet. Line breaks cannot add headers. */
export function writeEml(mail: MailSpec): Result<Uint8Array> {
  const people = [mail.from, ...mail.to, ...(mail.cc ?? [])]
  const wrong = people.find(person => !ADDRESS.test(oneLine(person)))
  if (wrong !== undefined)
    return failed('invalid', `"${wrong}" is no mail address. Write it like "Ann Li <ann@example.org>".`)
  const date = mail.date === undefined ? null : dateText(mail.date)
  if (mail.date !== undefined && date === null)
    return failed('invalid', `"${mail.date}" is no date. Write it like 2026-11-22T09:30:00Z.`)
  const headers = [
    `From: ${address(mail.from)}`,
    `To: ${mail.to.map(address).join(',\r\n ')}`,
    ...(mail.cc?.length ? [`Cc: ${mail.cc.map(address).join(',\r\n ')}`] : []),
    `Subject: ${words(oneLine(mail.subject))}`,
    ...(date === null ? [] : [`Date: ${date}`]),
    'X-Unsent: 1',
    'MIME-Version: 1.0',
  ]
  const body = mail.html === undefined ? textPart('plain', mail.text) : alternatives(mail.text, mail.html)
  const files = mail.attachments ?? []
  const whole =
    files.length === 0
      ? body
      : multipart('mixed', [body, ...files.map(({ name, type, bytes }) => filePart(name, type, bytes))])
  return ok(new TextEncoder().encode(`${headers.join('\r\n')}\r\n${whole}`))
}

const alternatives = (text: string, html: string) =>
  multipart('alternative', [textPart('plain', text), textPart('html', html)])

function multipart(kind: string, parts: string[]): string {
  // Base64 has no underscore, so no part can hold the line that separates them.
  const boundary = `=_deskhand_${kind}`
  const inner = parts.map(part => `--${boundary}\r\n${part}`).join('\r\n')
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${inner}\r\n--${boundary}--\r\n`
}

const textPart = (kind: 'plain' | 'html', text: string) => {
  const bytes = new TextEncoder().encode(plainText(text).replaceAll('\n', '\r\n'))
  return `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${folded(bytes)}`
}

function filePart(name: string, type: string, bytes: Uint8Array): string {
  const safe = oneLine(name)
  const kind = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i.test(type) ? type : 'application/octet-stream'
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `Content-Type: ${kind}\r\nContent-Disposition: attachment; filename*=UTF-8''${encoded}\r\nContent-Transfer-Encoding: base64\r\n\r\n${folded(bytes)}`
}

const folded = (bytes: Uint8Array) => (base64(bytes).match(/.{1,76}/g) ?? []).join('\r\n')

const oneLine = (text: string) =>
  plainText(text)
    .replace(/[\n\t]+/g, ' ')
    .trim()

function address(person: string): string {
  const [, name, inBrackets, bare] = ADDRESS.exec(oneLine(person)) ?? []
  if (bare !== undefined) return bare
  const plainName = (name ?? '').replace(/^"(.*)"$/, '$1')
  if (plainName === '') return `<${inBrackets}>`
  const isPlain = /^[\x20-\x7e]*$/.test(plainName)
  return `${isPlain ? `"${plainName.replace(/["\\]/g, '\\$&')}"` : words(plainName)} <${inBrackets}>`
}

/** Text of a header: as it is where it is plain, otherwise in encoded words of at most 75 characters. */
function words(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && text.length < 70) return text
  const pieces: string[] = []
  let piece = ''
  for (const character of text) {
    if (new TextEncoder().encode(piece + character).length > 42) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  if (piece !== '') pieces.push(piece)
  return pieces.map(each => `=?utf-8?B?${base64(new TextEncoder().encode(each))}?=`).join('\r\n ')
}

function dateText(iso: string): string | null {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return null
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}
