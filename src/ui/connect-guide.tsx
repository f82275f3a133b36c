import { For, Show } from 'solid-js'
import { originOf } from './say.ts'

/** How the person connects a model. The last two are the same to everything below: an endpoint of the Messages API. */
export type Way = 'builtin' | 'claude' | 'server'

export const CLAUDE_BASE = 'https://api.anthropic.com'

/** Servers that are known by name, and how each is made to let this page in. */
export const SERVERS: { name: string; base: string; steps: (page: string) => string[] }[] = [
  {
    name: 'Ollama',
    base: 'http://localhost:11434',
    steps: page => [
      `Stop Ollama where it runs already, then start it so that this page may ask it: OLLAMA_ORIGINS=${page} ollama serve`,
      'Fetch a model that can call tools, with room for 32,000 tokens of conversation: ollama pull qwen3',
      'Test the connection below, and choose the model from what it offers.',
    ],
  },
  {
    name: 'LM Studio',
    base: 'http://localhost:1234',
    steps: () => [
      'Under Developer, open the server settings, turn on “Enable CORS”, and start the server.',
      'Load a model that can call tools, with a context of at least 32,000 tokens.',
      'Test the connection below, and choose the model from what it offers.',
    ],
  },
  {
    name: 'Another server or gateway',
    base: '',
    steps: page => [
      'Type its address: what stands before /v1/messages, where the Messages API answers.',
      `It must allow requests from web pages (CORS), from the origin ${page}.`,
      'Where it wants a key of its own, put that into the field for the key.',
    ],
  },
]

const STEPS_CLAUDE = [
  'Sign in to the Claude Console at platform.claude.com and make a key under API keys. Use costs money there, by tokens.',
  'Put the key in below. It is sent to the address below and nowhere else.',
  'Test the connection. The models may stay as they are.',
]

/** Which known server this address is of. */
export const serverAt = (base: string) => SERVERS.find(server => server.base !== '' && base.startsWith(server.base))

/** What has to be done for that way, step by step. */
export function Steps(props: { way: Way; server: string }) {
  const steps = () =>
    props.way === 'claude'
      ? STEPS_CLAUDE
      : (SERVERS.find(server => server.name === props.server)?.steps(location.origin) ?? [])
  return (
    <ol class="steps-to-connect" data-testid="connect-steps">
      <For each={steps()}>{step => <li>{step}</li>}</For>
    </ol>
  )
}

const isHere = (base: string) => /^https?:\/\/(localhost|127\.|\[::1\]|[\w.-]+\.localhost)/.test(base)

/** What leaves this machine that way, and what does not, in plain words. */
export function WhatLeaves(props: { way: Way; base: string }) {
  return (
    <section class="what-leaves" aria-labelledby="what-leaves" data-testid="what-leaves">
      <h3 id="what-leaves">What leaves this machine</h3>
      <Show
        when={props.way !== 'builtin'}
        fallback={<p>Nothing. The rules work in this page, also without a network.</p>}
      >
        <Show when={isHere(props.base)} fallback={<p>To {originOf(props.base)}, and to no other address:</p>}>
          <p>Nothing, as long as {originOf(props.base)} works on this computer itself. That server is given:</p>
        </Show>
        <ul>
          <li>what you write, and what agents answer;</li>
          <li>names of files in the folder, and the contents of those that agents read for your request;</li>
          <li>what the commands of agents print.</li>
        </ul>
        <p>
          Not sent: files that no agent reads, other sessions, anything before you ask for something. The browser itself
          lets agents reach this one address only, and each request stands under “Sent” with its size. A test of the
          connection sends your key and six words of ours.
        </p>
      </Show>
    </section>
  )
}
