import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  LeaderType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { ok, type Result } from '../../domain/failure.ts'
import type { TextDocumentSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { type Alignment, type Block, type Run, textOf } from './blocks.ts'
import { columnShares } from './columns.ts'
import { isRightToLeft } from './direction.ts'
import { fitted, imageFacts } from './image.ts'

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
]
const PICTURE_BOX = { width: 600, height: 800 }
const TEXT_WIDTH = 9070
const LINE = { style: BorderStyle.SINGLE, size: 4, color: 'CBD2D9' } as const

/** The document's body, from its title to its last block. A picture that is no picture fails. */
export function bodyOf(blocks: readonly Block[], spec: TextDocumentSpec): Result<FileChild[]> {
  const state: State = { spec, instance: 0, problem: null }
  const children: FileChild[] = []
  if (spec.title)
    children.push(new Paragraph({ heading: HeadingLevel.TITLE, ...written([{ text: plainText(spec.title) }]) }))
  if (spec.contents) children.push(contentsOf(blocks))
  children.push(...blocks.flatMap(block => render(block, state, {})))
  if (state.problem) return state.problem
  // Word wants a paragraph after a table at the very end.
  if (children.at(-1) instanceof Table || children.length === 0) children.push(new Paragraph({}))
  return ok(children)
}

interface State {
  spec: TextDocumentSpec
  /** Each ordered list counts for itself. */
  instance: number
  problem: Extract<Result<never>, { ok: false }> | null
}

/** Filled in already, and not marked for renewal: Word would ask the person before it opens the document. */
function contentsOf(blocks: readonly Block[]): FileChild {
  return new TableOfContents('Contents', {
    headingStyleRange: '1-3',
    beginDirty: false,
    tabLeader: LeaderType.NONE,
    cachedEntries: blocks.flatMap(block =>
      block.kind === 'heading' && block.level <= 3 ? [{ title: textOf(block.runs), level: block.level }] : [],
    ),
  })
}

function render(block: Block, state: State, around: IParagraphOptions): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: HEADINGS[block.level - 1]!,
          ...(state.spec.numbered ? { numbering: { reference: 'headings', level: block.level - 1 } } : {}),
          ...written(block.runs),
        }),
      ]
    case 'paragraph':
      return [new Paragraph({ ...around, ...written(block.runs) })]
    case 'list':
      return list(block, state, 0)
    case 'table':
      return [table(block), new Paragraph({ spacing: { after: 60, line: 120 } })]
    case 'code':
      return block.text
        .split('\n')
        .map(line => new Paragraph({ style: 'CodeText', children: [new TextRun({ text: line, font: 'Consolas' })] }))
    case 'quote':
      return block.blocks.flatMap(inner => render(inner, state, { style: 'Quote' }))
    case 'image':
      return [picture(block, state)]
    case 'rule':
      return [new Paragraph({ border: { bottom: { ...LINE, size: 6, space: 1 } } })]
    case 'page-break':
      return [new Paragraph({ pageBreakBefore: true, spacing: { after: 0 } })]
  }
}

function list(block: Extract<Block, { kind: 'list' }>, state: State, level: number): FileChild[] {
  const instance = ++state.instance
  const depth = Math.min(level, 8)
  const numbering = block.ordered
    ? { reference: `ordered-${block.start}`, level: depth, instance }
    : { reference: 'bullets', level: depth }
  return block.items.flatMap(item => {
    const children: FileChild[] = []
    if (item[0]?.kind !== 'paragraph') children.push(new Paragraph({ numbering }))
    for (const [index, inner] of item.entries()) {
      if (inner.kind === 'list') children.push(...list(inner, state, level + 1))
      else if (index === 0) children.push(...render(inner, state, { numbering }))
      else children.push(...render(inner, state, { indent: { left: 440 * (depth + 1) } }))
    }
    return children
  })
}

const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT }

function table(block: Extract<Block, { kind: 'table' }>): Table {
  const shares = columnShares([block.head, ...block.rows].map(row => row.map(textOf)))
  const widths = shares.map(share => Math.round(share * TEXT_WIDTH))
  const cell = (runs: Run[], column: number, head: boolean) =>
    new TableCell({
      width: { size: widths[column] ?? 1000, type: WidthType.DXA },
      margins: { left: 100, right: 100, top: 0, bottom: 0 },
      ...(head ? { shading: { type: 'clear', fill: 'E4EAF1', color: 'auto' } } : {}),
      children: [
        new Paragraph({
          style: 'TableText',
          ...aligned(block.align[column] ?? null),
          ...written(head ? runs.map(run => ({ ...run, bold: true })) : runs),
        }),
      ],
    })
  const row = (cells: Run[][], head: boolean) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: block.head.map((_, column) => cell(cells[column] ?? [], column, head)),
    })
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE },
    rows: [row(block.head, true), ...block.rows.map(cells => row(cells, false))],
  })
}

const aligned = (align: Alignment) => (align ? { alignment: ALIGN[align] } : {})

function picture({ name, alt }: { name: string; alt: string }, state: State): Paragraph {
  const data = state.spec.images?.[name]
  if (!data) return new Paragraph({ children: [new TextRun({ text: `[picture: ${alt || name}]`, italics: true })] })
  const facts = imageFacts(data, name)
  if (!facts.ok) {
    state.problem ??= facts
    return new Paragraph({})
  }
  const text = plainText(alt || name)
  return new Paragraph({
    children: [
      new ImageRun({
        type: facts.value.type,
        data,
        transformation: fitted(facts.value, PICTURE_BOX),
        altText: { name: text, title: text, description: text },
      }),
    ],
  })
}

/** What is in a paragraph, and which way it runs. */
const written = (runs: readonly Run[]): IParagraphOptions => ({
  ...(isRightToLeft(textOf(runs)) ? { bidirectional: true } : {}),
  children: textRuns(runs),
})

const textRuns = (runs: readonly Run[]) =>
  runs.map(run =>
    run.break
      ? new TextRun({ break: 1 })
      : new TextRun({
          text: run.text,
          ...(isRightToLeft(run.text) ? { rightToLeft: true } : {}),
          ...(run.bold ? { bold: true } : {}),
          ...(run.italic ? { italics: true } : {}),
          ...(run.strike ? { strike: true } : {}),
          ...(run.code ? { font: 'Consolas' } : {}),
        }),
  )
