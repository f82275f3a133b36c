import { ok, type Result } from '../../domain/failure.ts'
import type { SafeZip } from '../safe-zip.ts'
import { attribute, elements, parseXml, type XmlNode } from './xml.ts'

/** An Office file: parts, and how one names another. */
export interface OfficePackage {
  zip: SafeZip
  /** The part as XML; null where there is none. */
  xml(name: string): Promise<Result<XmlNode | null>>
  /** By id: where a part's relations lead. */
  relations(name: string): Promise<Result<Map<string, Relation>>>
}

export interface Relation {
  /** Last word of its type, like `comments`. */
  type: string
  /** Name of the part, or an address outside. */
  target: string
  outside: boolean
}

export function createPackage(zip: SafeZip): OfficePackage {
  /** Names are told apart without regard to case, as the standard has it. */
  const names = new Map([...zip.entries.keys()].map(name => [name.toLowerCase(), name]))

  async function xml(name: string): Promise<Result<XmlNode | null>> {
    const real = names.get(name.toLowerCase())
    if (!real) return ok(null)
    const text = await zip.text(real)
    return text.ok ? ok(parseXml(text.value)) : text
  }

  return {
    zip,
    xml,
    async relations(name) {
      const at = name.lastIndexOf('/') + 1
      const root = await xml(`${name.slice(0, at)}_rels/${name.slice(at)}.rels`)
      if (!root.ok) return root
      const found = new Map<string, Relation>()
      for (const each of root.value ? elements(root.value, 'Relationship') : []) {
        const outside = attribute(each, 'TargetMode') === 'External'
        const target = attribute(each, 'Target') ?? ''
        const type = (attribute(each, 'Type') ?? '').split('/').at(-1) ?? ''
        found.set(attribute(each, 'Id') ?? '', { type, outside, target: outside ? target : resolve(name, target) })
      }
      return ok(found)
    },
  }
}

/** `../media/a.png` seen from `ppt/slides/slide1.xml` is `ppt/media/a.png`. */
function resolve(from: string, target: string): string {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** The first target of that type. */
export const targetOf = (relations: Map<string, Relation>, type: string) =>
  [...relations.values()].find(each => each.type === type && !each.outside)?.target

/** Title, author and the like, from `docProps/core.xml`. */
export async function aboutOf(office: OfficePackage): Promise<Record<string, string>> {
  const core = await office.xml('docProps/core.xml')
  const about: Record<string, string> = {}
  if (!core.ok || !core.value) return about
  const KNOWN: Record<string, string> = {
    title: 'title',
    creator: 'author',
    subject: 'subject',
    created: 'created',
    modified: 'modified',
  }
  for (const each of elements(core.value)) {
    const name = KNOWN[each.name]
    const text = each.children
      .filter(part => typeof part === 'string')
      .join('')
      .trim()
    if (name && text) about[name] = text
  }
  return about
}
