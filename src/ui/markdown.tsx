import type { Token, Tokens } from 'marked'
import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { showInvisible } from '../domain/quote.ts'
import { Icon } from './icon.tsx'
import { createBlocks } from './markdown-blocks.ts'

/**
 * Draws Markdown as nodes of our own. Nothing of it becomes markup: html is shown as the text it is, and a picture from
 * elsewhere is a chip that loads nothing.
 */
export default function Markdown(props: { text: string }) {
  const read = createBlocks()
  const blocks = createMemo(() => read(props.text))
  return (
    <div class="prose">
      <For each={blocks().pages}>
        {page => (
          <div class="blocks">
            <Blocks tokens={page} />
          </div>
        )}
      </For>
      <For each={blocks().rest}>{token => <Block token={token} />}</For>
    </div>
  )
}

function Block(props: { token: Token }): JSX.Element {
  const token = props.token as Tokens.Generic
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'heading':
      // The page has its own headings above: a message begins at the third.
      return (
        <Dynamic component={`h${Math.min(6, token.depth + 2)}`}>
          <Inline tokens={token.tokens} />
        </Dynamic>
      )
    case 'paragraph':
      return (
        <p>
          <Inline tokens={token.tokens} />
        </p>
      )
    case 'text':
      return token.tokens ? <Inline tokens={token.tokens} /> : token.text
    case 'code':
      return (
        <pre tabindex="0">
          <code>{showInvisible(token.text)}</code>
        </pre>
      )
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={token.tokens} />
        </blockquote>
      )
    case 'hr':
      return <hr />
    case 'list':
      return <List token={token as Tokens.List} />
    case 'table':
      return <Table token={token as Tokens.Table} />
    default:
      return <p>{token.raw}</p>
  }
}

const Blocks = (props: { tokens: Token[] | undefined }) => (
  <For each={props.tokens ?? []}>{token => <Block token={token} />}</For>
)

function List(props: { token: Tokens.List }) {
  const items = () => (
    <For each={props.token.items}>
      {item => (
        <li classList={{ task: item.task }}>
          <Show when={item.task}>
            <span class="tick">{item.checked ? '☑' : '☐'}</span>
          </Show>
          <Blocks tokens={item.tokens.filter(token => token.type !== 'checkbox')} />
        </li>
      )}
    </For>
  )
  return (
    <Show when={props.token.ordered} fallback={<ul>{items()}</ul>}>
      <ol start={Number(props.token.start) || 1}>{items()}</ol>
    </Show>
  )
}

function Table(props: { token: Tokens.Table }) {
  const side = (align: string | null) => (align ? `align-${align}` : '')
  return (
    <section class="table-scroll" tabindex="0" aria-label="Table">
      <table>
        <thead>
          <tr>
            <For each={props.token.header}>
              {cell => (
                <th scope="col" class={side(cell.align)}>
                  <Inline tokens={cell.tokens} />
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.token.rows}>
            {row => (
              <tr>
                <For each={row}>
                  {cell => (
                    <td class={side(cell.align)}>
                      <Inline tokens={cell.tokens} />
                    </td>
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

const Inline = (props: { tokens: Token[] | undefined }) => (
  <For each={props.tokens ?? []}>{token => <Span token={token as Tokens.Generic} />}</For>
)

function Span(props: { token: Tokens.Generic }): JSX.Element {
  const token = props.token
  return (
    <Switch fallback={plain(token)}>
      <Match when={token.type === 'strong'}>
        <strong>
          <Inline tokens={token.tokens} />
        </strong>
      </Match>
      <Match when={token.type === 'em'}>
        <em>
          <Inline tokens={token.tokens} />
        </em>
      </Match>
      <Match when={token.type === 'del'}>
        <del>
          <Inline tokens={token.tokens} />
        </del>
      </Match>
      <Match when={token.type === 'codespan'}>
        <code>{showInvisible(token.text)}</code>
      </Match>
      <Match when={token.type === 'br'}>
        <br />
      </Match>
      <Match when={token.type === 'image'}>
        <span class="chip picture" title={showInvisible(token.href)}>
          <Icon name="picture" />
          {token.text || 'Picture'} <span class="faint">(not loaded: {hostOf(token.href)})</span>
        </span>
      </Match>
      <Match when={token.type === 'link'}>
        <Link token={token as Tokens.Link} />
      </Match>
      <Match when={token.type === 'text' && token.tokens}>
        <Inline tokens={token.tokens} />
      </Match>
    </Switch>
  )
}

/** Where a link goes is always to be seen; only web and mail addresses can be followed. */
function Link(props: { token: Tokens.Link }) {
  const href = () => showInvisible(props.token.href)
  const safe = () => /^(https?|mailto):/i.test(props.token.href)
  const bare = () => props.token.text === props.token.href
  return (
    <Show
      when={safe()}
      fallback={
        <span>
          <Inline tokens={props.token.tokens} />
          <Show when={!bare()}> ({href()})</Show>
        </span>
      }
    >
      <a href={props.token.href} target="_blank" rel="noopener noreferrer">
        <Inline tokens={props.token.tokens} />
      </a>
      <Show when={!bare()}>
        <span class="where"> ({href()})</span>
      </Show>
    </Show>
  )
}

const plain = (token: Tokens.Generic) =>
  token.type === 'text' || token.type === 'escape' ? readEntities(token.text) : token.raw

/** marked leaves entities as they stand; these five are what people write. */
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const readEntities = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, entity => ENTITIES[entity] ?? entity)

const hostOf = (href: string) => (URL.canParse(href) ? new URL(href).host || 'from elsewhere' : 'from the folder')
