import { z } from 'zod'
import type { ToolSpec } from '../ports/model.ts'
import { ask } from './ask.ts'
import { edit } from './edit.ts'
import { editDocument } from './edit-document.ts'
import { find } from './find.ts'
import { list } from './list.ts'
import { move } from './move.ts'
import { read } from './read.ts'
import { readDocument } from './read-document.ts'
import { report } from './report.ts'
import { revisePlan } from './revise-plan.ts'
import { run } from './run.ts'
import { search } from './search.ts'
import { submitPlan } from './submit-plan.ts'
import type { Tool } from './tool.ts'
import { trash } from './trash.ts'
import { write } from './write.ts'
import { writeDocument } from './write-document.ts'

/** A tool whose input was not validated yet: `prepare` does it. */
export interface PreparedCall {
  tool: Tool<unknown>
  input: unknown
}

const all = [
  list,
  find,
  search,
  read,
  readDocument,
  write,
  edit,
  writeDocument,
  editDocument,
  move,
  trash,
  run,
  ask,
  submitPlan,
  revisePlan,
  report,
] as unknown as Tool<unknown>[]

/** The tools of a role, always in the same order: a prompt cache depends on it. */
export const toolsFor = (role: 'lead' | 'helper') => all.filter(tool => tool.for.includes(role))

const specs = new Map<Tool<unknown>, ToolSpec>()

/** Made once for all agents of a worker: nothing else at an agent's start takes as long. */
export function specOf(tool: Tool<unknown>): ToolSpec {
  const known = specs.get(tool)
  if (known) return known
  const { $schema: _, ...schema } = z.toJSONSchema(tool.schema, { io: 'input' }) as Record<string, unknown>
  const spec = { name: tool.name, description: tool.description, schema }
  specs.set(tool, spec)
  return spec
}

/** Finds the tool and validates its input; a string says what is wrong, for the model. */
export function prepare(tools: readonly Tool<unknown>[], name: string, input: unknown): PreparedCall | string {
  const tool = tools.find(each => each.name === name)
  if (!tool) return `There is no tool "${name}". There are: ${tools.map(each => each.name).join(', ')}.`
  const parsed = tool.schema.safeParse(input)
  if (parsed.success) return { tool, input: parsed.data }
  const problems = parsed.error.issues.slice(0, 5).map(issue => `${issue.path.join('.') || 'input'}: ${issue.message}`)
  return `The input of "${name}" is not valid. ${problems.join('; ')}.`
}
