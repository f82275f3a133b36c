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
          <For each={drawing().edges}>{edge => <path class={stateOf(edge.from)?.status ?? ''} d={edge.path} />}</For>
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

export function draw(tasks: readonly (readonly [string, readonly string[]])[]): Drawing {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 56, marginx: 12, marginy: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const [id] of tasks) graph.setNode(id, { width: WIDTH, height: HEIGHT })
  for (const [id, before] of tasks) for (const other of before) graph.setEdge(other, id)
  layout(graph)
  const nodes = tasks.map(([id]) => {
    const { x, y } = graph.node(id) as Point
    return { id, x: x - WIDTH / 2, y: y - HEIGHT / 2 }
  })
  const edges = graph.edges().map(edge => ({
    from: edge.v,
    path: curve((graph.edge(edge) as { points: Point[] }).points),
  }))
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return { width: Math.ceil(width), height: Math.ceil(height), nodes, edges }
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
