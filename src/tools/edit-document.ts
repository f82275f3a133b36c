import { z } from 'zod'
import { ok, type Result } from '../domain/failure.ts'
import type { EditOperation } from '../ports/documents.ts'
import { type OperationInput, operationSchema, plainOperation } from './document-schema.ts'
import { BESIDE, failedOutput, placeOf, rememberWrite, seenOrAsk, show, type Tool, type ToolContext } from './tool.ts'

const MAX_BYTES = 64 * 1024 * 1024

const schema = z.strictObject({
  path: z.string(),
  to: z.string().optional().describe('Writes the result there and leaves the file as it is, to fill a template'),
  operations: z.array(operationSchema).min(1).max(200),
})

export const editDocument: Tool<z.infer<typeof schema>> = {
  name: 'edit_document',
  description:
    'Changes an xlsx (set-cells, add-rows), docx or pptx (replace-text, insert-paragraphs, fill) or pdf (fill-form, merge, keep-pages, rotate-pages) in place. Everything else in it stays as it is, which is checked. Values of formulas are brought up to date.',
  schema,
  readOnly: false,
  for: ['lead', 'helper'],
  summary: ({ path, to, operations }) =>
    `Change ${path}${to === undefined ? '' : ` into ${to}`} (${[...new Set(operations.map(each => each.kind))].join(', ')})`,
  async run(input, context) {
    const from = placeOf(input.path, context)
    if (!from.ok) return failedOutput(from.failure)
    const target = input.to === undefined ? from : placeOf(input.to, context)
    if (!target.ok) return failedOutput(target.failure)
    const file = await context.reads.read(from.value, MAX_BYTES)
    if (!file.ok) return failedOutput(file.failure)
    const operations = await operationsOf(input.operations, context)
    if (!operations.ok) return failedOutput(operations.failure)
    const edited = await context.documents.edit(file.value.bytes, input.path, operations.value)
    if (!edited.ok) return failedOutput(edited.failure)
    const seen = input.to === undefined ? file.value.version : await seenOrAsk(target.value, context)
    const done = await context.desk.apply(context.call, {
      kind: 'write',
      place: target.value,
      bytes: edited.value,
      seen,
    })
    if (!done.ok) return failedOutput(done.failure)
    const at = rememberWrite(target.value, done.value, context)
    const { version, changed, to } = done.value
    return {
      header: {
        ok: true,
        path: show(at, context),
        size: version.size,
        hash: version.hash,
        modified: version.mtime,
        changed,
        ...(to ? { note: BESIDE } : {}),
      },
      summary: 'Changed; all else in it is as it was, checked',
    }
  },
}

async function operationsOf(inputs: readonly OperationInput[], context: ToolContext): Promise<Result<EditOperation[]>> {
  const operations: EditOperation[] = []
  for (const input of inputs) {
    if (input.kind !== 'merge') {
      operations.push(plainOperation(input))
      continue
    }
    const files: Uint8Array[] = []
    for (const path of input.with) {
      const place = placeOf(path, context)
      if (!place.ok) return place
      const file = await context.reads.read(place.value, MAX_BYTES)
      if (!file.ok) return file
      files.push(file.value.bytes)
    }
    operations.push({ kind: 'merge', with: files })
  }
  return ok(operations)
}
