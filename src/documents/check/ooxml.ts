import { failed, ok, type Result } from '../../domain/failure.ts'
import { attributesOf, descendants, parseXml } from '../edit/xml.ts'
import { openZip, unpack, type ZipEntry } from '../edit/zip.ts'

/**
 * What is wrong with an office file that we made or changed: parts that are not well-formed, relationships that lead nowhere or, unless
 * `outside` allows those that were there before, out of the file. One sentence each; empty when a program opens it without repair.
 */
export function packageProblems(bytes: Uint8Array, outside: ReadonlySet<string> = new Set()): Result<string[]> {
  const opened = openZip(bytes)
  if (!opened.ok) return opened
  const entries = new Map(opened.value.map(entry => [entry.name, entry]))
  const problems: string[] = []
  for (const entry of entries.values()) {
    if (!/\.(xml|rels|vml)$/i.test(entry.name)) continue
    const read = xmlOf(entry)
    if (!read.ok) {
      problems.push(`${entry.name}: ${read.failure.message}`)
      continue
    }
    const { root, source } = read.value
    if (entry.name.endsWith('.rels')) problems.push(...relationshipProblems(entry.name, root, source, entries, outside))
    if (entry.name === '[Content_Types].xml')
      for (const override of descendants(root, 'Override')) {
        const part = attributesOf(override, source).get('PartName')?.replace(/^\//, '') ?? ''
        if (!entries.has(part)) problems.push(`[Content_Types].xml names ${part}, which is missing.`)
      }
  }
  if (!entries.has('[Content_Types].xml')) problems.push('[Content_Types].xml is missing.')
  return ok(problems)
}

function xmlOf(entry: ZipEntry) {
  const bytes = unpack(entry)
  if (!bytes.ok) return bytes
  const source = new TextDecoder().decode(bytes.value)
  const root = parseXml(source)
  return root.ok ? ok({ root: root.value, source }) : root
}

function relationshipProblems(
  name: string,
  root: Parameters<typeof descendants>[0],
  source: string,
  entries: ReadonlyMap<string, ZipEntry>,
  outside: ReadonlySet<string>,
): string[] {
  const folder = name.replace(/_rels\/[^/]+$/, '')
  return [...descendants(root, 'Relationship')].flatMap(node => {
    const attributes = attributesOf(node, source)
    const target = attributes.get('Target') ?? ''
    if (attributes.get('TargetMode') === 'External' || /^[a-z][a-z0-9+.-]*:/i.test(target))
      return outside.has(target) ? [] : [`${name} leads out of the file to ${target}.`]
    const part = resolvePart(folder, target)
    return entries.has(part) || target.startsWith('#') || target === 'NULL'
      ? []
      : [`${name} leads to ${part}, which is missing.`]
  })
}

/** Name of the part that a relationship of a part in `folder` leads to. */
export function resolvePart(folder: string, target: string): string {
  const parts: string[] = []
  const path = target.startsWith('/') ? target : `${folder}/${target}`
  for (const part of path.split('#')[0]!.split('/'))
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  return parts
    .join('/')
    .replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** Addresses outside the file that it already led to. */
export function outsideTargets(bytes: Uint8Array): Result<Set<string>> {
  const opened = openZip(bytes)
  if (!opened.ok) return opened
  const targets = new Set<string>()
  for (const entry of opened.value.filter(each => each.name.endsWith('.rels'))) {
    const read = xmlOf(entry)
    if (!read.ok) return read
    for (const node of descendants(read.value.root, 'Relationship')) {
      const attributes = attributesOf(node, read.value.source)
      if (attributes.get('TargetMode') === 'External') targets.add(attributes.get('Target') ?? '')
    }
  }
  return ok(targets)
}

/** Stops bytes that would need repair from being written at all. */
export function refuseBroken(bytes: Uint8Array, outside?: ReadonlySet<string>): Result<Uint8Array> {
  const problems = packageProblems(bytes, outside)
  if (!problems.ok) return problems
  return problems.value.length === 0
    ? ok(bytes)
    : failed('bug', `The document was made, but would not open clean, so it was not written: ${problems.value[0]}`, {
        detail: problems.value.join('\n').slice(0, 2000),
      })
}
