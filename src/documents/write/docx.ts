import {
  AlignmentType,
  Document,
  Footer,
  Header,
  type ILevelsOptions,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  TabStopType,
  TextRun,
} from 'docx'
import { ok, type Result } from '../../domain/failure.ts'
import type { TextDocumentSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { type Block, blocksOf } from './blocks.ts'
import { bodyOf } from './docx-body.ts'
import { STYLES } from './docx-styles.ts'

const INDENT = 440
/** Inside width of an A4 page with margins of 2.5 cm, in twentieths of a point. */
const RIGHT_EDGE = 9070

/** A Word document of Markdown: real styles, numbered headings where asked, lists, tables, pictures, contents, header and footer. */
export async function writeDocx(spec: TextDocumentSpec): Promise<Result<Uint8Array>> {
  const blocks = blocksOf(spec.markdown)
  const body = bodyOf(blocks, spec)
  if (!body.ok) return body
  const document = new Document({
    title: plainText(spec.title ?? ''),
    creator: plainText(spec.author ?? 'Deskhand'),
    lastModifiedBy: plainText(spec.author ?? 'Deskhand'),
    styles: STYLES,
    numbering: {
      config: [
        { reference: 'headings', levels: headingLevels() },
        { reference: 'bullets', levels: bulletLevels() },
        ...startsOf(blocks).map(start => ({ reference: `ordered-${start}`, levels: orderedLevels(start) })),
      ],
    },
    sections: [
      {
        properties: { page: { margin: { top: 1417, bottom: 1417, left: 1417, right: 1417 } } },
        ...(spec.header ? { headers: { default: new Header({ children: [edge(spec.header, false)] }) } } : {}),
        ...(spec.footer || spec.pageNumbers
          ? { footers: { default: new Footer({ children: [edge(spec.footer ?? '', spec.pageNumbers ?? false)] }) } }
          : {}),
        children: body.value,
      },
    ],
  })
  return ok(new Uint8Array(await Packer.toArrayBuffer(document)))
}

/** A line of the header or footer: the text on the left, the page number on the right. */
function edge(text: string, numbered: boolean): Paragraph {
  return new Paragraph({
    style: 'Edge',
    tabStops: [{ type: TabStopType.RIGHT, position: RIGHT_EDGE }],
    children: [
      new TextRun(plainText(text)),
      ...(numbered ? [new TextRun({ children: ['\t', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })] : []),
    ],
  })
}

const LEVELS = Array.from({ length: 9 }, (_, level) => level)
const indent = (level: number) => ({ paragraph: { indent: { left: INDENT * (level + 1), hanging: INDENT } } })

const bulletLevels = (): ILevelsOptions[] =>
  LEVELS.map(level => ({
    level,
    format: LevelFormat.BULLET,
    text: ['•', '◦', '▪'][level % 3]!,
    alignment: AlignmentType.LEFT,
    style: indent(level),
  }))

const orderedLevels = (start: number): ILevelsOptions[] =>
  LEVELS.map(level => ({
    level,
    format: [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN][level % 3]!,
    text: `%${level + 1}.`,
    start: level === 0 ? start : 1,
    alignment: AlignmentType.LEFT,
    style: indent(level),
  }))

const headingLevels = (): ILevelsOptions[] =>
  LEVELS.slice(0, 6).map(level => ({
    level,
    format: LevelFormat.DECIMAL,
    text: LEVELS.slice(0, level + 1)
      .map(each => `%${each + 1}`)
      .join('.'),
    alignment: AlignmentType.LEFT,
    style: { paragraph: { indent: { left: 0, hanging: 0 } } },
  }))

/** First numbers of all ordered lists: each needs a numbering of its own. */
function startsOf(blocks: readonly Block[]): number[] {
  const starts = new Set<number>([1])
  const walk = (each: Block) => {
    if (each.kind === 'list') {
      if (each.ordered) starts.add(each.start)
      each.items.flat().forEach(walk)
    } else if (each.kind === 'quote') each.blocks.forEach(walk)
  }
  blocks.forEach(walk)
  return [...starts]
}
