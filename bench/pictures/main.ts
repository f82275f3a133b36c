import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { inFreshBrowser, serveApp } from '../app.ts'
import { startModel } from './model.ts'
import { closePanel, type View, viewsWith } from './views.ts'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]
const SCHEMES = ['light', 'dark'] as const

type Size = (typeof SIZES)[number]
type Scheme = (typeof SCHEMES)[number]

/**
 * Goes through the app once, and at each view takes its picture in every size and scheme, into `folder`:
 * whole, as png, to be looked at; or `small`, as webp at half the size, with a page that shows them all.
 */
export async function takePictures(folder: string, small: boolean): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const app = await serveApp()
  const model = await startModel()
  const views = viewsWith(model.origin)
  try {
    await inFreshBrowser(async page => {
      page.on('pageerror', error => console.error(error))
      page.on('console', message => message.type() === 'error' && console.error(message.text()))
      await page.goto(app.address)
      const take = small ? await takeSmall(page) : takeWhole(page)
      for (const view of views) {
        await page.setViewportSize(SIZES[0]!)
        await view.go(page)
        for (const size of SIZES)
          await inSize(page, view, size, scheme => take(join(folder, nameOf(view, size, scheme)), size))
      }
    })
  } finally {
    await app.close()
    await model.close()
  }
  if (small) writeFileSync(join(folder, 'README.md'), gallery(views))
}

const nameOf = (view: View, size: Size, scheme: Scheme) => `${view.name}-${size.width}-${scheme}`

const takeWhole = (page: Page) => (file: string) => page.screenshot({ path: `${file}.png` })

async function takeSmall(page: Page) {
  const browser = await page.context().newCDPSession(page)
  return async (file: string, size: Size) => {
    const { data } = await browser.send('Page.captureScreenshot', {
      format: 'webp',
      quality: 70,
      clip: { x: 0, y: 0, ...size, scale: 0.5 },
    })
    writeFileSync(`${file}.webp`, Buffer.from(data, 'base64'))
  }
}

async function inSize(page: Page, view: View, size: Size, take: (scheme: Scheme) => Promise<unknown>): Promise<void> {
  await page.setViewportSize(size)
  // Where there is no room for the panel, it is a sheet that is called for.
  const toggle = page.getByRole('button', { name: 'Progress, changes and activity', exact: true })
  if (view.inPanel && (await toggle.isVisible())) await toggle.click()
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(250)
    await take(colorScheme)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (view.inPanel) await closePanel(page)
}

function gallery(views: View[]): string {
  const cell = (view: View, size: Size, scheme: Scheme) =>
    `![${view.name}, ${scheme}, ${size.width} by ${size.height}](${nameOf(view, size, scheme)}.webp)`
  const rows = views.flatMap(view => [
    `## ${view.name}`,
    SCHEMES.map(scheme => SIZES.map(size => cell(view, size, scheme)).join(' ')).join('\n\n'),
  ])
  return `${['# Every view', 'Made by `npm run pictures -- docs/pictures small`, at half the size.', ...rows].join('\n\n')}\n`
}
