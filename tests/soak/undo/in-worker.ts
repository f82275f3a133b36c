import type { Page } from '@playwright/test'
import { askWorker, startPageWorker } from '../../support/page-worker.ts'
import type { Commands } from './undo.worker.ts'

export const loadWorker = (page: Page, app: string) => startPageWorker(page, app, 'tests/soak/undo/undo.worker.ts')

/** Has the worker do it, and gives what it found. */
export const onWorker = <Name extends keyof Commands>(
  page: Page,
  name: Name,
  ...[argument]: Parameters<Commands[Name]>
): Promise<Awaited<ReturnType<Commands[Name]>>> =>
  askWorker(page, name, argument) as Promise<Awaited<ReturnType<Commands[Name]>>>
