import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { EARLY_DESK, EARLY_DESK_HASH } from './early-desk.ts'
import { headersFor } from './headers.ts'

const policyOf = (address: string, dev = false) => headersFor(address, { dev })['Content-Security-Policy']
const connectOf = (address: string) => /connect-src ([^;]*)/.exec(policyOf(address) ?? '')?.[1]
const agent = (to: string) => `/assets/agent.worker-4f2a_B-c.js?to=${encodeURIComponent(to)}`

test('the page may load and ask nobody but its own origin', () => {
  expect(policyOf('/')).toBe(
    `default-src 'none'; script-src 'self' '${EARLY_DESK_HASH}'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; ` +
      "connect-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; " +
      "form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  )
})

test('the one script that stands in the page is named by its hash', () => {
  expect(`sha256-${createHash('sha256').update(EARLY_DESK).digest('base64')}`).toBe(EARLY_DESK_HASH)
})

test('every answer keeps other sites out and tells them nothing', () => {
  for (const address of ['/', '/assets/index-1.js', '/assets/desk.worker-1.js', agent('https://a.test')]) {
    expect(headersFor(address, { dev: false })).toMatchObject({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    })
  }
})

test('a worker asks nobody but its own origin, whatever its address says', () => {
  const policy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'"
  expect(policyOf('/assets/desk.worker-4f2a.js')).toBe(policy)
  expect(policyOf('/deep/er/scan.worker-4f2a.js?to=https://a.test')).toBe(policy)
  expect(policyOf('/src/workers/desk.worker.ts?worker_file&type=module', true)).toBe(policy)
})

test('the agent worker reaches the one origin it was started for', () => {
  expect(connectOf(agent('https://api.anthropic.com'))).toBe('https://api.anthropic.com')
  expect(connectOf(agent('http://localhost:11434'))).toBe('http://localhost:11434')
  expect(connectOf('/src/workers/agent.worker.ts?worker_file&type=module&to=http%3A%2F%2F127.0.0.1%3A1')).toBe(
    'http://127.0.0.1:1',
  )
})

test('the agent worker reaches nobody when it was not told plainly where to', () => {
  const unclear = [
    '/assets/agent.worker-4f2a.js',
    agent(''),
    agent('api.anthropic.com'),
    agent('https://api.anthropic.com/'),
    agent('https://api.anthropic.com/v1'),
    agent('https://API.anthropic.com'),
    agent('https://api.anthropic.com:443'),
    agent('https://user@api.anthropic.com'),
    agent('ws://a.test'),
    agent('file:///etc'),
    agent('null'),
    agent("'self'"),
    agent('*'),
    agent('http://*'),
    agent('https://*.test'),
    agent('https://a.test:*'),
    agent('http://a;script-src'),
    agent('http://a,b'),
    agent('https://a.test https://b.test'),
    agent('https://a.test\nhttps://b.test'),
    agent('http://999.1.1.1'),
    `${agent('https://a.test')}&to=https://b.test`,
  ]
  expect(unclear.filter(address => connectOf(address) !== "'none'")).toEqual([])
})

test('an address that only looks like the agent worker opens nothing', () => {
  const others = ['/?to=https://a.test', '/agent.worker/?to=https://a.test', '/agent.worker.html?to=https://a.test']
  expect(others.map(address => connectOf(address))).toEqual(["'self'", "'self'", "'self'"])
  expect(connectOf('/assets/not-agent.worker-1.js?to=https://a.test')).toBe("'self'")
})

test('the runtime of others can be held by one document alone, which reaches nothing itself', () => {
  const policy = policyOf('/deep/sandbox/webcontainer-4f2a31bc.html') ?? ''
  expect(policy).toContain(
    "default-src 'none'; script-src 'self'; connect-src 'none'; frame-src https://stackblitz.com",
  )
  for (const address of ['/', '/sandbox/host-4f2a31bc.html', '/assets/desk.worker-1.js', '/webcontainer.html'])
    expect(policyOf(address)).not.toContain('stackblitz')
})

test('dev allows inline styles on the page and nothing else', () => {
  expect(policyOf('/', true)).toBe(policyOf('/')?.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"))
  expect(policyOf(agent('https://a.test'), true)).toBe(policyOf(agent('https://a.test')))
})

test('the frame around a page that is looked at lets nothing run or load, under any path', () => {
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
  expect(policyOf('/preview/frame.html')).toBe(policy)
  expect(policyOf('/deep/er/preview/frame.html?x')).toBe(policy)
})
