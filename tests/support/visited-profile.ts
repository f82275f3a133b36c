import { rmSync } from 'node:fs'
import type { FullConfig } from '@playwright/test'
import { makeProfile, openContext } from './folder.ts'
import { isComplete } from './whole-app.ts'

/**
 * Runs once before all journeys: visits the app and keeps the profile, of which each journey gets a copy. So most journeys begin
 * where a person's second visit does, and the app's files are fetched once instead of in every one. First visits are
 * journeys of their own, with a host of their own.
 */
export default async function visit({ projects }: FullConfig): Promise<() => void> {
  const address = projects[0]?.use.baseURL
  if (!address) throw new Error('playwright.config.ts names no baseURL.')
  const profile = makeProfile()
  const context = await openContext(profile)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(address)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await isComplete(page, 'dist')
  await context.close()
  process.env.DESKHAND_VISITED_PROFILE = profile
  return () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
}
