import { getSetting, type Setting } from './settings.ts'

/** Whether what is overwritten is kept in the person's folder as well. */
export const keepSetting: Setting<boolean> = {
  name: 'keep-before',
  is: (value): value is boolean => typeof value === 'boolean',
}

/** Yes, unless the person has declined it. */
export async function keepsBefore(): Promise<boolean> {
  const kept = await getSetting(keepSetting)
  return !kept.ok || kept.value !== false
}
