import type { Page } from '@playwright/test'
import { askWorker, startPageWorker } from '../../tests/support/page-worker.ts'
import type { Commands } from './bench.worker.ts'

export const loadWorker = (page: Page, app: string) => startPageWorker(page, app, 'bench/log/bench.worker.ts')

/** Has the worker do it, and gives what it found. */
export const onWorker = <Name extends Exclude<keyof Commands, 'folder'>>(
  page: Page,
  name: Name,
  argument: Parameters<Commands[Name]>[0],
): Promise<Awaited<ReturnType<Commands[Name]>>> =>
  askWorker(page, name, argument) as Promise<Awaited<ReturnType<Commands[Name]>>>
