import { linesIn, type Piece, piecesOf, tableIn } from './packed.ts'
import type { Table } from './table.ts'

/** A mail as its reader sees it, and what is in its attachments. */
export interface Mail {
  from: string
  subject: string
  date: string
  /** The main heading, where it is a page. */
  heading: string
  lines: string[]
  attachments: Attachment[]
}

export interface Attachment {
  name: string
  /** Empty where it could not be read. */
  lines: string[]
  table?: Table
}

const HEAD = /^(from|subject|date): (.*)$/
const INSIDE = /^attachment "(.*?)"(?: (.*))?$/
const NAMED = /^\[attachment "(.*?)"\] \(attachment\) /

/** Takes the body that `read_document` gives of a mail apart. */
export function mailOf(body: string): Mail {
  const head = new Map<string, string>()
  const own: Piece[] = []
  const inside = new Map<string, Piece[]>(
    body.split('\n').flatMap(line => {
      const name = NAMED.exec(line)?.[1]
      return name === undefined ? [] : [[name, []] as const]
    }),
  )
  for (const piece of piecesOf(body)) {
    const attached = INSIDE.exec(piece.at)
    const field = piece.at === 'mail head' ? HEAD.exec(piece.text) : null
    if (field) head.set(field[1]!, field[2]!)
    else if (attached)
      inside.set(attached[1]!, [...(inside.get(attached[1]!) ?? []), { at: attached[2] ?? '', text: piece.text }])
    else if (piece.at !== 'mail head') own.push(piece)
  }
  return {
    from: head.get('from') ?? '',
    subject: head.get('subject') ?? '',
    date: head.get('date') ?? '',
    heading: own.flatMap(({ text }) => /^# (.*)/.exec(text)?.[1] ?? [])[0] ?? '',
    lines: linesIn(own),
    attachments: [...inside].map(([name, pieces]) => {
      const table = /\.(?:xlsx?|ods|csv|tsv)$/i.test(name) ? tableIn(pieces) : null
      return { name, lines: linesIn(pieces), ...(table ? { table } : {}) }
    }),
  }
}
