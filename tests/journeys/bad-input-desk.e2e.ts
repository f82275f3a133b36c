import type { Page } from '@playwright/test'
import { expect, test } from '../support/folder.ts'

/** As they would lie there after years of work. */
const addSessions = (page: Page, titles: string[]) =>
  page.evaluate(
    names =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('deskhand')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const writing = opening.result.transaction('sessions', 'readwrite')
          const rows = writing.objectStore('sessions')
          names.forEach((title, n) => {
            const at = Date.now() - n * 3_600_000
            rows.put(
              { id: `old-${n}`, title, createdAt: at, updatedAt: at, status: 'done', epoch: 1, seq: 1, logVersion: 2 },
              ...(rows.keyPath === null ? [`old-${n}`] : []),
            )
          })
          writing.onerror = () => reject(writing.error)
          writing.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
    titles,
  )

test('five megabytes are pasted, and among 500 sessions with names of any kind each is found, on a narrow page too', async ({
  page,
  app,
}) => {
  const by = (name: string) => page.getByTestId(name)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(app)
  await by('practice').click()
  await by('request').focus()
  await page.evaluate(() => document.execCommand('insertText', false, 'Summarise this folder. '.repeat(228_000)))
  await by('send').click()
  await by('question').waitFor()
  await expect(page.getByRole('article', { name: 'Your request' })).toContainText('Summarise this folder.')
  await expect(by('question')).toContainText('This is what I understood')

  const odd = [
    'x'.repeat(200),
    'مجلد الإيصالات '.repeat(8),
    '收据'.repeat(80),
    '<img src=x onerror=alert(1)>',
    'a\u202Efdp.exe',
  ]
  await addSessions(page, [...odd, ...Array.from({ length: 495 }, (_, n) => `Old work ${n}`)])
  await page.reload()
  await expect(page.locator('.session')).toHaveCount(501)
  for (const width of [1440, 320]) {
    await page.setViewportSize({ width, height: 800 })
    if (width === 320) await by('show-sessions').click()
    const find = page.getByRole('searchbox', { name: 'Search the sessions' })
    await find.fill('old work 49')
    await expect(page.locator('.session')).toHaveCount(6)
    await find.fill('收据')
    await expect(page.locator('.session')).toHaveCount(1)
    await find.fill('')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(await page.evaluate(() => document.querySelector('.session-sheet')!.scrollWidth)).toBeLessThanOrEqual(width)
  }
  await expect(page.locator('.session img')).toHaveCount(0)
  await expect(page.getByText('a⟨U+202E⟩fdp.exe')).toHaveCount(1)
})
