import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../support/chromium.ts'

/** A browser in a process group of its own, so that it can be killed whole, and nothing else with it. */
export interface OwnBrowser {
  /**
   * Begins to watch and drive it. A page that is watched counts as visible to itself, wherever it is, unless the browser is taken
   * as it is.
   */
  connect(how?: { asItIs: true }): Promise<BrowserContext>
  /** Leaves it alone: it goes on without being watched. */
  disconnect(): Promise<void>
  /** SIGKILL to all of its processes, without a word before. Resolves when it is gone. */
  kill(): Promise<void>
  /** Ends it as a person does. */
  close(): Promise<void>
}

const ADDRESS = /DevTools listening on (ws:\/\/\S+)/
const STARTS_WITHIN_MS = 30_000

/** Starts Chromium on a profile, be it one that a killed Chromium left; on a screen when a display is given. */
export async function startBrowser(profile: string, display?: string): Promise<OwnBrowser> {
  const child = spawn(
    CHROMIUM,
    [
      ...CHROMIUM_ARGUMENTS,
      '--no-default-browser-check',
      '--hide-crash-restore-bubble',
      '--password-store=basic',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      '--window-size=1280,900',
      ...(display ? [] : ['--headless']),
      'about:blank',
    ],
    {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...(display ? { DISPLAY: display } : {}) },
    },
  )
  const over = once(child, 'exit')
  const address = await addressOf(child)
  let browser: Browser | null = null
  const disconnect = async () => {
    await browser?.close()
    browser = null
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, signal)
    await over
    await disconnect()
  }
  return {
    async connect(how) {
      browser = await chromium.connectOverCDP(address, { noDefaults: how !== undefined })
      return browser.contexts()[0]!
    },
    disconnect,
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Chromium did not start:\n${said}`)), STARTS_WITHIN_MS)
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`Chromium ended at once:\n${said}`)))
    child.stderr!.on('data', (part: Buffer) => {
      said += part.toString()
      const address = ADDRESS.exec(said)?.[1]
      if (!address) return
      clearTimeout(late)
      // What it says later is read and forgotten, or a full pipe would stop it.
      child.stderr!.removeAllListeners('data').resume()
      resolve(address)
    })
  })
}
