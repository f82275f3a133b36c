/** One glyph of a font: what a PDF writes for a character. */
export interface Glyph {
  id: number
  codePoints: number[]
  advanceWidth: number
}

/** A TrueType font as far as a PDF needs it: which characters it has, how wide they are, and itself with only the glyphs in use. */
export interface TrueType {
  unitsPerEm: number
  ascent: number
  descent: number
  capHeight: number
  xHeight: number
  italicAngle: number
  postscriptName: string
  bbox: { minX: number; minY: number; maxX: number; maxY: number; width: number; height: number }
  characterSet: number[]
  hasCharacter(codePoint: number): boolean
  widthOf(text: string): number
  glyphForCodePoint(codePoint: number): Glyph
  layout(text: string): { glyphs: Glyph[] }
  createSubset(): { includeGlyph(glyph: Glyph | number): number; encode(): Uint8Array }
}

interface Table {
  start: number
  length: number
}

/** Reads a font of the kind that has `glyf` outlines. Throws for anything else: fonts are our own files, not the person's. */
export function readTrueType(bytes: Uint8Array, postscriptName: string): TrueType {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = new Map<string, Table>()
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16
    const tag = String.fromCharCode(...bytes.subarray(at, at + 4))
    tables.set(tag, { start: view.getUint32(at + 8), length: view.getUint32(at + 12) })
  }
  const table = (tag: string) => {
    const found = tables.get(tag)
    if (!found) throw new Error(`The font has no table ${tag}`)
    return found
  }
  const head = table('head').start
  const hhea = table('hhea').start
  const os2 = tables.get('OS/2')?.start
  const glyphs = view.getUint16(table('maxp').start + 4)
  const metrics = view.getUint16(hhea + 34)
  const hmtx = table('hmtx').start
  const characters = readCharacters(view, table('cmap').start)
  const advance = (id: number) => view.getUint16(hmtx + Math.min(id, metrics - 1) * 4)
  const glyphForCodePoint = (codePoint: number): Glyph => {
    const id = characters.get(codePoint) ?? 0
    return { id, codePoints: [codePoint], advanceWidth: advance(id) }
  }
  const layout = (text: string) => ({
    glyphs: [...text].map(character => glyphForCodePoint(character.codePointAt(0)!)),
  })
  const [minX, minY, maxX, maxY] = [36, 38, 40, 42].map(at => view.getInt16(head + at)) as [
    number,
    number,
    number,
    number,
  ]
  return {
    unitsPerEm: view.getUint16(head + 18),
    ascent: view.getInt16(hhea + 4),
    descent: view.getInt16(hhea + 6),
    capHeight: os2 === undefined ? 0 : view.getInt16(os2 + 88),
    xHeight: os2 === undefined ? 0 : view.getInt16(os2 + 86),
    italicAngle: view.getInt32(table('post').start + 4) / 65_536,
    postscriptName,
    bbox: { minX, minY, maxX, maxY, width: maxX - minX, height: maxY - minY },
    characterSet: [...characters.keys()],
    hasCharacter: codePoint => characters.has(codePoint),
    widthOf: text => layout(text).glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0),
    glyphForCodePoint,
    layout,
    createSubset: () => subsetOf({ bytes, view, tables, table, glyphs, advance }),
  }
}

/** Characters of the font's Unicode table: its format 12 where it has one, else 4. */
function readCharacters(view: DataView, cmap: number): Map<number, number> {
  const characters = new Map<number, number>()
  const subtables = Array.from({ length: view.getUint16(cmap + 2) }, (_, index) => {
    const at = cmap + 4 + index * 8
    return { platform: view.getUint16(at), start: cmap + view.getUint32(at + 4) }
  })
  const formats = subtables
    .filter(({ platform }) => platform === 3 || platform === 0)
    .map(({ start }) => ({ start, format: view.getUint16(start) }))
  const long = formats.find(({ format }) => format === 12)
  const short = formats.find(({ format }) => format === 4)
  if (long) {
    for (let group = 0; group < view.getUint32(long.start + 12); group++) {
      const at = long.start + 16 + group * 12
      const [first, last, id] = [view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8)]
      for (let code = first; code <= last; code++) characters.set(code, id + code - first)
    }
  } else if (short) readSegments(view, short.start, characters)
  return characters
}

function readSegments(view: DataView, start: number, characters: Map<number, number>) {
  const count = view.getUint16(start + 6) / 2
  const ends = start + 14
  const starts = ends + count * 2 + 2
  const deltas = starts + count * 2
  const ranges = deltas + count * 2
  for (let segment = 0; segment < count; segment++) {
    const last = view.getUint16(ends + segment * 2)
    const first = view.getUint16(starts + segment * 2)
    const delta = view.getUint16(deltas + segment * 2)
    const range = view.getUint16(ranges + segment * 2)
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const raw = range === 0 ? code : view.getUint16(ranges + segment * 2 + range + (code - first) * 2)
      const id = range === 0 || raw !== 0 ? (raw + delta) & 0xffff : 0
      if (id !== 0) characters.set(code, id)
    }
  }
}

interface Source {
  bytes: Uint8Array
  view: DataView
  tables: ReadonlyMap<string, Table>
  table(tag: string): Table
  glyphs: number
  advance(id: number): number
}

/** Glyphs get new numbers in the order they are first used; parts that glyphs are composed of come last. */
function subsetOf(source: Source) {
  const used: number[] = [0]
  const numbers = new Map<number, number>([[0, 0]])
  const include = (id: number) => {
    const known = numbers.get(id)
    if (known !== undefined) return known
    numbers.set(id, used.length)
    used.push(id)
    return used.length - 1
  }
  return {
    includeGlyph: (glyph: Glyph | number) => {
      const id = typeof glyph === 'number' ? glyph : glyph.id
      // A PDF library keeps glyphs from 1 on; the missing glyph is never written, because text is checked before.
      return include(id)
    },
    encode: () => encodeSubset(source, used, include),
  }
}

function encodeSubset(source: Source, used: number[], include: (id: number) => number): Uint8Array {
  const { view, bytes } = source
  const long = view.getInt16(source.table('head').start + 50) === 1
  const loca = source.table('loca').start
  const glyf = source.table('glyf').start
  const offset = (id: number) => (long ? view.getUint32(loca + id * 4) : view.getUint16(loca + id * 2) * 2)
  const outlines: Uint8Array[] = []
  // `used` grows while composed glyphs bring in their parts.
  for (let index = 0; index < used.length; index++) {
    const id = used[index]!
    const outline = bytes.slice(glyf + offset(id), glyf + offset(id + 1))
    renumberParts(outline, include)
    outlines.push(outline)
  }
  const padded = outlines.map(outline => outline.length + (-outline.length & 3))
  const newLoca = new DataView(new ArrayBuffer((used.length + 1) * 4))
  const newGlyf = new Uint8Array(padded.reduce((sum, length) => sum + length, 0))
  const newMetrics = new DataView(new ArrayBuffer(used.length * 4))
  let at = 0
  const metrics = view.getUint16(source.table('hhea').start + 34)
  const hmtx = source.table('hmtx').start
  for (const [index, outline] of outlines.entries()) {
    newLoca.setUint32(index * 4, at)
    newGlyf.set(outline, at)
    at += padded[index]!
    const id = used[index]!
    const bearing =
      id < metrics ? view.getInt16(hmtx + id * 4 + 2) : view.getInt16(hmtx + metrics * 4 + (id - metrics) * 2)
    newMetrics.setUint16(index * 4, source.advance(id))
    newMetrics.setInt16(index * 4 + 2, bearing)
  }
  newLoca.setUint32(outlines.length * 4, at)
  const copy = (tag: string) => {
    const { start, length } = source.table(tag)
    return bytes.slice(start, start + length)
  }
  const head = copy('head')
  new DataView(head.buffer).setInt16(50, 1)
  const hhea = copy('hhea')
  new DataView(hhea.buffer).setUint16(34, used.length)
  const maxp = copy('maxp')
  new DataView(maxp.buffer).setUint16(4, used.length)
  const parts: [string, Uint8Array][] = [
    ...['cvt ', 'fpgm'].flatMap((tag): [string, Uint8Array][] => (source.tables.has(tag) ? [[tag, copy(tag)]] : [])),
    ['glyf', newGlyf],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', new Uint8Array(newMetrics.buffer)],
    ['loca', new Uint8Array(newLoca.buffer)],
    ['maxp', maxp],
    ...(source.tables.has('prep') ? [['prep', copy('prep')] as [string, Uint8Array]] : []),
  ]
  return assemble(parts)
}

/** A composed glyph names its parts by number: they get their new ones. */
function renumberParts(outline: Uint8Array, include: (id: number) => number) {
  if (outline.length < 10) return
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength)
  if (view.getInt16(0) >= 0) return
  let at = 10
  for (;;) {
    const flags = view.getUint16(at)
    view.setUint16(at + 2, include(view.getUint16(at + 2)))
    at += 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 64 ? 4 : flags & 128 ? 8 : 0)
    if (!(flags & 32)) return
  }
}

function assemble(parts: readonly [string, Uint8Array][]): Uint8Array {
  const start = 12 + parts.length * 16
  const size = parts.reduce((sum, [, data]) => sum + data.length + (-data.length & 3), start)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  const power = 2 ** Math.floor(Math.log2(parts.length))
  view.setUint32(0, 0x00010000)
  view.setUint16(4, parts.length)
  view.setUint16(6, power * 16)
  view.setUint16(8, Math.log2(power))
  view.setUint16(10, (parts.length - power) * 16)
  let at = start
  for (const [index, [tag, data]] of parts.entries()) {
    const entry = 12 + index * 16
    for (let letter = 0; letter < 4; letter++) bytes[entry + letter] = tag.charCodeAt(letter)
    bytes.set(data, at)
    view.setUint32(entry + 4, checksum(view, at, data.length))
    view.setUint32(entry + 8, at)
    view.setUint32(entry + 12, data.length)
    at += data.length + (-data.length & 3)
  }
  return bytes
}

function checksum(view: DataView, start: number, length: number): number {
  let sum = 0
  for (let at = start; at < start + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
  return sum
}
