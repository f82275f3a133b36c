import { For } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import { costOf, sayMoney } from './prices.ts'
import { lasting, sayTask } from './say.ts'

/** The graph in words: each task, what it comes after, and how far it is. */
export function PlanList() {
  const desk = useDesk()
  const numberOf = (id: string) => (desk.state.plan?.tasks.indexOf(id) ?? -1) + 1
  return (
    <section class="table-scroll" tabindex="0" aria-label="Tasks as a list">
      <table class="plan-list">
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Task</th>
            <th scope="col">State</th>
            <th scope="col">After</th>
            <th scope="col">Time</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          <For each={desk.tasks()}>
            {(task, index) => {
              const agent = () => desk.state.agents[task.agent ?? '']
              return (
                <tr data-status={task.status}>
                  <td>{index() + 1}</td>
                  <th scope="row">
                    <button type="button" class="link" onClick={() => desk.look.openTask(task.task.id)}>
                      {showInvisible(task.task.title)}
                    </button>
                  </th>
                  <td>
                    <span class={`state ${task.status}`}>{sayTask(task.status, desk.state.status)}</span>
                  </td>
                  <td class={task.task.dependsOn.length === 0 ? 'none' : ''}>
                    {task.task.dependsOn.map(numberOf).join(', ') || 'nothing'}
                  </td>
                  <td>
                    {task.startedAt === undefined ? '' : lasting((task.endedAt ?? desk.state.lastAt) - task.startedAt)}
                  </td>
                  <td>{agent() ? sayMoney(costOf(agent()!)) : ''}</td>
                </tr>
              )
            }}
          </For>
        </tbody>
      </table>
    </section>
  )
}
