import { Graph, layout } from '@dagrejs/dagre'
import { createMemo, For } from 'solid-js'
import type { TaskState } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { TaskButton } from './plan-board.tsx'

const WIDTH = 208
const HEIGHT = 76

/** The plan drawn left to right: what waits for what. Its shape is worked out once, its state is live. */
export default function PlanGraph() {
  const desk = useDesk()
  // Only the tasks and their order make the shape, so that a change of state moves nothing.
  const shape = createMemo(() =>
    JSON.stringify(desk.tasks().map(({ task }) => [task.id, task.dependsOn.filter(id => desk.state.tasks[id])])),
  )
  const drawing = createMemo(() => draw(JSON.parse(shape())))
  const stateOf = (id: string): TaskState | undefined => desk.state.tasks[id]
  return (
    <section class="graph" tabindex="0" aria-label="Tasks as a graph" data-testid="plan-graph">
      <div style={{ 'inline-size': `${drawing().width}px`, 'block-size': `${drawing().height}px` }}>
        <svg width={drawing().width} height={drawing().height} aria-hidden="true">
          <defs>
            <marker id="onward" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
              <path d="M0 0.5 7.5 4 0 7.5z" />
            </marker>
          </defs>
          <For each={drawing().edges}>
            {edge => <path class={stateOf(edge.from)?.status ?? ''} d={edge.path} marker-end="url(#onward)" />}
          </For>
        </svg>
        <For each={drawing().nodes}>
          {node => (
            <div class="node" style={{ left: `${node.x}px`, top: `${node.y}px` }}>
              {stateOf(node.id) && <TaskButton task={stateOf(node.id)!} />}
            </div>
          )}
        </For>
      </div>
    </section>
  )
}

interface Point {
  x: number
  y: number
}
interface Drawing {
  width: number
  height: number
  nodes: ({ id: string } & Point)[]
  edges: { from: string; path: string }[]
}

function draw(tasks: Wants): Drawing {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 56, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const [id] of tasks) graph.setNode(id, { width: WIDTH, height: HEIGHT })
  for (const [id, before] of needed(tasks)) for (const other of before) graph.setEdge(other, id)
  layout(graph)
  const nodes = tasks.map(([id]) => {
    const { x, y } = graph.node(id) as Point
    return { id, x: x - WIDTH / 2, y: y - HEIGHT / 2 }
  })
  const edges = graph.edges().map(edge => {
    const [source, target] = [graph.node(edge.v) as Point, graph.node(edge.w) as Point]
    // Dagre lets a line begin and end anywhere on a slip. Read left to right, it leaves at the right and comes in at the left.
    const between = (graph.edge(edge) as { points: Point[] }).points.slice(1, -1)
    const ends = [
      { x: source.x + WIDTH / 2, y: source.y },
      { x: target.x - WIDTH / 2, y: target.y },
    ] as const
    return { from: edge.v, path: curve([ends[0], ...(between.length > 1 ? between : []), ends[1]]) }
  })
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return { width: Math.ceil(width), height: Math.ceil(height), nodes, edges }
}

type Wants = readonly (readonly [id: string, after: readonly string[]])[]

/** Without what is said already: what waits for b, which waits for a, need not be drawn as waiting for a. */
function needed(tasks: Wants): Wants {
  const after = new Map(tasks)
  const known = new Map<string, ReadonlySet<string>>()
  const allBefore = (id: string): ReadonlySet<string> => {
    const before = known.get(id)
    if (before) return before
    const found = new Set<string>()
    known.set(id, found)
    for (const other of after.get(id) ?? []) {
      found.add(other)
      for (const earlier of allBefore(other)) found.add(earlier)
    }
    return found
  }
  return tasks.map(([id, before]) => [id, before.filter(one => !before.some(other => allBefore(other).has(one)))])
}

/** From the right side of one slip to the left of the next, through dagre's points, without corners. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  let from = first
  for (const to of rest) {
    const middle = (from.x + to.x) / 2
    path += ` C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`
    from = to
  }
  return path
}
