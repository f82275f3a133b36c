import { parsePlace } from '../domain/place.ts'
import type { DocumentCriterion } from '../domain/plan.ts'
import type { Expectation } from '../ports/documents.ts'
import type { CheckDeps } from './check-deps.ts'
import { expectedSum, type TableText, type TableVerdict } from './check-table.ts'

/** Endings of files that are checked by opening them as documents. */
export const DOCUMENTS = ['docx', 'xlsx', 'pptx', 'pdf']

const MAX_BYTES = 64 * 1024 * 1024

/** Holds a document against its criterion: it must open, and hold everything that was asked for. */
export async function checkDocument(
  criterion: DocumentCriterion,
  deps: CheckDeps,
  other: (path: string) => Promise<TableText | string>,
): Promise<TableVerdict> {
  const { path } = criterion
  const roots = deps.roots.map(root => root.id)
  const place = parsePlace(path, roots, deps.home)
  if (!place.ok) return { ok: false, evidence: place.failure.message }
  const file = await deps.reads.read(place.value, MAX_BYTES)
  if (!file.ok)
    return { ok: false, evidence: file.failure.kind === 'missing' ? `${path} is not there.` : file.failure.message }
  if (file.value.version.size === 0) return { ok: false, evidence: `${path} is empty.` }
  const wishes = await expectationsOf(criterion, other)
  if (typeof wishes === 'string') return { ok: false, evidence: wishes }
  const checked = await deps.documents.check(file.value.bytes, path, wishes)
  if (!checked.ok) return { ok: false, evidence: `${path}: ${checked.failure.message}` }
  const unmet = checked.value.filter(result => !result.ok)
  const told = (unmet.length > 0 ? unmet : checked.value).map(result => result.evidence)
  return { ok: unmet.length === 0, evidence: told.length > 0 ? `${path}: ${told.join(' ')}` : `${path} opens.` }
}

async function expectationsOf(
  criterion: DocumentCriterion,
  other: (path: string) => Promise<TableText | string>,
): Promise<Expectation[] | string> {
  const { sheets, columns, rows, minRows, headings, contains, pages, minPages } = criterion
  const sheet = criterion.sheet === undefined ? {} : { sheet: criterion.sheet }
  const wishes: Expectation[] = [
    ...(sheets?.length ? [{ kind: 'sheets' as const, names: sheets }] : []),
    ...(columns?.length ? [{ kind: 'columns' as const, names: columns, ...sheet }] : []),
    ...(rows === undefined ? [] : [{ kind: 'rows' as const, equals: rows, ...sheet }]),
    ...(minRows === undefined ? [] : [{ kind: 'rows' as const, atLeast: minRows, ...sheet }]),
    ...(headings?.length ? [{ kind: 'headings' as const, texts: headings }] : []),
    ...(contains ?? []).map(text => ({ kind: 'contains' as const, text })),
    ...(pages === undefined ? [] : [{ kind: 'pages' as const, equals: pages }]),
    ...(minPages === undefined ? [] : [{ kind: 'pages' as const, atLeast: minPages }]),
  ]
  for (const sum of criterion.sums ?? []) {
    const equals = await expectedSum(sum, other)
    if (typeof equals === 'string') return equals
    wishes.push({ kind: 'sum', column: sum.column, equals, ...sheet })
  }
  return wishes
}
