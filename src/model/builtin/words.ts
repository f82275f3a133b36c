/**
 * Turns a request into a line of concepts that rules can match: `sort the files by month` becomes
 * `ORGANISE the FILES by MONTH`. Words nobody listed stay as they are, in lower case.
 */

/** Words of one concept, with their usual endings; English first, then German and French. */
const VOCABULARY: Record<string, string> = {
  ORGANISE:
    'organise organize reorganise reorganize organisation organization sort sorted tidy declutter arrange group categorise categorize classify sortiere sortieren ordne ordnen aufraumen trie trier classe classer ranger organisiere structure structured separate distribute split divide regroup ordnung ordre sorting sortier sortieren classify cluster',
  MESS: 'mess chaos heap jumble messy clutter durcheinander unordnung bazar desordre dump shambles',
  ALL: 'everything stuff things alles tout',
  FILES:
    'files photos pictures images pics scans documents docs pdfs screenshots dateien fotos bilder dokumente fichiers photographs',
  FILE: 'file photo picture image scan document pdf datei dokument fichier',
  FOLDERS: 'folders subfolders directories unterordner dossiers sousdossiers',
  FOLDER:
    'folder subfolder directory dir downloads desktop archive ordner verzeichnis dossier repertoire drive disk usb',
  RECEIPT:
    'receipt receipts invoice invoices bill bills slips expense expenses spending quittung quittungen beleg belege rechnung rechnungen recu recus facture factures depenses ausgaben',
  TABLE: 'table spreadsheet sheet excel tabelle tableau worksheet',
  TABLES: 'tables spreadsheets sheets tabellen tableaux worksheets tabular',
  CSV: 'csv csvs tsv tsvs json xlsx',
  DATA: 'exports datasets columns column rows dataset',
  FIGURE:
    'figures totals total amount amounts cost costs vat tax taxes sum sums price prices spend spent paid charged charge charges claim tally net gross betrag betrage summe summen montant montants taxe mwst tva',
  MERGE:
    'merge combine join concat concatenate unify stack append consolidate fuse zusammenfuhren zusammenfugen verbinde vereinige fusionne fusionner combiner kombiniere union collapse regroupe regrouper zusammenstellen zusammengefuhrt join joined stitch bundle unite zusammenfassen',
  SUMMARY:
    'summarise summarize summary summaries overview inventory describe description uberblick zusammenfassung resume resumer apercu inventaire inventar recap report rundown gist catalogue catalog index',
  CONTENT: 'contents content contain contains contained inhalt contenu contient enthalt',
  DUPLICATES:
    'duplicates duplicate duplicated dupes dupe doubles doublette doubletten duplikate doppelt doppelte doppelten doublon doublons dups double duplication duplicates',
  DEDUPE: 'dedupe deduplicate deduplication dedup',
  TWICE: 'twice identical equal redundant repeated identisch identische identiques superfluous mehrfach',
  COPIES: 'copies kopien',
  SAME: 'same gleich gleiche gleichen meme memes',
  RENAME: 'rename renames renaming renamed umbenennen umbenannt renomme renommer retitle renumber',
  NAMES: 'filename filenames names titles namen noms',
  QUOTE:
    'quotes quote quotations quotation citations citation passages passage excerpts excerpt sentences sentence zitate zitat textstellen stellen snippets statements statement phrases wording remarks extracts paragraph paragraphs comments',
  MENTION: 'mention mentions mentioning mentioned mentionne erwahnt parlent parle',
  ABOUT: 'about on regarding concerning uber sur around',
  SOURCES:
    'notes interviews transcripts letters emails diaries texts notizen essays articles books reports memos minutes speeches papers protocols',
  SAY: 'say says said saying talk talks talking wrote discuss discusses sagen sagt disent',
  COLLECT:
    'collect gather compile extract pull list get find assemble sammle sammeln rassemble rassembler extrahiere show read',
  DELETE: 'delete trash remove discard erase losche loschen supprime supprimer entferne',
  MONTH: 'month months monthly monat monaten mois year years yearly jahr annee date dates datum',
  KIND: 'kind kinds type types category categories extension extensions format formats typ art dateityp topic topics subject subjects project projects client clients thema themen sujet sujets',
  LOWER: 'lowercase uppercase lowercased capitals capital kleinbuchstaben minuscules',
  REPLACE: 'replace swap change strip consistent underscore underscores dash dashes hyphens hyphen ersetze remplace',
  PREFIX: 'prefix suffix prepend',
  NUMBER:
    'number numbers numbered numbering nummeriere numerote sequential sequentially nummerieren durchnummerieren durchnummeriert numeroter',
}

/** Expressions of several words, looked for before single words. */
const PHRASES: [RegExp, string][] = [
  [/"[^"]*"|“[^”]*”|«[^»]*»/g, ' QUOTED '],
  [/\{[a-z:0-9]+\}/g, ' PATTERN '],
  [/->|=>|→/g, ' into '],
  [/\S*\*\.?(csv|tsv|json)\b|\b[\w-]+\.(csv|tsv)\b/g, ' CSV '],
  [/\*+(\/\*)?\.\w+|\*\.\{[^}]*\}/g, ' FILES '],
  [/\b(clean|cleaned|cleaning|tidy|tidied|straighten)( (\w+ ){0,4}?)(up|out)\b/g, ' ORGANISE $2 '],
  [/\b(some|into|in) order\b|\border into\b/g, ' ORGANISE '],
  [/\brange (ce|le|les|mes|mon)\b/g, ' ORGANISE '],
  [/\brae?ume?n? (.{0,40}?)\bauf\b/g, ' ORGANISE $1 '],
  [/\b(the|all) (\S+) together,? (and )?(all )?(the )?(\S+) together\b/g, ' ORGANISE FILES '],
  [
    /\b(biggest|largest|oldest|newest) (and (biggest|largest|oldest|newest) )?(files|things|folders|documents)\b|\b(takes?|taking|eats?|eating|uses?|using) (up )?the most (disk )?space\b/g,
    ' MOSTSPACE ',
  ],
  [/\bunder control\b|\bstraighten (up|out)\b/g, ' ORGANISE '],
  [/\bbenenne? (.{0,60}?)\bum\b/g, ' RENAME $1 '],
  [/\bfuge? (.{0,60}?)\bzusammen\b/g, ' MERGE $1 '],
  [/\bfass?e? (.{0,60}?)\bzusammen\b/g, ' SUMMARY $1 '],
  [
    /\bfile ?names?\b|\bdateinamen\b|\bname of (every|each) file\b|\bnames of (these|the|my|all)( \w+)? files\b/g,
    ' FILENAMES ',
  ],
  [/\ben double\b|\bdouble files?\b|\bmore than once\b/g, ' DUPLICATES '],
  [/\bmore than one (place|folder|copy|version)\b|\b(two|2) or (three|3) times\b|\bde-dup\w*/g, ' TWICE '],
  [
    /\b(exactly|precisely) the same\b|\bone version of\b|\b(every|each) (second|other|extra) copy\b|\bonly once\b|\b(only |just )?one copy of\b|\b(spare|extra) (copies|ones)\b/g,
    ' TWICE ',
  ],
  [
    /\b(exact|original|own|their) (words?|wording)\b|\bword for word\b|\b(parts?|bits|places|lines) (?=about|on|where|that mention)/g,
    ' QUOTE ',
  ],
  [/\b(dealing|to do|deals?) with\b|\brelated to\b|\b(zum|zu dem) thema\b|\bparle(nt)? de\b/g, ' ABOUT '],
  [
    /\b(several|multiple|two|2|many) times\b|\bone of each\b|\b(copies|duplicates|same|versions) of each other\b/g,
    ' TWICE ',
  ],
  [/\bhow much\b(?! (disk )?space)/g, ' FIGURE '],
  [/\badd (\w+ )?up\b/g, ' FIGURE '],
  [/\bget rid of\b|\bthrow (away|out)\b|\bbin\b/g, ' DELETE '],
  [/\b(lower|upper)[ -]?case\b|\bsmall letters\b/g, ' LOWER '],
  [
    /\bhow (big|old|large|much space)\b|\b(takes?|taking|eats?|eating) up (the |my |all the |so much )?(disk )?space\b/g,
    ' HOWBIG ',
  ],
  [/\b(put|bring|stick|glue) (.{0,60}?)\btogether\b/g, ' MERGE $2 '],
]

/** What a rule of ours never acts on is taken out before anything is scored: "don't delete anything". */
const NEGATED =
  /\b(do not|don'?t|dont|without|never|no need to|not|nicht|ohne|sans|kein[e]?)\s+[^\s.,;!?]+(\s+(?!but\b|and\b|just\b|only\b|please\b|find\b|sort\b|put\b)[^\s.,;!?]+){0,4}/g

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/[’`´]/g, "'")
    .toLowerCase()

/** Words that look like a listed one with a slip of the finger, and are none. */
const NOT_A_SLIP = new Set(
  'quite remote remaining mouth mouths older holder filled tables stable cable coat sheep shoot totally folded organic dates doubt'.split(
    ' ',
  ),
)
const CONCEPTS = new Map(
  Object.entries(VOCABULARY).flatMap(([concept, words]) => words.split(' ').map(word => [word, concept] as const)),
)
/** Four letters are mended to these only: `mege`. Most four-letter words are words of their own. */
const MENDED_SHORT = ['merge', 'quote', 'table', 'dupes']
const LONG_WORDS = [...CONCEPTS.keys()].filter(word => word.length >= 5)

/** The request as concepts, sentence ends as `.`. */
export function conceptsOf(request: string): string {
  let text = plain(request)
  for (const [pattern, concept] of PHRASES) {
    if (concept === ' QUOTED ') text = text.replace(NEGATED, ' ')
    text = text.replace(pattern, concept)
  }
  return text
    .replace(/([.;:!?\n]+)(\s|$)/g, ' . ')
    .replace(/[,()]+(\s|$)/g, ' ')
    .replace(/\bwhats\b/g, 'what is')
    .replace(/'s\b/g, ' is')
    .replace(/\b[ld]'(?=\w)/g, '')
    .replace(/\b(csv|tsv|json|pdf|excel)-(?=[a-z])/g, '$1 ')
    .split(/[\s/]+/)
    .map(word => word.replace(/^['(-]+|['):-]+$/g, ''))
    .filter(word => word !== '')
    .map(conceptOf)
    .join(' ')
}

function conceptOf(word: string): string {
  if (/^[A-Z]+$/.test(word)) return word
  const known =
    CONCEPTS.get(word) ??
    CONCEPTS.get(word.replace(/(ing|ed|d|s)$/, '')) ??
    CONCEPTS.get(word.replace(/(ing|ed)$/, 'e'))
  if (known) return known
  if (word.length < 4 || NOT_A_SLIP.has(word)) return word
  const most = word.length >= 10 ? 2 : 1
  const near = (word.length === 4 ? MENDED_SHORT : LONG_WORDS).find(
    each => each[0] === word[0] && distance(each, word) <= most,
  )
  return near ? CONCEPTS.get(near)! : word
}

/** Slips between two words: a letter too many, too few, wrong, or two swapped. Above 2 it is only "far". */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

/** Replaces "today", "this year", "last month" by the dates they mean, so that jobs need no clock. */
export function resolveDates(request: string, now: number): string {
  const today = new Date(now)
  const day = (date: Date) => date.toISOString().slice(0, 10)
  const monthBefore = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1))
  return request
    .replace(/\btoday('s date)?\b/gi, day(today))
    .replace(/\byesterday\b/gi, day(new Date(now - 86_400_000)))
    .replace(/\bthis year\b/gi, String(today.getUTCFullYear()))
    .replace(/\blast year\b/gi, String(today.getUTCFullYear() - 1))
    .replace(/\bthis month\b/gi, day(today).slice(0, 7))
    .replace(/\blast month\b/gi, day(monthBefore).slice(0, 7))
}
