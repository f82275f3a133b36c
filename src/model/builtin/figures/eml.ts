import { pageText } from './html.ts'

/** A mail as its reader sees it. Attachments are named, not read. */
export interface Mail {
  from: string
  subject: string
  /** The main heading, where it is a page. */
  heading: string
  date: string
  text: string
  attachments: string[]
}

interface Part {
  headers: Map<string, string>
  body: string
}

/*
 * The steps of the planner are replayed and must not wait, and mail libraries for browsers are asynchronous; hence this
 * small reader of RFC 5322 and MIME. The file was decoded as UTF-8 already, so 8-bit parts of another charset are lost;
 * encoded ones (quoted-printable, base64) are not.
 */

/** Reads a mail: the plain text where there is one, else the text of its HTML. */
export function readMail(source: string): Mail {
  const mail = partOf(source.replace(/\r\n?/g, '\n'))
  const texts = { plain: [] as string[], html: [] as string[], attachments: [] as string[] }
  collect(mail, texts, 0)
  const pages = texts.html.map(pageText)
  const html = pages.map(page => page.text).join('\n')
  const plain = texts.plain.join('\n').trim()
  return {
    from: decodeWords(mail.headers.get('from') ?? ''),
    subject: decodeWords(mail.headers.get('subject') ?? ''),
    date: mail.headers.get('date') ?? '',
    heading: pages.map(page => page.heading).find(Boolean) ?? '',
    text: /\d/.test(plain) || html === '' ? plain : html,
    attachments: texts.attachments,
  }
}

function partOf(source: string): Part {
  const end = source.search(/\n\n/)
  const head = source.startsWith('\n') ? '' : end < 0 ? source : source.slice(0, end)
  const headers = new Map<string, string>()
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return { headers, body: head === '' ? source.slice(1) : end < 0 ? '' : source.slice(end + 2) }
}

const MOST_LEVELS = 10

function collect(part: Part, into: { plain: string[]; html: string[]; attachments: string[] }, level: number) {
  const type = part.headers.get('content-type') ?? 'text/plain'
  const boundary = parameter(type, 'boundary')
  if (/^multipart\//i.test(type) && boundary && level < MOST_LEVELS) {
    for (const inner of piecesOf(part.body, boundary)) collect(partOf(inner), into, level + 1)
    return
  }
  const disposition = part.headers.get('content-disposition') ?? ''
  const name = decodeWords(parameter(disposition, 'filename') ?? parameter(type, 'name') ?? '')
  if (/^attachment/i.test(disposition) || !/^text\//i.test(type)) {
    into.attachments.push(name || type.split(';')[0]!.trim())
    return
  }
  const text = decodeBody(
    part.body,
    part.headers.get('content-transfer-encoding') ?? '',
    parameter(type, 'charset') ?? 'utf-8',
  )
  if (/^text\/html/i.test(type)) into.html.push(text)
  else into.plain.push(text)
}

function piecesOf(body: string, boundary: string): string[] {
  const pieces: string[][] = []
  for (const line of body.split('\n')) {
    if (line.trimEnd() === `--${boundary}--`) break
    if (line.trimEnd() === `--${boundary}`) pieces.push([])
    else pieces.at(-1)?.push(line)
  }
  return pieces.map(lines => lines.join('\n'))
}

function parameter(header: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header)
  return match ? (match[1] ?? match[2] ?? null) : null
}

function decodeBody(body: string, encoding: string, charset: string): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return decodeBytes(base64Bytes(body), charset)
    case 'quoted-printable':
      return decodeBytes(quotedBytes(body.replace(/[ \t]+$/gm, '').replace(/=\n/g, '')), charset)
    default:
      return body
  }
}

function base64Bytes(text: string): Uint8Array {
  const clean = text.replace(/[^A-Za-z0-9+/]/g, '')
  const whole = clean.slice(0, clean.length - (clean.length % 4 === 1 ? 1 : 0))
  return Uint8Array.from(atob(whole), char => char.charCodeAt(0))
}

function quotedBytes(text: string): Uint8Array {
  const bytes: number[] = []
  const encoder = new TextEncoder()
  for (const [piece, hex] of text.matchAll(/=([0-9A-Fa-f]{2})|[^=]+|=/g))
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16))
    else bytes.push(...encoder.encode(piece))
  return Uint8Array.from(bytes)
}

const KNOWN =
  /^(?:us-ascii|utf-?8|utf-16(?:le|be)?|iso-8859-\d{1,2}|latin-?1|windows-125\d|koi8-[ru]|shift[-_]jis|euc-jp|iso-2022-jp|euc-kr|gbk?|gb2312|gb18030|big5|macintosh)$/i

/** A charset nobody knows is read as UTF-8. */
const decodeBytes = (bytes: Uint8Array, charset: string) =>
  new TextDecoder(KNOWN.test(charset) ? charset.replace(/^latin-?1$/i, 'iso-8859-1') : 'utf-8').decode(bytes)

/** `=?utf-8?Q?M=C3=BCller?=` and its base64 sister, as headers carry them. */
const decodeWords = (text: string) =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?*]+)(?:\*[^?]*)?\?([QB])\?([^?]*)\?=/gi, (_, charset: string, kind: string, words: string) =>
      decodeBytes(kind.toUpperCase() === 'B' ? base64Bytes(words) : quotedBytes(words.replace(/_/g, ' ')), charset),
    )
