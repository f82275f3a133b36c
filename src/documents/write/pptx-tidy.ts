import type { Result } from '../../domain/failure.ts'
import { ok } from '../../domain/failure.ts'
import { attribute, descendants, parseXml, splice } from '../edit/xml.ts'
import { entryOf, openZip, packZip, unpack } from '../edit/zip.ts'

const TYPES = '[Content_Types].xml'

/**
 * Takes out what the library leaves in and strict programs offer to repair: folders as parts, and declared types of slide masters that
 * do not exist (it declares one for every slide).
 */
export function tidyPptx(bytes: Uint8Array): Result<Uint8Array> {
  const opened = openZip(bytes)
  if (!opened.ok) return opened
  const parts = opened.value.filter(entry => !entry.name.endsWith('/'))
  const types = parts.find(entry => entry.name === TYPES)
  if (!types) return ok(bytes)
  const unpacked = unpack(types)
  if (!unpacked.ok) return unpacked
  const source = new TextDecoder().decode(unpacked.value)
  const root = parseXml(source)
  if (!root.ok) return root
  const names = new Set(parts.map(entry => `/${entry.name}`))
  const dangling = [...descendants(root.value, 'Override')].filter(
    node => !names.has(attribute(node, source, 'PartName') ?? ''),
  )
  const tidy = splice(
    source,
    dangling.map(({ start, end }) => ({ start, end, text: '' })),
  )
  const first = entryOf(TYPES, new TextEncoder().encode(tidy))
  return ok(packZip([first, ...parts.filter(entry => entry !== types)]))
}
