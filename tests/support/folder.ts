import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, test as base, chromium, expect, type Page } from '@playwright/test'
import { CHROMIUM, CHROMIUM_ARGUMENTS } from './chromium.ts'

export { expect }

/** What Chromium says when the app asks for a folder: yes, a question to the person, or no. */
export type Guard = 'allow' | 'ask' | 'block'
const SETTING = { allow: 1, block: 2, ask: 3 }

/**
 * A browser profile that decides on reading and writing folders without a prompt, unless told to ask: of someone who has visited
 * the app before where a run of journeys has made one, and else a fresh one.
 */
export function makeProfile(
  guards: { read?: Guard; write?: Guard; neverVisited?: true; siteData?: 'block' } = {},
): string {
  const profile = mkdtempSync(join(tmpdir(), 'deskhand-profile-'))
  const visited = guards.neverVisited || guards.siteData ? undefined : process.env.DESKHAND_VISITED_PROFILE
  if (visited) execFileSync('cp', ['-a', `${visited}/.`, profile])
  const preferences = {
    safebrowsing: { enabled: false },
    profile: {
      default_content_setting_values: {
        file_system_read_guard: SETTING[guards.read ?? 'allow'],
        file_system_write_guard: SETTING[guards.write ?? 'allow'],
        // Of the same name since the days when sites kept nothing else.
        ...(guards.siteData ? { cookies: SETTING[guards.siteData] } : {}),
      },
    },
  }
  mkdirSync(join(profile, 'Default'), { recursive: true })
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
  return profile
}

/**
 * A browser on a profile. Closing it and opening another on the same profile is what a person's restart is. What it puts outside of
 * its profile, like an installed app's place on the desktop, it puts in `home`, where that is given.
 */
export async function openContext(profile: string, home?: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: CHROMIUM_ARGUMENTS,
    ...(home
      ? {
          env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config') },
        }
      : {}),
  })
  // A page that works asks before it is closed or loaded anew. Here that is always meant.
  context.on('dialog', dialog => void dialog.accept())
  return context
}

/** Drops real files or folders onto an element, as a file manager does: the app gets handles of Chromium's own. */
export async function dropPaths(page: Page, selector: string, paths: string[]): Promise<void> {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`Nothing to drop on: ${selector} is not visible.`)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  const devtools = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await devtools.detach()
}

/**
 * Answers the app's folder picker with a real folder. Call it before `goto`, once per page. A picker is a window of
 * the operating system that no test can reach, so the handle comes from a drop; it is a real handle all the same.
 */
export async function answerPicker(page: Page, folder: string): Promise<void> {
  await page.exposeBinding('dropTestFolder', () => dropPaths(page, 'html', [folder]))
  await page.addInitScript(() => {
    const caught = (event: Event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    const showDirectoryPicker = () =>
      new Promise((resolve, reject) => {
        const dropped = new AbortController()
        const listening = { capture: true, signal: dropped.signal }
        // Chromium drops only where the last of several dragovers was taken.
        addEventListener('dragover', caught, listening)
        addEventListener(
          'drop',
          event => {
            caught(event)
            dropped.abort()
            const item = event.dataTransfer?.items[0] as unknown as {
              getAsFileSystemHandle(): Promise<FileSystemHandle>
            }
            item.getAsFileSystemHandle().then(resolve, reject)
          },
          listening,
        )
        const { dropTestFolder } = globalThis as unknown as { dropTestFolder(): Promise<void> }
        dropTestFolder().catch(reject)
      })
    Object.assign(globalThis, { showDirectoryPicker })
  })
}

interface Desk {
  /** An empty folder on disk. */
  folder: string
  /** A profile of the test's own, for opening the browser again. */
  profile: string
  /** The address of the built app. */
  app: string
}

export const test = base.extend<Desk>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-folder-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  profile: async ({}, use) => {
    const profile = makeProfile()
    await use(profile)
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  },
  context: async ({ profile }, use) => {
    const context = await openContext(profile)
    await use(context)
    await context.close()
  },
  page: async ({ context }, use) => {
    await use(context.pages()[0] ?? (await context.newPage()))
  },
  app: async ({ baseURL }, use) => {
    if (!baseURL) throw new Error('playwright.config.ts names no baseURL.')
    await use(baseURL)
  },
})
