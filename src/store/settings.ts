import { ok, type Result } from '../domain/failure.ts'
import { database } from './database.ts'
import { stored } from './storage-failure.ts'

/** One of this browser's settings: its name, and its shape as the one who uses it knows it. */
export interface Setting<T> {
  name: string
  /** Says whether what was kept still has that shape. */
  is(value: unknown): value is T
}

/** The setting; null where it was never put, or was put in a shape that is not known any more. */
export const getSetting = <T>({ name, is }: Setting<T>): Promise<Result<T | null>> =>
  stored('reading the settings', async () => {
    const kept: unknown = await (await database()).get('settings', name)
    return ok(is(kept) ? kept : null)
  })

export const putSetting = <T>({ name }: Setting<T>, value: T): Promise<Result<void>> =>
  stored('saving the settings', async () => {
    await (await database()).put('settings', value, name)
    return ok(undefined)
  })
