import * as Comlink from 'comlink430'
import type { FromMachine, ToMachine } from './wire.ts'

/**
 * The page that the real client of WebContainer loads into its frame, with a real machine behind it: files on a disk and processes.
 * It speaks what @webcontainer/api 1.6.4 expects.
 */

type Listener = (...values: unknown[]) => void

const socket = new WebSocket(`wss://${location.host}/machine`)
const opened = new Promise<void>(resolve => {
  socket.onopen = () => resolve()
})
const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
const outputs = new Map<number, Listener | undefined>()
const exits = new Map<number, (code: number) => void>()
const listeners = new Map<string, Set<Listener>>()
let count = 0

const toBase64 = (bytes: Uint8Array) => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
const fromBase64 = (text: string) => Uint8Array.from(atob(text), char => char.charCodeAt(0))

async function ask(op: string, ...values: unknown[]): Promise<unknown> {
  await opened
  const id = ++count
  const plain = values.map(value => (value instanceof Uint8Array ? { base64: toBase64(value) } : value))
  socket.send(JSON.stringify({ id, op, values: plain } satisfies ToMachine))
  return new Promise((resolve, reject) => asked.set(id, { resolve, reject }))
}

socket.onmessage = ({ data }) => {
  const news = JSON.parse(data) as FromMachine
  if (news.kind === 'answer') {
    const { resolve, reject } = asked.get(news.id)!
    asked.delete(news.id)
    if (news.error !== undefined) reject(new Error(news.error))
    else resolve(isBytes(news.value) ? fromBase64(news.value.base64) : news.value)
  } else if (news.kind === 'output') outputs.get(news.process)?.(fromBase64(news.base64))
  else if (news.kind === 'exit') {
    outputs.get(news.process)?.(null)
    exits.get(news.process)?.(news.code)
  } else for (const hear of listeners.get('server-ready') ?? []) hear(news.port, news.url)
}

const isBytes = (value: unknown): value is { base64: string } =>
  typeof value === 'object' && value !== null && 'base64' in value

const fs = {
  readFile: (path: string) => ask('readFile', path),
  writeFile: (path: string, data: string | Uint8Array) => ask('writeFile', path, data),
  readdir: (path: string) => ask('readdir', path),
  mkdir: (path: string, options?: unknown) => ask('mkdir', path, options ?? {}),
  rm: (path: string, options?: unknown) => ask('rm', path, options ?? {}),
  rename: (from: string, to: string) => ask('rename', from, to),
}

const instance = (workdir: string) => ({
  fs: () => Comlink.proxy(fs),
  previewScript: () => Comlink.proxy({}),
  runtimeInfo: () => ({ path: '/usr/bin:/bin', cwd: workdir }),
  setCredentials: () => undefined,
  setPreviewScript: () => undefined,
  loadFiles: (payload: Uint8Array, options?: { mountPoints?: string }) =>
    ask('mount', new TextDecoder().decode(payload), options?.mountPoints ?? '.'),
  serialize: async (path: string, options: unknown) =>
    new TextEncoder().encode((await ask('export', path, options)) as string),
  on(event: string, hear: Listener) {
    listeners.set(event, (listeners.get(event) ?? new Set()).add(hear))
    return Comlink.proxy(() => listeners.get(event)?.delete(hear))
  },
  async run(command: unknown, _out: unknown, _err: unknown, output?: Listener) {
    const process = ++count
    outputs.set(process, output)
    const onExit = new Promise<number>(resolve => exits.set(process, resolve))
    await ask('run', process, command)
    return Comlink.proxy({
      onExit,
      kill: () => void ask('kill', process),
      write: (text: string) => ask('stdin', process, text),
      resize: () => undefined,
    })
  },
  teardown: () => ask('teardown'),
})

const server = {
  async build({ workdirName }: { workdirName?: string }) {
    const workdir = (await ask('boot', workdirName ?? 'project')) as string
    return Comlink.proxy(instance(workdir))
  },
}

const { port1, port2 } = new MessageChannel()
Comlink.expose(server, port1)
parent.postMessage({ type: 'init' }, '*', [port2])
