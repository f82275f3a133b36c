import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { GridCell, GridLook, GridRow, OpenLook } from '../ports/preview.ts'
import { createRowStore, createRowWindow } from './preview-window.ts'
import { count } from './say.ts'

/** As in the style sheet. */
const ROW_HEIGHT = 28
/** Columns that are drawn at once. */
const COLUMNS = 40

/** Sheets as a grid. Only the rows in view are there; the worker gives them as they come. */
export default function PreviewGrid(props: { file: OpenLook; sheets: GridLook[] }) {
  const firstSeen = () =>
    Math.max(
      0,
      props.sheets.findIndex(sheet => !sheet.hidden),
    )
  const [sheet, setSheet] = createSignal(firstSeen())
  return (
    <div class="preview-grid">
      <Show when={props.sheets.length > 1}>
        <fieldset class="sheet-names">
          <legend class="visually-hidden">Sheets</legend>
          <For each={props.sheets}>
            {(each, index) => (
              <button type="button" class="small" aria-pressed={sheet() === index()} onClick={() => setSheet(index())}>
                {showInvisible(each.name)}
                <Show when={each.hidden}>
                  <small> hidden</small>
                </Show>
              </button>
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={props.sheets[sheet()]} keyed fallback={<p class="preview-note">The file has no sheets.</p>}>
        {look => (
          <Show
            when={look.rows > 0 && look.columns > 0}
            fallback={<p class="preview-note faint">This sheet is empty.</p>}
          >
            <Sheet file={props.file} look={look} index={sheet()} />
          </Show>
        )}
      </Show>
    </div>
  )
}

interface At {
  row: number
  column: number
}

function Sheet(props: { file: OpenLook; look: GridLook; index: number }) {
  const id = createUniqueId()
  const { look } = props
  const rows = createRowWindow(ROW_HEIGHT, () => look.rows)
  const row = createRowStore<GridRow>(async (from, many) => {
    const found = await props.file.rows(props.index, from + 1, many)
    return found.ok ? found.value : []
  }, rows.range)
  const [first, setFirst] = createSignal(0)
  const [active, setActive] = createSignal<At>({ row: 0, column: 0 })
  const [formulas, setFormulas] = createSignal(false)
  const columns = createMemo(() =>
    Array.from({ length: Math.min(COLUMNS, look.columns - first()) }, (_, i) => first() + i),
  )
  const hiddenColumns = new Set(look.hiddenColumns)
  const width = (column: number) => `${(look.widths[column] ?? 8) * 0.56 + 1.1}rem`
  const cellAt = ({ row: r, column }: At) => row(r)?.cells.find(cell => cell.column === column)

  const go = (to: At) => {
    const next = {
      row: Math.min(look.rows - 1, Math.max(0, to.row)),
      column: Math.min(look.columns - 1, Math.max(0, to.column)),
    }
    if (next.column < first() || next.column >= first() + COLUMNS) setFirst(Math.floor(next.column / COLUMNS) * COLUMNS)
    setActive(next)
    rows.show(next.row, ROW_HEIGHT)
  }
  const keys = (event: KeyboardEvent) => {
    const { row: r, column } = active()
    const far = event.ctrlKey || event.metaKey
    const to: Record<string, At> = {
      ArrowDown: { row: far ? look.rows : r + 1, column },
      ArrowUp: { row: far ? 0 : r - 1, column },
      ArrowRight: { row: r, column: far ? look.columns : column + 1 },
      ArrowLeft: { row: r, column: far ? 0 : column - 1 },
      PageDown: { row: r + rows.page(), column },
      PageUp: { row: r - rows.page(), column },
      Home: { row: far ? 0 : r, column: 0 },
      End: { row: far ? look.rows : r, column: look.columns },
    }
    const next = to[event.key]
    if (!next) return
    event.preventDefault()
    go(next)
  }
  const activeId = () => `${id}-${active().row}-${active().column}`
  createEffect(
    on(active, () => document.getElementById(activeId())?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), {
      defer: true,
    }),
  )
  let marked: Element | null = null
  createEffect(
    on([active, rows.range, () => row(active().row), columns, formulas], () => {
      marked?.classList.remove('active')
      marked = document.getElementById(activeId())
      marked?.classList.add('active')
    }),
  )

  return (
    <>
      <div class="cell-bar">
        <span class="cell-name" aria-live="polite">
          {columnName(active().column)}
          {active().row + 1}
        </span>
        <CellText cell={cellAt(active())} />
        <Show when={look.formulas > 0}>
          <button
            type="button"
            class="small"
            aria-pressed={formulas()}
            data-testid="show-formulas"
            onClick={() => setFormulas(!formulas())}
          >
            Formulas
          </button>
        </Show>
      </div>
      <section
        class="grid-scroll"
        ref={box => rows.watch(box)}
        tabindex="0"
        aria-label={`Sheet ${showInvisible(look.name)}. Arrow keys go from cell to cell.`}
        data-testid="grid"
        onKeyDown={keys}
        onClick={event => {
          const place = /-(\d+)-(\d+)$/.exec((event.target as Element).closest('td')?.id ?? '')
          if (place) setActive({ row: Number(place[1]), column: Number(place[2]) })
        }}
      >
        <div class="grid-height" style={{ 'block-size': `${(look.rows + 1) * ROW_HEIGHT}px` }}>
          <table
            aria-rowcount={look.rows + 1}
            aria-colcount={look.columns + 1}
            style={{ translate: `0 ${rows.range().from * ROW_HEIGHT}px` }}
          >
            <colgroup>
              <col class="row-name" />
              <For each={columns()}>{column => <col style={{ width: width(column) }} />}</For>
            </colgroup>
            <thead style={{ translate: `0 ${-rows.range().from * ROW_HEIGHT}px` }}>
              <tr aria-rowindex={1}>
                <th class="row-name" scope="col">
                  <span class="visually-hidden">Row</span>
                </th>
                <For each={columns()}>
                  {column => (
                    <th scope="col" classList={{ 'is-hidden': hiddenColumns.has(column) }} aria-colindex={column + 2}>
                      {columnName(column)}
                      <Show when={hiddenColumns.has(column)}>
                        <small> hidden</small>
                      </Show>
                    </th>
                  )}
                </For>
              </tr>
            </thead>
            <tbody>
              <For each={rows.numbers()}>
                {number => (
                  <tr aria-rowindex={number + 2} classList={{ 'is-hidden': row(number)?.hidden === true }}>
                    <th scope="row" class="row-name">
                      {number + 1}
                      <Show when={row(number)?.hidden}>
                        <small title="This row is hidden in the file"> hidden</small>
                      </Show>
                    </th>
                    <Cells
                      row={row(number)}
                      columns={columns()}
                      number={number}
                      look={look}
                      formulas={formulas()}
                      hiddenColumns={hiddenColumns}
                      id={id}
                    />
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </section>
      <p class="grid-foot faint">
        {count(look.rows, 'row')}, {count(look.columns, 'column')}
        <Show when={look.formulas > 0}>, {count(look.formulas, 'formula')}</Show>
        <Show when={look.columns > COLUMNS}>
          <span class="column-pages">
            <button
              type="button"
              class="small"
              disabled={first() === 0}
              onClick={() => setFirst(Math.max(0, first() - COLUMNS))}
            >
              Earlier columns
            </button>
            <span>
              {columnName(first())} to {columnName(columns().at(-1) ?? 0)}
            </span>
            <button
              type="button"
              class="small"
              disabled={first() + COLUMNS >= look.columns}
              onClick={() => setFirst(first() + COLUMNS)}
            >
              Later columns
            </button>
          </span>
        </Show>
      </p>
    </>
  )
}

/** The whole of a cell: what its place in the grid has no room for. */
function CellText(props: { cell: GridCell | undefined }) {
  return (
    <span class="cell-text" aria-live="polite">
      <Show when={props.cell} fallback={<span class="faint">Empty</span>}>
        {cell => (
          <>
            <Show when={cell().formula !== undefined}>
              <code>={showInvisible(cell().formula!)}</code> <span class="faint">gives</span>{' '}
            </Show>
            {showInvisible(cell().text)}
            <Show when={cell().value !== undefined}>
              <span class="faint"> exactly {showInvisible(cell().value!)}</span>
            </Show>
            <Show when={cell().hidden}>
              <span class="faint"> (hidden in the file)</span>
            </Show>
            <Show when={cell().note}>{note => <span class="faint"> Comment: {showInvisible(note())}</span>}</Show>
          </>
        )}
      </Show>
    </span>
  )
}

interface Shown {
  column: number
  span: number
  look: string
  text: string
}

/** The cells of one row. What each of them says is worked out once: thousands come and go while one scrolls. */
function Cells(props: {
  row: GridRow | undefined
  columns: number[]
  number: number
  look: GridLook
  formulas: boolean
  hiddenColumns: ReadonlySet<number>
  id: string
}) {
  // Each block of rows that arrives asks every row once more; only its own rows are others then.
  const own = createMemo(() => props.row)
  const shown = createMemo(() => {
    const row = own()
    if (!row) return []
    const { columns, number, look } = props
    const cells = new Map(row.cells.map(cell => [cell.column, cell]))
    const merged = look.merged.filter(range => range.top <= number && number <= range.bottom)
    const last = columns.at(-1)!
    return columns.flatMap((column): Shown[] => {
      const cell = cells.get(column)
      const range = merged.find(each => each.left <= column && column <= each.right)
      if (range && column > Math.max(range.left, columns[0]!)) return []
      const name = [
        'cell',
        cell?.type,
        range && 'merged',
        range && range.bottom > number && 'goes-on',
        (props.hiddenColumns.has(column) || cell?.hidden) && 'is-hidden',
        cell?.note !== undefined && 'noted',
        cell?.formula !== undefined && 'formula',
      ]
      const span = range ? Math.min(range.right, last) - column + 1 : 1
      return [{ column, span, look: name.filter(Boolean).join(' '), text: cellText(cell, props.formulas) }]
    })
  })
  return (
    <Show when={own()} fallback={<td colspan={props.columns.length} />}>
      <For each={shown()}>
        {({ column, span, look, text }) => {
          const id = `${props.id}-${props.number}-${column}`
          const index = column + 2
          return (
            <td id={id} colspan={span} aria-colindex={index} class={look}>
              {text}
            </td>
          )
        }}
      </For>
    </Show>
  )
}

const cellText = (cell: GridCell | undefined, formulas: boolean) =>
  cell === undefined
    ? ''
    : showInvisible(formulas && cell.formula !== undefined ? `=${cell.formula}` : cell.text.replace(/\n/g, ' ⏎ '))

/** 0 is A, 26 is AA. */
export function columnName(index: number): string {
  let name = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return name
}
