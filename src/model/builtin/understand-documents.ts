import { fold } from './figures/words.ts'
import { mentionsIn } from './jobs/convert/slots.ts'

/*
 * Two jobs are known by names of formats and of things people fill in, which for the other jobs are only kinds of files. They are
 * looked for in the words as they were written, and before all others.
 */

const FORMAT =
  '(?:docx|word|pdfs?|xlsx|xls|ods|excel|spreadsheets?|workbooks?|csvs?|tsvs?|md|markdown|html?|web ?pages?|txt|plain text|text files?)'
const WORDS = (most: number) => `(?:[^\\s]+\\s+){0,${most}}?`
const FILLERS = '(?:an?|the|one|eine?|proper|real|nice|separate|plain|\\*?\\.)*'
const INTO = '(?:to|into|as|in|nach|zu|als|en|become)'
const THINGS =
  '(?:files?|documents?|docs|pages?|notes?|letters?|tables?|sheets?|texts?|everything|dateien|dokumente?|fichiers?|tabellen?|this|these|them|those|it|all|[\\w-]+\\.\\w{2,5})'
const VERB =
  '(?:convert\\w*|konvertier\\w*|convertis\\w*|convertir|wandle?|umwandel\\w*|umgewandelt|transform\\w*|reformat\\w*)'
const ASK =
  '(?:turn|change|export\\w*|save|need|want|have|like|give|make|produce|create|generate|get|render|print|write|output|speicher\\w*|mach\\w*|exportier\\w*|enregistre\\w*|transforme\\w*)'

const CONVERT: [number, RegExp][] = [
  [0.9, new RegExp(`\\bmach\\w* aus .*\\b${FORMAT}\\b.* ${FORMAT}\\b`)],
  [0.95, new RegExp(`\\b${VERB}\\b.*?(?:\\b|\\.)${FORMAT}\\b`)],
  [
    0.9,
    new RegExp(`(?:\\b|\\.)${FORMAT}\\b[^.,;!?]*? (?:${INTO}|->|=>|→) ${FILLERS} ?\\.?(?:[\\w-]+\\.)?${FORMAT}\\b`),
  ],
  [0.9, new RegExp(`\\b${FORMAT} ?(?:->|=>|→|2) ?${FORMAT}\\b`)],
  [0.9, new RegExp(`\\b${ASK}\\b ${WORDS(6)}${THINGS}\\b ${WORDS(4)}${INTO} ${FILLERS} ?\\.?${FORMAT}\\b`)],
  [
    0.85,
    new RegExp(
      `^(?:please |all |my |the |these |this )*${THINGS} ${WORDS(3)}(?:to|into|as|als|en) ${FILLERS} ?${FORMAT}\\b`,
    ),
  ],
  [
    0.9,
    new RegExp(
      `(?:\\b${ASK}\\b ${WORDS(3)}|^(?:an? |the |please )*)${FORMAT}(?: (?:documents?|files?|versions?|cop(?:y|ies)|fassung(?:en)?|dateien?))* (?:out of|from|of|for|aus|von|de) ${WORDS(5)}(?:${THINGS}|${FORMAT})\\b`,
    ),
  ],
]
const NOT_CONVERT =
  /\b(?:receipts?|invoices?|bills?|expenses?|slips|belege?n?|rechnung\w*|quittung\w*|factures?|recus?|merge\w*|combin\w+|join|stack|append|concat\w*|one (?:big |single )?(?:table|csv|file|sheet|spreadsheet|list|excel)|single|master|together|zusammen\w*|duplicates?|dupes?|rename|names?|quotes?|summary|summari[sz]e|overview|inventory|report (?:on|about)|translate\w*|videos?|pictures?|photos?|images?|mp3|mp4|audio|currency|currencies|miles|kilomet\w+|euros?|dollars?|about|rows?|columns?|chart|how (?:do|can|would|should|to)|sort|organi[sz]e|folders? (?:for|by|per)|move|delete|totals?|sums?|for (?:each|every) (?:row|line|person|entry))\b/

const PAPER =
  '(?:letters?|documents?|certificates?|contracts?|invitations?|badges?|cards?|decks?|labels?|diplomas?|vouchers?|offers?|invoices?|forms?|pages?|urkunden?|briefe?|dokumente?|vertrage?|einladung(?:en)?|lettres?|files?|cop(?:y|ies)|presentations?|one)'
const EACH =
  '(?:each|every|everyone|everybody|all|jede[nrms]?|chaque|per|alle|the (?:names|people|rows|data|values|list|table|addresses|records?)|my (?:list|table|customers|members))'
const DATA =
  '(?:rows?|tables?|lists?|spreadsheets?|sheets?|csv|xlsx|excel|data|records?|lines?|entr(?:y|ies)|names|addresses|members?|customers?|people|person|everyone|everybody|participants?|guests?|students?|orders?|each|every|columns?|values?|zeilen?|tabellen?|liste|lignes?|tableau|daten|adressen|kunden|\\{\\{)'
const TEMPLATE =
  '(?:templates?|[\\w-]*template\\.\\w+|vorlagen?|modeles?|plantillas?|form letters?|placeholders?|platzhalter|\\{\\{)'

const FILL: [number, RegExp][] = [
  [0.95, /\bmail[- ]?merges?\b|\bserien(?:brief|dokument)\w*|\bpublipostage\b/],
  [
    0.9,
    new RegExp(
      `^(?=.*(?:\\b|\\{)${TEMPLATE})(?=.*(?:\\b|\\{)${DATA}(?![a-z]))(?=.*\\b(?:fill\\w*|populate\\w*|complete\\w*|use|using|from|with|merge|create|generate|make|write|take|replace|insert|put|full\\w*|ausfull\\w*|befull\\w*|remplis\\w*|erstell\\w*|letters|for)\\b)`,
    ),
  ],
  [
    0.85,
    new RegExp(
      `\\b(?:an?|one|own|the same|personali[sz]ed|individual|eine?|je ein\\w*|un|une) (?:[a-z-]+ ){0,2}${PAPER} (?:for|per|to|pro|fur|pour) (?:each|every|everyone|everybody|jede\\w*|chaque|row|line|entry|record|person|participant|customer|member|student|zeile|all)\\b`,
    ),
  ],
  [
    0.85,
    new RegExp(
      `\\b(?:letters|certificates|invitations|badges|contracts|diplomas|documents|labels|urkunden|briefe|einladungen)\\b.*\\b(?:for|to|fur|pour|with the names|from the list)\\b ?(?:of )?${EACH}\\b.*`,
    ),
  ],
  [
    0.9,
    new RegExp(
      `\\b(?:fill|populate|complete|ausfullen|fulle|remplis)\\b.*?\\b(?:[\\w-]+\\.(?:docx|pptx)|letter|certificate|form|template|it)\\b.*\\b(?:for|from|with|mit|fur|pour|once)\\b.*\\b${DATA}`,
    ),
  ],
  [
    0.85,
    /^(?=.*\.(?:docx|pptx)\b)(?=.*\.(?:csv|xlsx|ods|tsv)\b).*\b(?:each|every\w*|names?|per|letters|certificates|rows?|people|customers?|badges)\b/,
  ],
  [0.85, /\bpersonali[sz]ed (?:letters?|documents?|invitations?|certificates?|offers?|contracts?)\b/],
]
const NOT_FILL =
  /^send\b|\b(?:tax return|cv|resume|glass|translate\w*|missing values?|application form|how (?:do|can|would|should|to)|what|which|who|where|landlord|rename|duplicates?|folders? (?:for|per)|sort|organi[sz]e)\b/

const score = (text: string, says: readonly [number, RegExp][], unless: RegExp) =>
  // What a file is called says nothing of what is wanted: `summary.md`.
  unless.test(text.replace(/[\w-]+\.\w{2,5}\b/g, ' '))
    ? 0
    : Math.max(0, ...says.flatMap(([sure, rule]) => (rule.test(text) ? [sure] : [])))

/** How surely a request asks for one of the two jobs, by the job's id. */
export const documentScores = (request: string): { fill: number; convert: number } => {
  const text = fold(request).replace(/\s+/g, ' ').trim()
  const fill = score(text, FILL, NOT_FILL)
  const formats = mentionsIn(text).map(one => one.format)
  const same = formats.length > 1 && new Set(formats).size === 1
  return { fill, convert: fill > 0 || same ? 0 : score(text, CONVERT, NOT_CONVERT) }
}
