/** What a request to rename says about the new names. What it leaves open keeps the old name. */
export interface Wish {
  files: string
  pattern: string
  replace: string
  by: string
  letters: string
  spaces: string
  start: number
}

const QUOTED = '["“«\']([^"”»\']*)["”»\']'

/** Reads the wish out of the words. Deterministic, and shown for correction before anything happens. */
export function wishOf(request: string): Wish {
  const text = request.replace(/[’`]/g, "'")
  const { replace, by } = replacement(text)
  return {
    files: filesOf(text),
    pattern: patternOf(text, replace !== ''),
    replace,
    by,
    letters:
      /upper[ -]?case(?! (file ?)?names? to)|\bcapitals\b/i.test(text) && !/\bto lower/i.test(text)
        ? 'upper case'
        : /lower[ -]?case|small letters|minuscule|kleinbuchstab/i.test(text)
          ? 'lower case'
          : 'as they are',
    spaces: spacesOf(text),
    start: Number(
      /\b(?:start(?:ing)?|begin(?:ning)?|from)(?: at| with| from)? (\d{1,6})\b/i.exec(text)?.[1] ??
        sampleOf(text)?.first ??
        1,
    ),
  }
}

function filesOf(text: string): string {
  const glob = /(?<![\w"])(\*\*?\/?\*?\.(?:\w+|\{[\w,]+\})|[\w-]+\/\*(?:\.\w+)?)/.exec(text)
  if (glob) return glob[1]!
  if (/\b(photos?|pictures?|images?|fotos?|bilder)\b/i.test(text)) return 'photos'
  const ending = /\b(pdf|jpg|jpeg|png|txt|docx?|mp3|csv)s?\b(?: files?)?/i.exec(text)
  return ending ? `*.${ending[1]!.toLowerCase()}` : 'all'
}

/** "holiday-001, holiday-002": the text before the number, its width and where it starts. */
function sampleOf(text: string): { before: string; width: number; first: number } | null {
  const match =
    /(?<![\p{L}\p{N}{])(\p{L}[\p{L} ]*?[-_ ]?)(\d+)\b(?:\.\w{2,4})?(?=\s*(?:,|and\b|\.\.|…|etc))/iu.exec(text) ??
    /\b(?:like|called|to|named) (\p{L}[\p{L}]*[-_ ])(\d+)\b(?:\.\w{2,4})?/iu.exec(text)
  if (!match) return null
  const before = match[1]!.replace(/^.*\b(?:to|called|named|like|be|as|in) /i, '')
  return { before, width: match[2]!.length, first: Number(match[2]) }
}

function patternOf(text: string, replaces: boolean): string {
  const given = /[^\s{}"“]*\{\w+(?::\d)?\}(?:[ _.-]*[^\s{}"”]*\{\w+(?::\d)?\})*[^\s{}"”,.;]*/.exec(text)
  if (given) return given[0]
  const sample = sampleOf(text)
  if (sample) return `${sample.before}{number${sample.width > 1 ? `:${sample.width}` : ''}}`
  const atEnd = /\b(append|suffix|at the end|to the end|after the name)\b/i.test(text)
  const added = new RegExp(`\\b(?:add|put|prefix|prepend|append|suffix)\\b[^"“']*${QUOTED}`, 'i').exec(text)?.[1]
  if (added) return atEnd ? `{name}${added}` : `${added}{name}`
  const starts = /\b(?:start|begin)s? with (?:the (?:word|text) )?["“']?([\p{L}][\p{L}\p{N}-]*)/iu.exec(text)?.[1]
  if (starts && !/^(the|its|their|date|year|a|number)$/i.test(starts)) return `${starts} {name}`
  const part = /\b(re)?number|nummer|numérot|\brunning\b/i.test(text)
    ? 'number'
    : /\bdates?\b|datum|year-month|\d{4}-\d{2}/i.test(text)
      ? 'date'
      : /\byears?\b|\bjahr/i.test(text)
        ? 'year'
        : null
  if (part === 'number' && /\bdates?\b|datum/i.test(text)) return '{date} {number}'
  if (part) return atEnd ? `{name} {${part}}` : `{${part}} {name}`
  const changesOnly =
    replaces || spacesOf(text) !== 'as they are' || /case|small letters|minuscule|kleinbuchstab/i.test(text)
  return changesOnly ? '{name}' : '{date} {name}'
}

function replacement(text: string): { replace: string; by: string } {
  const pair = new RegExp(
    `\\b(?:replace|change|swap|turn|rename|ersetze)\\b[^"“«']*${QUOTED}\\s*(?:with|by|to|into|for|durch)\\s*${QUOTED}`,
    'i',
  ).exec(text)
  if (pair) return { replace: pair[1]!, by: pair[2]! }
  const gone = new RegExp(
    `\\b(?:remove|strip|delete|drop|take out|cut|get rid of|without)\\b[^"“«']*${QUOTED}`,
    'i',
  ).exec(text)
  if (gone) return { replace: gone[1]!, by: '' }
  const word = /\b(?:remove|strip|delete|take out) the (?:word|text|prefix) ([\p{L}\p{N}_-]+)/iu.exec(text)
  return { replace: word?.[1] ?? '', by: '' }
}

function spacesOf(text: string): string {
  if (!/\b(spaces?|blanks?|leerzeichen|espaces?)\b/i.test(text)) return 'as they are'
  return /underscores?|unterstrich|tirets? bas/i.test(text) ? '_' : '-'
}
