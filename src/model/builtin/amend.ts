import type { Slot } from './job.ts'

type Change = (request: string, slots: readonly Slot[]) => { name: string; value: string } | null

/**
 * A follow-up to a job that was done: "add a tax column", "only 2026", "call it spending.csv". Gives the one slot it changes, or
 * null when it is not plainly such a follow-up.
 */
export function amend(request: string, slots: readonly Slot[]): { name: string; value: string } | null {
  const text = request.trim().replace(/[.!]+$/, '')
  if (text.length > 120) return null
  const changes = CHANGES.flatMap(change => change(text, slots) ?? [])
  const different = new Map(changes.map(change => [`${change.name}=${change.value}`, change]))
  return different.size === 1 ? [...different.values()][0]! : null
}

const slotLike = (slots: readonly Slot[], pattern: RegExp) => slots.find(slot => pattern.test(slot.name))
const partsOf = (value: string) => value.split(/\s*,\s*/).filter(part => part !== '')
const namesIn = (text: string) =>
  text
    .split(/\s*(?:,|\band\b)\s*/i)
    .map(name =>
      name
        .replace(/^(?:an?|the|my)\s+/i, '')
        .replace(/["'“”]/g, '')
        .trim()
        .toLowerCase(),
    )
    .filter(name => name !== '')

const addColumn: Change = (request, slots) => {
  const slot = slotLike(slots, /column/i)
  const match =
    /\b(?:add|include|with|plus|also|want|need)\b(?: also)? (?:me )?(?:an? |the |one )?(?:more |extra |new )?(?:columns? (?:for |with |called |named )?(?:the )?(.+)|(.+?) columns?)(?: too| as well)?$/i.exec(
      request,
    )
  const names = match ? namesIn(match[1] ?? match[2]!) : []
  if (!slot || names.length === 0) return null
  const there = partsOf(slot.value)
  const added = names.filter(name => !there.some(part => part.toLowerCase() === name))
  return added.length === 0 ? null : { name: slot.name, value: [...there, ...added].join(', ') }
}

const removeColumn: Change = (request, slots) => {
  const slot = slotLike(slots, /column/i)
  const match =
    /\b(?:remove|drop|without|leave out|skip|no)\b (?:the )?(?:columns? (?:for |called |named )?(?:the )?(.+)|(.+?) columns?)$/i.exec(
      request,
    )
  const names = match ? namesIn(match[1] ?? match[2]!) : []
  if (!slot || names.length === 0) return null
  const kept = partsOf(slot.value).filter(part => !names.includes(part.toLowerCase()))
  return kept.length === partsOf(slot.value).length || kept.length === 0
    ? null
    : { name: slot.name, value: kept.join(', ') }
}

const FILE_NAME = /["“]?([^\s"“”/\\:?*<>|]+\.[a-z0-9]{2,5})["”]?$/i

/** A table may become a table of another format, a text another text. */
const KINDS = [/\.(?:csv|tsv|xlsx|ods)$/i, /\.(?:md|txt|docx|pdf|html)$/i]

const callIt: Change = (request, slots) => {
  const match =
    /\b(?:call|name|save|write|put|rename)\b.*?\b(?:it|them|this|that|result|table|file|as|to|into)\b/i.test(request) &&
    FILE_NAME.exec(request)
  if (!match) return null
  const ending = match[1]!.slice(match[1]!.lastIndexOf('.')).toLowerCase()
  const files = slots.filter(slot => /^[^,*]+\.[a-z0-9]{2,5}$/i.test(slot.value))
  const kind = KINDS.find(each => each.test(ending))
  const slot =
    files.find(each => each.value.toLowerCase().endsWith(ending)) ??
    files.find(each => kind?.test(each.value)) ??
    (files.length === 1 ? files[0] : undefined)
  return slot ? { name: slot.name, value: match[1]! } : null
}

const by: Change = (request, slots) => {
  const match =
    /^(?:and |now |please |also |rather |instead )*(?:totals? |sums? |grouped )?(?:also )?(?:by|per) (?:the )?(.+?)(?: too| as well| instead| please)*$/i.exec(
      request,
    )
  if (!match) return null
  const wanted = match[1]!.toLowerCase()
  const how = slotLike(slots, /^how$/i)
  if (how) return { name: how.name, value: `by ${wanted}` }
  const totals = slotLike(slots, /total|group|sum/i)
  if (!totals || partsOf(totals.value).some(part => part.toLowerCase().includes(wanted))) return null
  const like = /^(per|by) /i.exec(totals.value)?.[0].toLowerCase() ?? ''
  return { name: totals.name, value: [...partsOf(totals.value), `${like}${wanted}`].join(', ') }
}

const only: Change = (request, slots) => {
  const match =
    /^(?:and |now |please |but )*(?:only|just)(?: for| from| in| the| those (?:from|of))* (.+?)(?: please)?$/i.exec(
      request,
    )
  if (!match) return null
  const wanted = match[1]!.trim()
  const period = slotLike(slots, /period|year|dates?$|time|when|only/i)
  if (/^(?:[a-z]+ )?\d{4}(?:-\d{2})?(?:\s*(?:-|to)\s*\d{4}(?:-\d{2})?)?$/i.test(wanted))
    return period ? { name: period.name, value: wanted } : null
  const files = slotLike(slots, /^(files|which files|look in|from)$/i)
  return files && /[*/]|^\S+\.[a-z0-9]{2,5}$/i.test(wanted) ? { name: files.name, value: wanted } : null
}

/** `Into: other.csv`, or "set columns to date, total". */
const named: Change = (request, slots) => {
  const match = /^(?:please )?(?:set|change|make)? ?(?:the )?([\p{L} ]+?)(?: to | should be |\s*[:=]\s*)(.+)$/iu.exec(
    request,
  )
  const slot = match && slots.find(each => each.name.toLowerCase() === match[1]!.trim().toLowerCase())
  return slot ? { name: slot.name, value: match[2]!.trim() } : null
}

const CHANGES: Change[] = [addColumn, removeColumn, callIt, by, only, named]
