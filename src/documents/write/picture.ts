import { failed, ok, type Result } from '../../domain/failure.ts'
import type { ChartSpec, WriteSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'

type PictureSpec = Extract<WriteSpec, { format: 'svg' | 'png' }>

const SIDE = { least: 100, most: 4000 }
const COLORS = ['#1f4e79', '#2e9e8f', '#e0a030', '#b4483c', '#7b61a8', '#5b7083']

/** A chart as a picture, drawn by Vega-Lite without evaluating code: a svg or, in a browser, a png. */
export async function writePicture(spec: PictureSpec): Promise<Result<Uint8Array>> {
  const { chart, width = 800, height = 480 } = spec
  if (chart.labels.length === 0 || chart.series.length === 0)
    return failed('invalid', 'A chart needs labels and at least one series of figures.')
  if ([width, height].some(side => !(side >= SIDE.least && side <= SIDE.most)))
    return failed('invalid', `A picture is between ${SIDE.least} and ${SIDE.most} wide and high.`)
  const view = await viewOf(chart, width, height)
  try {
    if (spec.format === 'svg') return ok(new TextEncoder().encode(await view.toSVG()))
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) return failed('bug', 'The browser gave no canvas to draw on. Write a svg instead.')
    await view.toCanvas(1, { externalContext: context })
    return ok(new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer()))
  } finally {
    view.finalize()
  }
}

async function viewOf(chart: ChartSpec, width: number, height: number) {
  const [{ compile }, vega, { expressionInterpreter }] = await Promise.all([
    import('vega-lite'),
    import('vega'),
    import('vega-interpreter'),
  ])
  const values = chart.series.flatMap(series =>
    chart.labels.map((label, index) => ({
      label: plainText(label),
      series: plainText(series.name),
      value: series.values[index] ?? 0,
    })),
  )
  const { spec } = compile({
    width: 'container',
    ...(chart.title ? { title: plainText(chart.title) } : {}),
    data: { values },
    config: { background: '#ffffff', range: { category: COLORS }, font: 'sans-serif' },
    autosize: { type: 'fit', contains: 'padding' },
    ...(chart.kind === 'pie' ? pie() : axes(chart)),
  } as Parameters<typeof compile>[0])
  const runtime = vega.parse({ ...spec, width, height }, undefined, { ast: true })
  return new vega.View(runtime, { renderer: 'none', expr: expressionInterpreter, loader: closedLoader(vega) })
}

/** A chart's data is in its own description; nothing is fetched, whatever it names. */
function closedLoader(vega: typeof import('vega')) {
  const loader = vega.loader()
  const refuse = () => Promise.reject(new Error('A chart does not load anything'))
  return { ...loader, load: refuse, sanitize: refuse, http: refuse, file: refuse }
}

const pie = () => ({
  mark: { type: 'arc', stroke: '#ffffff' },
  encoding: {
    theta: { field: 'value', type: 'quantitative', stack: true },
    color: { field: 'label', type: 'nominal', sort: null, title: null },
  },
})

function axes(chart: ChartSpec) {
  const several = chart.series.length > 1
  return {
    mark: chart.kind === 'bar' ? { type: 'bar' } : { type: 'line', point: true },
    encoding: {
      x: {
        field: 'label',
        type: 'nominal',
        sort: null,
        title: null,
        axis: { labelAngle: chart.labels.length > 8 ? -45 : 0 },
      },
      y: { field: 'value', type: 'quantitative', title: several ? null : plainText(chart.series[0]!.name) },
      color: several ? { field: 'series', type: 'nominal', sort: null, title: null } : { value: COLORS[0] },
      ...(several && chart.kind === 'bar' ? { xOffset: { field: 'series', sort: null } } : {}),
    },
  }
}
