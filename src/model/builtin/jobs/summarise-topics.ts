/** What one text file is about, by counting: its words that say something, most frequent first. */
export interface TextWords {
  path: string
  words: [string, number][]
  lines: number
  /** Why its words are not known, or not all of them. */
  note?: string
}

const MOST_PER_FILE = 40

const EMPTY = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can could did do does doing done down during each even ever every few for from further get go got had has have having he her here hers him his how i if in into is it its itself just know like made make many may me might more most much must my no nor not now of off on once one only or other our out over own per same say see she should since so some still such take than that the their them then there these they thing things this those through to too two under until up upon us use very want was way we well were what when where which while who whom why will with would yes yet you your
  aber alle als also am an auch auf aus bei bin bis bitte da dann das dass dem den der des die dies diese dieser durch ein eine einem einen einer eines er es für hat haben ich ihr ihre im in ist ja kein keine man mit nach nicht noch nur ob oder schon sehr sein seine sich sie sind so über um und uns unter vom von vor war was wenn wie wir wird zu zum zur
  au aux avec ce ces cette comme dans de des du elle en est et il ils je la le les leur mais ne nous on ou par pas plus pour qu que qui sa sans se ses son sont sur un une vous
  http https www com html org net href div span class style null true false`.split(/\s+/),
)

const WORD = /\p{L}[\p{L}'’-]{2,30}/gu

/** Words of a text by how often they occur. Marks of HTML and addresses do not count. */
export function countWords(text: string): [string, number][] {
  const counts = new Map<string, number>()
  const plain = text.replace(/<[^>]{0,2000}>/g, ' ').replace(/\S+@\S+|https?:\S+/g, ' ')
  for (const [word] of plain.matchAll(WORD)) {
    const small = word.toLowerCase().replace(/['’]s?$/, '')
    if (small.length >= 4 && !EMPTY.has(small)) counts.set(small, (counts.get(small) ?? 0) + 1)
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, MOST_PER_FILE)
}

export interface Topic {
  word: string
  files: number
  times: number
}

/** Words that many files share come first, then those that occur most. */
export function topicsOf(texts: readonly TextWords[], most: number): Topic[] {
  const topics = new Map<string, Topic>()
  for (const { words } of texts)
    for (const [word, times] of words) {
      const topic = topics.get(word) ?? { word, files: 0, times: 0 }
      topics.set(word, { word, files: topic.files + 1, times: topic.times + times })
    }
  return [...topics.values()]
    .sort((a, b) => b.files - a.files || b.times - a.times || (a.word < b.word ? -1 : 1))
    .filter(topic => topic.files > 1 || texts.length === 1 || topic.times > 2)
    .slice(0, most)
}
