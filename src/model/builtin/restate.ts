import type { Slot } from './job.ts'

const MOST = 2000
const LONGEST_VALUE = 400

const lineOf = ({ name, value }: Slot) =>
  `${name}: ${value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value}`

/** The job as lines that the person may edit: `Columns: date, vendor, total`. */
export function restate(slots: readonly Slot[]): string {
  const lines: string[] = []
  for (const slot of slots) {
    const line = lineOf(slot)
    if ([...lines, line].join('\n').length <= MOST) lines.push(line)
  }
  return lines.join('\n')
}

export interface ReadBack {
  slots: Slot[]
  /** Lines that name no slot. */
  unknown: string[]
}

const AGREED = /^(ok(ay)?|yes|yep|sure|fine|go( ahead)?|looks good|good|ja|oui)[.!]?$/i

/** Reads the edited lines back. What is missing or was not touched keeps its value; a slot left empty becomes empty. */
export function readBack(answer: string, slots: readonly Slot[]): ReadBack {
  const unknown: string[] = []
  const edited = new Map<string, string>()
  for (const raw of answer.split('\n')) {
    const line = raw.replace(/^\s*(?:[-*•]\s+)?/, '').trim()
    if (line === '' || AGREED.test(line)) continue
    const match = /^([^:=]+?)\s*[:=]\s*(.*)$/s.exec(line)
    const slot = match && slots.find(each => plainName(each.name) === plainName(match[1]!))
    if (!slot) unknown.push(line)
    else if (line !== lineOf(slot).trim()) edited.set(slot.name, match[2]!.trim())
  }
  return { slots: slots.map(slot => ({ ...slot, value: edited.get(slot.name) ?? slot.value })), unknown }
}

const plainName = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

export const recordOf = (slots: readonly Slot[]): Record<string, string> =>
  Object.fromEntries(slots.map(({ name, value }) => [name, value]))
