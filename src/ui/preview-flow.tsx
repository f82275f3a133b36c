import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { showInvisible } from '../domain/quote.ts'
import type { DocumentPicture, DocumentPiece } from '../ports/documents.ts'
import type { OpenLook } from '../ports/preview.ts'
import { MoreBelow } from './preview-more.tsx'
import { Picture } from './preview-picture.tsx'

const AT_ONCE = 100

type Row = Extract<DocumentPiece, { kind: 'row' }>
type Block = { first: DocumentPiece; rows: Row[] }

/** A text document: headings, paragraphs, lists, tables and pictures in their order, more of it as one scrolls. */
export default function PreviewFlow(props: { file: OpenLook; pieces: number; pictures: DocumentPicture[] }) {
  const [pieces, setPieces] = createSignal<DocumentPiece[]>([])
  const more = async () => {
    const next = await props.file.pieces(pieces().length, AT_ONCE)
    if (next.ok) setPieces(known => [...known, ...next.value])
  }
  const isMore = () => pieces().length < props.pieces
  const places = createMemo(() => new Set(pieces().map(piece => piece.at)))
  /** Pictures whose paragraph has no words, or that stand in a margin. */
  const elsewhere = () => (isMore() ? [] : props.pictures.filter(picture => !places().has(picture.at)))
  return (
    <section class="paper-scroll" tabindex="0" aria-label="Document" data-testid="flow">
      <div class="paper prose">
        <Pieces pieces={pieces()} pictures={props.pictures} />
        <For each={elsewhere()}>{picture => <Picture picture={picture} />}</For>
        <Show when={props.pieces === 0 && props.pictures.length === 0}>
          <p class="faint">The document has no text.</p>
        </Show>
        <MoreBelow more={isMore()} onMore={more} />
      </div>
    </section>
  )
}

/** Pieces of a document, rows that belong together as one table. */
export function Pieces(props: { pieces: DocumentPiece[]; pictures: DocumentPicture[] }) {
  const blocks = createMemo<Block[]>(known => {
    const blocks: Block[] = []
    for (const piece of props.pieces) {
      const last = blocks.at(-1)
      const before = last?.rows.at(-1)
      if (piece.kind === 'row' && before && before.table === piece.table && before.part === piece.part)
        last!.rows.push(piece)
      else blocks.push({ first: piece, rows: piece.kind === 'row' ? [piece] : [] })
    }
    // A block that is as it was keeps its identity, and with it what is drawn.
    const old = new Map(known.map(block => [block.first, block]))
    return blocks.map(block => {
      const same = old.get(block.first)
      return same && same.rows.length === block.rows.length ? same : block
    })
  }, [])
  const picturesAt = (block: Block, index: number) => {
    const at = (block.rows.at(-1) ?? block.first).at
    return blocks()[index + 1]?.first.at === at ? [] : props.pictures.filter(picture => picture.at === at)
  }
  return (
    <For each={blocks()}>
      {(block, index) => (
        <>
          <Show
            when={block.rows.length > 0}
            fallback={<Piece piece={block.first} seen={picturesAt(block, index()).length > 0} />}
          >
            <Table rows={block.rows} />
          </Show>
          <For each={picturesAt(block, index())}>{picture => <Picture picture={picture} />}</For>
        </>
      )}
    </For>
  )
}

/** Says in words where a picture is; not needed where it is seen. */
const PICTURE_WORDS = /\[picture: [^\]]*\]/g

function Piece(props: { piece: DocumentPiece; seen: boolean }): JSX.Element {
  const { piece } = props
  switch (piece.kind) {
    case 'heading':
      return (
        <Dynamic component={`h${Math.min(6, piece.level + 2)}`} class={`level-${Math.min(4, piece.level)}`}>
          {showInvisible(piece.text)}
        </Dynamic>
      )
    case 'item':
      return (
        <p class="list-item" style={{ 'margin-inline-start': `${Math.min(8, piece.level) * 1.4}rem` }}>
          <span class="marker">{piece.marker === '-' ? '•' : showInvisible(piece.marker)}</span>
          <span>{showInvisible(piece.text)}</span>
        </p>
      )
    case 'note':
      return (
        <p class="beside-note">
          <small>
            <b>
              {piece.what}
              {piece.by ? ` by ${showInvisible(piece.by)}` : ''}
            </b>{' '}
            {showInvisible(piece.text)}
          </small>
        </p>
      )
    case 'row':
      return null
    case 'paragraph':
      return <p class="as-written">{showInvisible(props.seen ? piece.text.replace(PICTURE_WORDS, '') : piece.text)}</p>
  }
}

function Table(props: { rows: Row[] }) {
  const columns = () => Math.max(...props.rows.map(row => row.cells.length))
  /** The first row names the columns where all of it are words. */
  const isHead = (index: number) =>
    index === 0 &&
    props.rows.length > 1 &&
    props.rows[0]!.cells.every(cell => cell.text.trim() !== '' && !isFigure(cell.text))
  return (
    <section class="table-scroll" tabindex="0" aria-label="Table">
      <table>
        <tbody>
          <For each={props.rows}>
            {(row, index) => (
              <tr classList={{ head: isHead(index()) }}>
                <For each={Array.from({ length: columns() }, (_, i) => row.cells[i])}>
                  {cell => (
                    <Switch fallback={<td />}>
                      <Match when={cell}>
                        {known => <td class={kindOf(known().text)}>{showInvisible(known().text)}</td>}
                      </Match>
                    </Switch>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}

/** A date or a code: broken at its dashes it would be misread. */
const isWord = (text: string) => /^\S{1,16}$/.test(text)

/** Figures stand at the right, below each other. */
const isFigure = (text: string) =>
  /^[-+(]?\s?(?:[A-Z]{3}|[$€£¥])?\s?\d[\d.,'\s]*\)?\s?(?:%|[A-Z]{3}|[$€£¥])?$/.test(text)

const kindOf = (text: string) => (isFigure(text) ? 'figure' : isWord(text) ? 'word' : undefined)
