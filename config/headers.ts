import { EARLY_DESK_HASH } from './early-desk.ts'

/** What every answer carries besides its policy: isolation from other sites, and nothing told to them. */
const EVERYWHERE = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

type Policy = Record<string, string>

const PAGE: Policy = {
  'default-src': "'none'",
  'script-src': `'self' '${EARLY_DESK_HASH}'`,
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'frame-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
}

/** A worker loaded by address ignores the page's policy, so each worker file brings its own. */
const WORKER: Policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'connect-src': "'self'",
}

/**
 * The frame that holds the sandboxes, and by inheritance each of them: no address can be reached or gone to, in any way. `blob:` and
 * wasm are how engines and agents' modules come in; without `'unsafe-eval'`, text never becomes code inside an engine.
 */
export const SANDBOX_POLICY: Policy = {
  'default-src': "'none'",
  'script-src': "'unsafe-inline' 'wasm-unsafe-eval' blob:",
  'worker-src': 'blob:',
  'connect-src': "'none'",
  'frame-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'self'",
  'object-src': "'none'",
}
/** The frame around a web page that is looked at. The page in it inherits this: its own styles and pictures, and nothing from anywhere. */
const PREVIEW_POLICY: Policy = {
  'default-src': "'none'",
  'style-src': "'unsafe-inline'",
  'img-src': 'data:',
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'self'",
}
const PREVIEW_FILE = /\/preview\/frame\.html$/

const SANDBOX_FILE = /\/sandbox\/host(-\w+)?\.html$/

/**
 * The document that holds the runtime of others, which no other page of the app may: their addresses stand in this policy alone. It
 * reaches nothing itself. The last two are where the pages of servers that run there are shown from.
 */
export const RUNTIME_POLICY: Policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'none'",
  'frame-src': 'https://stackblitz.com https://*.webcontainer.io https://*.webcontainer-api.io',
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'self'",
  'object-src': "'none'",
}
const RUNTIME_FILE = /\/sandbox\/webcontainer(-\w+)?\.html$/

/** `desk.worker.ts` in dev, `desk.worker-4f2a.js` in a build. */
const WORKER_FILE = /\/[^/]*\.worker[^/]*\.[jt]s$/
/** Their libraries for pictures and for reading print are wasm, which a policy must name. */
const WASM_WORKER_FILE = /\/(pdf|recognise)\.worker(-[\w-]+)?\.[jt]s$/
/** Only these may reach beyond the app. The ending matters: a page must never be answered under this policy. */
const AGENT_FILE = /\/agent\.worker(-[\w-]+)?\.[jt]s$/
/** A policy reads `*` as "any host", and `;` as the end of the line; an address may contain both. */
const PLAIN_ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/

/**
 * The headers for one address of the app, the same in dev, in preview, on any other server that can set them, and from
 * the service worker where a server cannot. Every address gets exactly one policy. `dev` allows the page the inline
 * styles that Vite's dev client needs, and nothing else. Runs in Node, in the page and in the service worker alike.
 */
export function headersFor(address: string, { dev }: { dev: boolean }): Record<string, string> {
  return { ...EVERYWHERE, 'Content-Security-Policy': written(policyFor(address, dev)) }
}

function policyFor(address: string, dev: boolean): Policy {
  const [path = '', query = ''] = address.split(/\?(.*)/s)
  if (AGENT_FILE.test(path)) return { ...WORKER, 'connect-src': endpoint(new URLSearchParams(query)) ?? "'none'" }
  if (WASM_WORKER_FILE.test(path)) return { ...WORKER, 'script-src': "'self' 'wasm-unsafe-eval'" }
  if (WORKER_FILE.test(path)) return WORKER
  if (SANDBOX_FILE.test(path)) return SANDBOX_POLICY
  if (PREVIEW_FILE.test(path)) return PREVIEW_POLICY
  if (RUNTIME_FILE.test(path)) return RUNTIME_POLICY
  return dev ? { ...PAGE, 'style-src': "'self' 'unsafe-inline'" } : PAGE
}

/** The one origin the agent worker was started for, or nothing when it is missing, doubled or not plainly an origin. */
function endpoint(query: URLSearchParams): string | undefined {
  const [to, ...more] = query.getAll('to')
  if (to === undefined || more.length > 0 || !PLAIN_ORIGIN.test(to) || !URL.canParse(to)) return undefined
  return new URL(to).origin === to ? to : undefined
}

export const written = (policy: Policy): string =>
  Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ')
