import { For, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { CellChange, RowChange, SheetComparison } from '../ports/preview.ts'
import { Sign } from './diff-words.tsx'
import { columnName } from './preview-grid.tsx'
import { count } from './say.ts'

/** Columns that are listed side by side. */
const MOST_COLUMNS = 60

/** Rows of each sheet that changed, cell by cell: what was there struck through, what is there now beside it. */
export default function DiffSheets(props: { sheets: SheetComparison[] }) {
  return (
    <For each={props.sheets}>
      {sheet => (
        <section class="diff-group">
          <Show when={props.sheets.length > 1 || sheet.fate === 'added' || sheet.fate === 'removed'}>
            <h4>
              {showInvisible(sheet.name)} <small class="faint">{fateOf(sheet)}</small>
            </h4>
          </Show>
          <SheetDiff sheet={sheet} />
        </section>
      )}
    </For>
  )
}

function fateOf({ fate, counts }: SheetComparison): string {
  if (fate === 'added') return 'new sheet'
  if (fate === 'removed') return 'removed sheet'
  return [
    counts.cellsChanged && `${count(counts.cellsChanged, 'cell')} changed`,
    counts.recalculated && `${count(counts.recalculated, 'cell')} recalculated`,
    counts.rowsAdded && `${count(counts.rowsAdded, 'row')} added`,
    counts.rowsRemoved && `${count(counts.rowsRemoved, 'row')} removed`,
  ]
    .filter(Boolean)
    .join(', ')
}

function SheetDiff(props: { sheet: SheetComparison }) {
  const columns = () => props.sheet.columns.slice(0, MOST_COLUMNS).map((column, index) => ({ ...column, index }))
  const fate = (column: { before: number | null; after: number | null }) =>
    props.sheet.fate !== 'changed' && props.sheet.fate !== 'same'
      ? 'same'
      : column.before === null
        ? 'added'
        : column.after === null
          ? 'removed'
          : 'same'
  const listed = () => props.sheet.rows.filter(row => row.fate !== 'same').length
  const changed = () => {
    const { rowsAdded, rowsRemoved } = props.sheet.counts
    return rowsAdded + rowsRemoved
  }
  const gap = (row: RowChange, before: RowChange | undefined) => {
    if (!before) return false
    const [now, last] = [row.after ?? row.before ?? 0, before.after ?? before.before ?? 0]
    return row.fate === 'same' && before.fate === 'same' && now > last + 1
  }
  return (
    <section class="diff-scroll" tabindex="0" aria-label={`Changed rows of ${props.sheet.name}`}>
      <table class="diff-sheet">
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">Change</span>
            </th>
            <th scope="col">
              <span class="visually-hidden">Row</span>
            </th>
            <For each={columns()}>
              {column => (
                <th scope="col" class={`column ${fate(column)}`}>
                  <Sign fate={fate(column)} />
                  {columnName(column.after ?? column.before ?? 0)}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.sheet.rows}>
            {(row, index) => (
              <>
                <Show when={gap(row, props.sheet.rows[index() - 1])}>
                  <tr class="gap">
                    <td colspan={columns().length + 2}>
                      <span aria-hidden="true">⋯</span>
                    </td>
                  </tr>
                </Show>
                <tr class={row.fate}>
                  <td>
                    <Sign fate={row.fate} />
                  </td>
                  <th scope="row">{row.after ?? row.before}</th>
                  <For each={columns()}>
                    {column => <Cell cell={row.cells.find(cell => cell.column === column.index)} row={row} />}
                  </For>
                </tr>
              </>
            )}
          </For>
        </tbody>
      </table>
      <Show when={props.sheet.columns.length > MOST_COLUMNS}>
        <p class="faint">{count(props.sheet.columns.length - MOST_COLUMNS, 'more column')} not listed here.</p>
      </Show>
      <Show when={changed() > listed()}>
        <p class="faint">{count(changed() - listed(), 'more row')} not listed here.</p>
      </Show>
    </section>
  )
}

/** Dates and figures, which are not broken over lines. */
const SHORT = 14

const WHAT = { content: '', formula: 'formula changed', value: 'recalculated' }

function Cell(props: { cell: CellChange | undefined; row: RowChange }) {
  const marked = () => props.cell !== undefined && props.cell.fate !== 'same' && props.row.fate === 'changed'
  const say = (side: { text: string; formula?: string } | undefined, withFormula: boolean) =>
    showInvisible(withFormula && side?.formula !== undefined ? `=${side.formula} → ${side.text}` : (side?.text ?? ''))
  const isShort = () => !marked() && ((props.cell?.after ?? props.cell?.before)?.text.length ?? 0) <= SHORT
  const isFormula = () => props.cell?.what === 'formula'
  return (
    <td class={isShort() ? 'short' : undefined} data-change={marked() ? props.cell!.fate : undefined}>
      <Show when={marked()} fallback={say(props.cell?.after ?? props.cell?.before, false)}>
        <Show when={props.cell!.before}>
          <del>{say(props.cell!.before, isFormula())}</del>{' '}
        </Show>
        <Show when={props.cell!.after}>
          <ins>{say(props.cell!.after, isFormula())}</ins>
        </Show>
        <Show when={props.cell!.what && WHAT[props.cell!.what]}>{what => <small> {what()}</small>}</Show>
      </Show>
    </td>
  )
}
