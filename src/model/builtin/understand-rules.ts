/** How surely a request that matches asks for the job. Matched against the line of concepts. */
export interface Rules {
  says: [number, RegExp][]
  /** A match here means: not this job, whatever else is said. */
  unless: RegExp[]
}

const WORDS = (most: number) => `(?:[^. ]+ ){0,${most}}`
/** The second within a few words after the first, in the same sentence. */
const near = (first: string, second: string, most = 6) => new RegExp(`\\b(?:${first}) ${WORDS(most)}(?:${second})\\b`)
/** Both, anywhere. */
const both = (first: string, second: string) => new RegExp(`^(?=.*\\b(?:${first})\\b).*\\b(?:${second})\\b`)
/** Nothing but this, and politeness. */
const only = (what: string) =>
  new RegExp(
    `^(?:(?:please|pls|plz|bitte|can|could|would|you|u|just|hi|hello|thanks|\\.) )*(?:${what})(?: (?:up|please|pls|plz|\\.|thanks|bitte))*$`,
  )

const THINGS = 'FILES|FILE|FOLDER|FOLDERS|ALL|MESS|COPIES'
const TABULAR = 'TABLE|TABLES|CSV|DATA'

export const RULES: Record<string, Rules> = {
  organise: {
    says: [
      [0.85, near('FOLDER', 'of (their|its|his|her) own', 1)],
      [0.85, /\bFILE (these|those|them|ALL|(the |my |these |all )*FILES) (by|under|according to|into)\b/],
      [0.85, both('(here|place|this|FOLDER|FILES)', 'MESS')],
      [0.9, near('ORGANISE', THINGS, 8)],
      [0.9, near(THINGS, 'ORGANISE', 10)],
      [0.85, both('ORGANISE', 'here')],
      [0.85, both('FILES|FOLDER|FOLDERS|ALL', 'ORGANISE (them|it|these|those|this)')],
      [0.9, near('ORGANISE', 'by (the )?(MONTH|KIND|NAMES|FILENAMES)', 8)],
      [0.85, both('MESS', 'ORGANISE')],
      [0.85, both('FOLDER|FILES', 'MESS')],
      [0.8, near('hier', 'ORGANISE', 3)],
      [0.9, near('put|move|place|create|make|want|into|distribute|need', 'FOLDERS', 8)],
      [0.85, near('put|move|place', '(into|in|to) (an? |its |their |the )?FOLDER (NAMES|called|for|by)', 6)],
      [0.85, near('FILES', 'in (FOLDER|FOLDERS) (verschieben|ablegen|legen)', 5)],
      [0.9, near('FOLDER|FOLDERS', '(for|per|by) (each |every |FILE )?(KIND|MONTH|FILE)')],
      [0.85, /\bput (\S+) with \1\b/],
      [0.85, near('FILE|FILES|ALL', 'where (it|they) belongs?|that belong together')],
      [0.85, /\bFILE ALL away\b|^(please )?FILE (my |the |these |all )*FILES\b/],
      [0.85, near('move|put|drop', '(to|into|in) (an? |the |my )?FILES? FOLDER', 6)],
      [0.85, both('RECEIPT', 'ORGANISE .*(FOLDERS|by (MONTH|KIND))')],
      [0.85, near('own|separate|right|different', 'FOLDER', 1)],
      [0.85, /\bin one FOLDER .*in another\b/],
      [0.85, near('FOLDER', 'for (the |my |all )?FILES', 2)],
      [0.75, only('ORGANISE')],
    ],
    unless: [
      /\bwhat (all )?(is|are) (in|inside|on)\b/,
      /\b(DATA|rows|lines|COLLECT|list) (in|of|from)\b/,
      /\b(DUPLICATES|DEDUPE|TWICE|RENAME|QUOTE|MENTION|HOWBIG)\b/,
      both('RECEIPT', 'TABLE|CSV|FIGURE'),
      /\bthink ABOUT\b/,
      /\bSAME (FILES|CONTENT)\b/,
      near('MERGE', TABULAR),
    ],
  },
  collect: {
    says: [
      [0.8, /\b(do|make|prepare|settle) (the |my |our )*RECEIPT\b(?! for)/],
      [0.9, both('RECEIPT', 'TABLE|CSV')],
      [0.9, both('RECEIPT', 'FIGURE')],
      [0.85, near('COLLECT|SUMMARY|tabulate|process|evaluate', 'RECEIPT', 5)],
      [0.85, near('RECEIPT', 'SUMMARY|COLLECT|data', 2)],
      [
        0.8,
        both(
          'RECEIPT',
          '(line|row|entry|list) (per|for)|per (month|MONTH|vendor|shop|supplier)|accountant|bookkeeping',
        ),
      ],
    ],
    unless: [
      /\b(write|pay|send|draft|issue|cancel|print|explain|forge|DELETE|create|make) (an? |the |my |all |me |open |old |new )*RECEIPT\b/,
      /\bhow (do|does|to) (\S+ )?RECEIPT\b/,
      /\bRECEIPT (number |no |nr )?#?\d+\b/,
      /\b(transfer|bank account|iban|genuine|fake|due)\b/,
      /^(are|is|should|must|when|why|who|may|do i|does)\b/,
      /\b(RENAME|DUPLICATES|template|aloud|loud)\b/,
    ],
  },
  merge: {
    says: [
      [0.85, near('MERGE', '(\\S+ )?data (FILES|FILE)', 4)],
      [0.85, near('rows', '(from|of|out of|in) (every|each|all|these|the) (TABLE|TABLES|CSV)', 2)],
      [0.85, near('TABLES|CSV', '(into|to) (an? |one )?(\\S+ )?one', 3)],
      [0.9, near('MERGE', TABULAR, 8)],
      [0.85, both('TABLES|CSV|DATA', 'MERGE')],
      [
        0.85,
        near(
          'TABLES|CSV|DATA',
          '(into|to|become|as|in|out of|one of|en|dans|zu) (an? |just |the )?(one|single|eine|einer|un|une)',
          10,
        ),
      ],
      [0.85, near('TABLES|CSV', 'one (TABLE|CSV|FILE|list|COLLECT)', 10)],
      [
        0.85,
        near(
          '(one|single) (big )?(TABLE|CSV|FILE)',
          '(from|of|out of) (all )?(the |these |my )?(\\S+ )?(TABLES|CSV|ones)',
          4,
        ),
      ],
      [
        0.85,
        /\b(TABLES|CSV)\b.*\b(one out of them|in one)\b(?! FOLDER)|\b(one out of (these |the |all )*(TABLES|CSV)|(from|aus) (these |the |all |many )*(TABLES|CSV) (FILES )?(one|eine))\b/,
      ],
      [0.8, both('TABLES|CSV', 'together')],
      [0.75, both('TABLES|CSV|DATA', '(one|single|master|eine|einer) (\\S+ )?(TABLE|CSV|FILE|COLLECT|list)')],
      [0.75, both('TABLES|CSV', 'to each other|eine|into one|rows of all')],
      [0.8, both('each in|several|two|three|four|five|many|all', '(single|one) (CSV|TABLE)( \\.|$)')],
      [0.8, near('one|single', '(CSV|TABLE) (of|from|with|out of) (ALL|all|every)', 2)],
    ],
    unless: [
      /\bRECEIPT\b/,
      /\b(git|branch|repo)\b|\bMERGE (the |these )?cells\b/,
      near('DELETE', TABULAR),
      /\b(in|into) (one|an?|another|separate|its own) FOLDERS?\b/,
    ],
  },
  summarise: {
    says: [
      [
        0.75,
        only(
          '(give me|show me|make|write|want|need|i|me|an|a|the|quick|short|brief) (me )?(an? |the )?(quick |short |brief )?SUMMARY',
        ),
      ],
      [0.85, near('FOLDER', 'what is (on|in|inside) it', 4)],
      [0.85, near('FOLDER', '(SAY|tell me|tell) what it is ABOUT', 4)],
      [0.75, /\bMOSTSPACE\b/],
      [0.9, near('SUMMARY', 'FOLDER|FILES|ALL|CONTENT|here', 8)],
      [0.9, near('FOLDER', 'SUMMARY|CONTENT')],
      [0.9, both('CONTENT', 'FOLDER')],
      [
        0.85,
        near('what|was|que', '(in|inside) (all )?(here|there|(this|the|my|that|these|diesem) (FOLDER|FOLDERS))', 5),
      ],
      [0.85, near('what|COLLECT', '(is|are) (all )?(here|there)', 2)],
      [0.9, near('what|which', '(it|FOLDER) CONTENT|(all )?(these|the|those) FILES are', 4)],
      [0.85, near('what|whats', '(this|these|that|the) (ALL|MESS)', 3)],
      [0.85, near('what|tell me|know', '(this|the|my|these|that) FOLDER (is )?ABOUT', 4)],
      [0.85, /\btell me (\S+ )?ABOUT (this|the|my|that|these) (FOLDER|FILES)\b/],
      [0.85, both('HOWBIG|how many FILES', 'FOLDER|FILES|ALL|here|there|they')],
      [0.85, near('KIND', '(are )?(these|the|those|there)? ?FILES (are )?ABOUT', 3)],
      [0.85, near('what|which', 'KIND (of )?FILES (are )?(there|here|in)', 4)],
      [0.8, both('SUMMARY', 'FOLDER|FILES|here')],
      [0.85, near('FOLDER', 'what is (ABOUT|in|inside) it', 3)],
      [0.85, near('what', '(do|have) (we|i|you) (have |got )?(in )?(here|there)', 3)],
      [0.8, near('what|tell me', 'FILES (are )?ABOUT', 4)],
      [0.8, both('FILES|FOLDER', '(main|central|important) (KIND|themes|points)')],
      [0.8, near('(what is|il y a|gibt es|steckt)', 'FOLDER', 4)],
      [0.85, near('KIND', '(FILES|SOURCES) (cover|treat|ABOUT)', 3)],
      [0.8, near('was', 'hier ALL|hier (drin|alles)', 2)],
      [0.75, only('(an? )?(FOLDER )?SUMMARY')],
    ],
    unless: [
      /\b(contract|legal|risks?|agreement|article|chapter|meeting|paragraph|video|lecture|novel|book|movie|film)\b/,
      /\b(RECEIPT|DUPLICATES|DEDUPE|RENAME|MERGE|TWICE|QUOTE|MENTION|NAMES|FILENAMES)\b/,
      near('ORGANISE', THINGS),
    ],
  },
  duplicates: {
    says: [
      [0.85, near('DELETE', 'TWICE|COPIES')],
      [0.9, /\b(DUPLICATES|DEDUPE)\b/],
      [0.9, both('TWICE', 'FILES|FILE|CONTENT|COPIES|ALL|these|here|anything|something|stored|saved')],
      [0.85, near('DELETE', 'COPIES')],
      [0.85, near('FILES|FILE', 'COPIES')],
      [0.85, near('SAME', 'CONTENT')],
      [
        0.85,
        /\bSAME FILES?\b|\bFILES? (that |which )?(are )?(all )?(the )?SAME( \.|$| and| or| as)|\bFILES\b.* are the SAME as\b/,
      ],
      [0.85, near('COLLECT', 'COPIES', 2)],
      [0.75, only('TWICE')],
    ],
    unless: [
      /^(please |can you |could you )*DUPLICATES (this|the|my|that|it|these) (?!DUPLICATES)/,
      /\b(rows?|lines?|words?|DATA) (in|from|of)\b/,
      /\bDUPLICATES (DATA|rows?|lines?|words?)\b/,
      /\bback ?up\b/,
      /\bwhat (is|are|does) (an? )?DUPLICATES\b/,
      /\bDUPLICATES (the work|entry|space|spaced)\b|\bSAY\b|\baddress book\b/,
    ],
  },
  rename: {
    says: [
      [0.85, near('FILE|FILES', '(should |must |to |has to |have to )?(start|begin|end) with', 3)],
      [0.85, only('(batch|bulk|mass) RENAME')],
      [0.85, near('call', '(the |my |these |all )*(FILES|them)', 1)],
      [0.85, both('NUMBER', '(alle|toutes|tous) FILES|FILES NUMBER')],
      [0.85, near('FILES|FILE', 'RENAME', 4)],
      [0.85, /\bRENAME (these|those|them)\b/],
      [0.9, near('RENAME', 'FILES|FILE|ALL|them|PATTERN|NAMES|MONTH|FOLDER')],
      [0.9, both('NAMES|FILENAMES', 'LOWER|REPLACE|NUMBER|PATTERN|PREFIX')],
      [0.9, both('NAMES|FILENAMES', '(front|beginning|begin|begins|start|starts|first|before)')],
      [0.9, both('name|names', '(starts?|begins?|starting|beginning) with')],
      [0.9, near('DELETE', 'NAMES|FILENAMES', 8)],
      [0.85, near('PREFIX', THINGS)],
      [0.85, near('FILES|FILE|ALL|them', '(be |get )?(called|named)', 3)],
      [0.85, near('NUMBER', 'FILES')],
      [0.85, near('FILES', 'NUMBER', 2)],
      [0.85, near('NAMES', '(of )?(the |my |these |all )*FILES', 1)],
      [0.85, near('consistent|better|uniform|proper|sensible|numbered', 'NAMES|FILENAMES', 2)],
      [0.85, near('give', '(FILES|FILE|them) .*(NAMES|FILENAMES)', 4)],
      [0.85, near('FILES', '(were|be|are) NAMES', 3)],
      [0.75, /\bFILENAMES\b/],
      [0.75, only('RENAME')],
    ],
    unless: [
      /\b(how many|NUMBER of) (the )?FILES\b/,
      /\b(function|variable|class|company|branch|code|method|columns?)\b/,
      /\b(DUPLICATES|DEDUPE|QUOTE|MENTION)\b/,
      /\b(TWICE|SAME FILES)\b/,
    ],
  },
  quotes: {
    says: [
      [0.85, near('ALL|find|look up|list|every|COLLECT', 'MENTION of', 3)],
      [0.85, near('COLLECT|pull', 'ALL ABOUT .*SOURCES', 3)],
      [0.85, near('parts|places|bits|lines|sections', '(that|which) (are |is )?(ABOUT|MENTION|SAY)', 5)],
      [0.85, both('(text|ALL|lines|what|things) ABOUT', 'QUOTE (it|them)')],
      [0.9, near('QUOTE', 'ABOUT|MENTION|SAY', 8)],
      [0.9, near('QUOTE|COLLECT', 'MENTION', 6)],
      [0.85, near('SOURCES|FILES|people|ALL|they|customers|who', '(MENTION|SAY)( \\S+)? ABOUT', 4)],
      [0.85, both('SAY ABOUT', 'QUOTE|copy|SOURCES|FILE|FILES')],
      [0.85, both('SAY ABOUT|MENTION', 'COLLECT')],
      [0.85, both('SOURCES', 'MENTION')],
      [0.85, both('QUOTE', 'SOURCES|FILES')],
      [0.85, near('QUOTE', 'CONTENT|with the word|about the word', 3)],
      [0.85, near('ABOUT|MENTION', 'FILE COLLECT', 6)],
      [0.85, near('COLLECT', 'QUOTE', 4)],
      [0.85, /\bQUOTE (zu|zum|zur|de|du)\b/],
      [0.8, near('QUOTE', 'COLLECT|collection', 5)],
    ],
    unless: [
      /\bQUOTE (me|for)\b/,
      /\b(an?|the) QUOTE (for|from)\b/,
      /\b(RECEIPT|DUPLICATES|DEDUPE)\b/,
      /\bspell|spelling|grammar\b/,
    ],
  },
}

/** Things that a request may be about, and that no job of ours does. */
export const NOT_OURS: RegExp[] = [
  /\b(poems?|gedicht|haiku|songs?|story|essay|joke|cover letter|presentation|slides|speech)\b/,
  /\b(translate|ubersetze|traduis|email|e-mail|mail|send|upload|post|tweet|encrypt|decrypt|convert|compress|zip|print|back up)\b|\bbackup (my|the|these|all|this)\b/,
  /\b(legal|lawyer|valid|weather|restaurant|party|wedding|recipe|birthday|website|app)\b/,
  /\b(function|variable|bug|code|branch|git|compile error|unit tests?|script)\b/,
  /\b(spelling|grammar|deductible|life|week)\b/,
  /\bwhat can you do\b|\bhow (do|can|would|should|to) (i|you|we|one)?\b|\bhow to\b/,
]
