import pptx from 'pptxgenjs'
import { failed, type Result } from '../../domain/failure.ts'
import type { ChartSpec, ImageSpecs, SlideSpec, WriteSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { columnShares } from './columns.ts'
import { base64 } from './html.ts'
import { imageFacts } from './image.ts'
import { tidyPptx } from './pptx-tidy.ts'

type PptxSpec = Extract<WriteSpec, { format: 'pptx' }>
type Presentation = InstanceType<typeof pptx>
type Slide = ReturnType<Presentation['addSlide']>

const INK = '1F2933'
const ACCENT = '1F4E79'
const MASTER = 'Deskhand'
/** Inches on a slide of 13.33 by 7.5. */
const BOX = { x: 0.6, y: 1.45, w: 12.1, h: 5.3 }
const GAP = 0.35
const MOST_ROWS = 60

/** Slides on a clean master: titles, bullets, tables, charts, pictures and notes. */
export async function writePptx(spec: PptxSpec): Promise<Result<Uint8Array>> {
  if (spec.slides.length === 0) return failed('invalid', 'A presentation needs at least one slide.')
  const presentation = new pptx()
  presentation.layout = 'LAYOUT_WIDE'
  presentation.title = plainText(spec.title ?? spec.slides[0]!.title)
  presentation.author = 'Deskhand'
  presentation.company = ''
  presentation.theme = { headFontFace: 'Calibri', bodyFontFace: 'Calibri' }
  presentation.defineSlideMaster({
    title: MASTER,
    background: { color: 'FFFFFF' },
    objects: [
      { rect: { x: 0, y: 0, w: 0.18, h: 7.5, fill: { color: ACCENT } } },
      {
        placeholder: {
          options: {
            name: 'title',
            type: 'title',
            x: BOX.x,
            y: 0.4,
            w: BOX.w,
            h: 0.85,
            fontSize: 30,
            bold: true,
            color: ACCENT,
            align: 'left',
            valign: 'middle',
          },
          text: '',
        },
      },
    ],
    slideNumber: { x: 12.4, y: 7.0, fontSize: 10, color: '7B8794' },
  })
  for (const [index, slide] of spec.slides.entries()) {
    const problem = fill(presentation, slide, spec.images ?? {}, `Slide ${index + 1}`)
    if (problem) return problem
  }
  const bytes = await presentation.write({ outputType: 'uint8array' })
  return bytes instanceof Uint8Array ? tidyPptx(bytes) : failed('bug', 'The presentation could not be made.')
}

type Problem = Extract<Result<never>, { ok: false }>

function fill(presentation: Presentation, spec: SlideSpec, images: ImageSpecs, where: string): Problem | null {
  const slide = presentation.addSlide({ masterName: MASTER })
  slide.addText(line(spec.title), { placeholder: 'title' })
  const parts = [spec.bullets?.length, spec.table?.length, spec.chart, spec.picture].filter(part => !!part).length
  const width = parts > 1 ? (BOX.w - GAP * (parts - 1)) / parts : BOX.w
  let x = BOX.x
  const next = () => {
    const box = { x, y: BOX.y, w: width, h: BOX.h }
    x += width + GAP
    return box
  }
  if (spec.bullets?.length) bullets(slide, spec.bullets, next())
  if (spec.table?.length) {
    if (spec.table.length > MOST_ROWS)
      return failed('too-large', `${where}: a table of ${spec.table.length} rows does not fit on a slide.`)
    table(slide, spec.table, next())
  }
  if (spec.chart) {
    const problem = chart(slide, spec.chart, next(), where)
    if (problem) return problem
  }
  if (spec.picture) {
    const problem = picture(slide, spec.picture, images, next(), where)
    if (problem) return problem
  }
  if (spec.notes) slide.addNotes(plainText(spec.notes))
  return null
}

interface Box {
  x: number
  y: number
  w: number
  h: number
}

const line = (text: string) => plainText(text).replaceAll('\n', ' ')

function bullets(slide: Slide, items: NonNullable<SlideSpec['bullets']>, box: Box) {
  const size = items.length > 14 ? 14 : items.length > 9 ? 17 : 20
  const texts = items.map(({ text, level = 0 }) => ({
    text: line(text),
    options: {
      bullet: true,
      indentLevel: Math.min(8, Math.max(0, level)),
      breakLine: true,
      fontSize: size,
      color: INK,
    },
  }))
  slide.addText(texts, { ...box, valign: 'top', fit: 'shrink', paraSpaceAfter: 6 })
}

function table(slide: Slide, rows: string[][], box: Box) {
  const width = Math.max(...rows.map(row => row.length))
  const size = rows.length > 16 ? 10 : rows.length > 9 ? 12 : 14
  const cells = rows.map((row, index) =>
    Array.from({ length: width }, (_, column) => ({
      text: plainText(row[column] ?? ''),
      options:
        index === 0
          ? { bold: true, color: 'FFFFFF', fill: { color: ACCENT } }
          : { color: INK, fill: { color: 'FFFFFF' } },
    })),
  )
  slide.addTable(cells, {
    x: box.x,
    y: box.y,
    w: box.w,
    colW: columnShares(rows).map(share => share * box.w),
    fontSize: size,
    border: { type: 'solid', pt: 0.75, color: 'CBD2D9' },
    autoPage: false,
  })
}

function chart(slide: Slide, spec: ChartSpec, box: Box, where: string): Problem | null {
  if (spec.series.length === 0 || spec.labels.length === 0)
    return failed('invalid', `${where}: a chart needs labels and at least one series of figures.`)
  const data = spec.series.map(series => ({
    name: line(series.name),
    labels: spec.labels.map(line),
    values: spec.labels.map((_, index) => series.values[index] ?? 0),
  }))
  slide.addChart(spec.kind, data, {
    ...box,
    ...(spec.title ? { showTitle: true, title: line(spec.title), titleFontSize: 16 } : {}),
    showLegend: spec.kind === 'pie' || data.length > 1,
    legendPos: 'b',
    chartColors: ['1F4E79', '2E9E8F', 'E0A030', 'B4483C', '7B61A8', '5B7083'],
    barDir: 'col',
    catAxisLabelFontSize: 11,
    valAxisLabelFontSize: 11,
  })
  return null
}

function picture(slide: Slide, name: string, images: ImageSpecs, box: Box, where: string): Problem | null {
  const bytes = images[name]
  if (!bytes) return failed('missing', `${where}: the picture "${name}" is not there.`)
  const facts = imageFacts(bytes, name)
  if (!facts.ok) return facts
  const { type, width, height } = facts.value
  const scale = Math.min(box.w / width, box.h / height)
  const size = { w: width * scale, h: height * scale }
  slide.addImage({
    data: `image/${type === 'jpg' ? 'jpeg' : type};base64,${base64(bytes)}`,
    x: box.x + (box.w - size.w) / 2,
    y: box.y + (box.h - size.h) / 2,
    ...size,
    altText: line(name),
  })
  return null
}
