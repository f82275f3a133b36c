import { ok, type Result } from '../../domain/failure.ts'
import { attributesOf, descendants, parseXml, splice } from './xml.ts'
import { entryOf, openZip, packZip, unpack, type ZipEntry } from './zip.ts'

/** An office file whose parts are changed as text; the others go into the new file as the packed bytes they are. */
export interface OfficePackage {
  readonly names: readonly string[]
  has(name: string): boolean
  text(name: string): Result<string>
  set(name: string, text: string): void
  /** Takes a part out, with what leads to it from `owner` and its declared type. */
  drop(name: string, owner: string): Result<void>
  /** Parts that are not what they were. */
  changed(): ReadonlySet<string>
  save(): Uint8Array
}

const TYPES = '[Content_Types].xml'

export function openPackage(bytes: Uint8Array): Result<OfficePackage> {
  const opened = openZip(bytes)
  if (!opened.ok) return opened
  const entries = new Map<string, ZipEntry>(opened.value.map(entry => [entry.name, entry]))
  const texts = new Map<string, string>()
  const changed = new Set<string>()
  const text = (name: string): Result<string> => {
    const known = texts.get(name)
    if (known !== undefined) return ok(known)
    const entry = entries.get(name)
    if (!entry)
      return {
        ok: false,
        failure: { kind: 'unreadable', message: `The file has no part "${name}", so it cannot be changed.` },
      }
    const unpacked = unpack(entry)
    if (!unpacked.ok) return unpacked
    const read = new TextDecoder('utf-8', { ignoreBOM: true }).decode(unpacked.value)
    texts.set(name, read)
    return ok(read)
  }
  const set = (name: string, value: string) => {
    if (texts.get(name) === value) return
    texts.set(name, value)
    changed.add(name)
  }
  /** Removes elements from a part by one of their attributes. */
  const cut = (name: string, element: string, matches: (attributes: Map<string, string>) => boolean): Result<void> => {
    if (!entries.has(name)) return ok(undefined)
    const source = text(name)
    if (!source.ok) return source
    const root = parseXml(source.value)
    if (!root.ok) return root
    const found = [...descendants(root.value, element)].filter(node => matches(attributesOf(node, source.value)))
    set(
      name,
      splice(
        source.value,
        found.map(({ start, end }) => ({ start, end, text: '' })),
      ),
    )
    return ok(undefined)
  }
  return ok({
    names: [...entries.keys()],
    has: name => entries.has(name),
    text,
    set,
    drop(name, owner) {
      const types = cut(TYPES, 'Override', attributes => attributes.get('PartName') === `/${name}`)
      if (!types.ok) return types
      const relations = cut(relationsOf(owner), 'Relationship', attributes => {
        const target = attributes.get('Target') ?? ''
        return target === `/${name}` || name.endsWith(`/${target}`)
      })
      if (!relations.ok) return relations
      entries.delete(name)
      texts.delete(name)
      changed.add(name)
      return ok(undefined)
    },
    changed: () => changed,
    save: () =>
      packZip(
        [...entries.values()].map(entry => {
          const value = changed.has(entry.name) ? texts.get(entry.name) : undefined
          return value === undefined ? entry : entryOf(entry.name, new TextEncoder().encode(value), entry)
        }),
      ),
  })
}

export const relationsOf = (part: string) => part.replace(/([^/]*)$/, '_rels/$1.rels')

/** Where the relationships of a part lead, by their id. */
export function relations(office: OfficePackage, part: string): Result<Map<string, { type: string; target: string }>> {
  const name = relationsOf(part)
  if (!office.has(name)) return ok(new Map())
  const source = office.text(name)
  if (!source.ok) return source
  const root = parseXml(source.value)
  if (!root.ok) return root
  const folder = part.replace(/[^/]*$/, '')
  return ok(
    new Map(
      [...descendants(root.value, 'Relationship')].map(node => {
        const attributes = attributesOf(node, source.value)
        const target = attributes.get('Target') ?? ''
        return [
          attributes.get('Id') ?? '',
          { type: (attributes.get('Type') ?? '').replace(/.*\//, ''), target: joined(folder, target) },
        ]
      }),
    ),
  )
}

function joined(folder: string, target: string): string {
  const parts: string[] = []
  for (const part of (target.startsWith('/') ? target : `${folder}${target}`).split('/'))
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  return parts.join('/')
}
