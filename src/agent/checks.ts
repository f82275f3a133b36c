import type { CheckResult } from '../domain/event.ts'
import { extensionOf, parsePlace } from '../domain/place.ts'
import type { Criterion, Task } from '../domain/plan.ts'
import { sayCriterion } from '../domain/plan.ts'
import type { CheckDeps } from './check-deps.ts'
import { checkDocument, DOCUMENTS } from './check-document.ts'
import { checkTable, type TableText } from './check-table.ts'

const MAX_BYTES = 64 * 1024 * 1024

/**
 * Holds what a task says it did against its criteria, by reading the files anew. Also checks, without being asked, that every output
 * is there and not empty. Never throws; what cannot be checked has failed.
 */
export async function checkTask(task: Task, report: string, deps: CheckDeps): Promise<CheckResult[]> {
  const named = new Set(task.criteria.flatMap(criterion => ('path' in criterion ? [criterion.path] : [])))
  const unnamed = task.outputs.filter(output => !named.has(output)).map((path): Criterion => ({ kind: 'exists', path }))
  const results: CheckResult[] = []
  for (const criterion of [...unnamed, ...task.criteria]) {
    const { ok, evidence } = await checkOne(criterion, report, deps)
    results.push({ criterion, ok, evidence: evidence.slice(0, 200) })
  }
  return results
}

async function checkOne(
  criterion: Criterion,
  report: string,
  deps: CheckDeps,
): Promise<{ ok: boolean; evidence: string }> {
  switch (criterion.kind) {
    case 'report': {
      const length = report.trim().length
      return { ok: length >= criterion.minLength, evidence: `The report has ${length} characters.` }
    }
    case 'count':
      return checkCount(criterion, deps)
    case 'document':
      return checkDocument(criterion, deps, path => textOf(path, deps))
    default: {
      if (criterion.kind === 'exists' && DOCUMENTS.includes(extensionOf(criterion.path)))
        return checkDocument({ kind: 'document', path: criterion.path }, deps, path => textOf(path, deps))
      const file = await textOf(criterion.path, deps)
      if (typeof file === 'string') return { ok: false, evidence: file }
      if (file.text.trim() === '') return { ok: false, evidence: `${criterion.path} is empty.` }
      return checkText(criterion, file, deps)
    }
  }
}

async function checkText(
  criterion: Exclude<Criterion, { kind: 'report' | 'count' | 'document' }>,
  file: TableText & { size: number },
  deps: CheckDeps,
) {
  switch (criterion.kind) {
    case 'exists':
      return wellFormed(file)
    case 'text': {
      const found =
        criterion.contains !== undefined
          ? file.text.toLowerCase().includes(criterion.contains.toLowerCase())
          : matches(file.text, criterion.matches ?? '')
      if (typeof found === 'string') return { ok: false, evidence: found }
      return {
        ok: found !== (criterion.not ?? false),
        evidence: `${sayCriterion(criterion)}: it ${found ? 'does' : 'does not'}.`,
      }
    }
    case 'json': {
      const well = wellFormed({ ...file, path: `${file.path}.json` })
      if (!well.ok) return { ok: false, evidence: well.evidence }
      const value: unknown = JSON.parse(file.text)
      const items = Array.isArray(value) ? value.length : 0
      const enough = criterion.minItems === undefined || items >= criterion.minItems
      return {
        ok: enough,
        evidence: `${file.path} is valid JSON${Array.isArray(value) ? ` with ${items} items` : ''}.`,
      }
    }
    case 'table':
      return checkTable(criterion, file, path => textOf(path, deps))
  }
}

function wellFormed(file: TableText & { size: number }): { ok: boolean; evidence: string } {
  if (extensionOf(file.path) !== 'json') return { ok: true, evidence: `${file.path} is there, ${file.size} bytes.` }
  try {
    JSON.parse(file.text)
    return { ok: true, evidence: `${file.path} is valid JSON, ${file.size} bytes.` }
  } catch (error) {
    return {
      ok: false,
      evidence: `${file.path} is not valid JSON: ${error instanceof Error ? error.message : 'unknown'}.`,
    }
  }
}

function matches(text: string, pattern: string): boolean | string {
  try {
    return new RegExp(pattern, 'imu').test(text)
  } catch (error) {
    return `The pattern /${pattern}/ is not a regular expression: ${error instanceof Error ? error.message : 'unknown'}.`
  }
}

async function checkCount(criterion: Extract<Criterion, { kind: 'count' }>, deps: CheckDeps) {
  const prefix = deps.roots.find(root => criterion.glob.startsWith(`${root.id}:`))?.id
  const glob = prefix ? criterion.glob.slice(prefix.length + 1) : criterion.glob
  const found = await deps.reads.find(prefix ?? deps.home, glob, 100_000)
  if (!found.ok) return { ok: false, evidence: found.failure.message }
  const count = found.value.files.length
  const ok = criterion.equals !== undefined ? count === criterion.equals : count >= (criterion.atLeast ?? 1)
  return { ok, evidence: `${count} ${count === 1 ? 'file matches' : 'files match'} ${criterion.glob}.` }
}

async function textOf(path: string, deps: CheckDeps): Promise<(TableText & { size: number }) | string> {
  const place = parsePlace(
    path,
    deps.roots.map(root => root.id),
    deps.home,
  )
  if (!place.ok) return place.failure.message
  const file = await deps.reads.read(place.value, MAX_BYTES)
  if (!file.ok) return file.failure.kind === 'missing' ? `${path} is not there.` : file.failure.message
  if (file.value.version.size === 0) return `${path} is empty.`
  return { path, text: new TextDecoder().decode(file.value.bytes), size: file.value.version.size }
}
