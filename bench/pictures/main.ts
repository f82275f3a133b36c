import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { inFreshBrowser, serveApp } from '../app.ts'
import { VIEWS } from './views.ts'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]
const SCHEMES = ['light', 'dark'] as const

/** Goes through the app once, and at each view takes its picture in every size and scheme, into `folder`. */
export async function takePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const app = await serveApp()
  const only = process.env.SIZES?.split(',')
  const sizes = SIZES.filter(({ width }) => !only || only.includes(String(width)))
  try {
    await inFreshBrowser(async page => {
      page.on('pageerror', error => console.error(error))
      page.on('console', message => message.type() === 'error' && console.error(message.text()))
      await page.goto(app.address)
      let number = 0
      for (const { name, go } of VIEWS) {
        await page.setViewportSize(SIZES[0]!)
        await go(page)
        const file = `${String(++number).padStart(2, '0')}-${name}`
        for (const size of sizes) await inSize(page, size, join(folder, file))
      }
    })
  } finally {
    await app.close()
  }
}

async function inSize(page: Page, size: (typeof SIZES)[number], file: string): Promise<void> {
  await page.setViewportSize(size)
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(250)
    await page.screenshot({ path: `${file}-${size.width}-${colorScheme}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
