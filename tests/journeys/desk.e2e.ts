import type { Locator, Page } from '@playwright/test'
import { isAccessible } from '../support/accessible.ts'
import { expect, test } from '../support/folder.ts'
import { isOver } from './steps.ts'

/** Goes to a control by the Tab key alone, as somebody does who has no mouse. */
async function tabTo(page: Page, control: Locator, key = 'Tab'): Promise<void> {
  await control.waitFor()
  for (let presses = 0; presses < 80; presses++) {
    if (await control.evaluate(node => node === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error('The control is not reached by the Tab key.')
}

async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByTestId(name))
  await page.keyboard.press('Enter')
}

test('the main job by keyboard alone, and every view without a fault of access', async ({ page, app }) => {
  test.setTimeout(180_000)
  const by = (name: string) => page.getByTestId(name)
  const dialog = page.getByRole('dialog')
  await page.goto(app)
  await by('pick-folder').waitFor()
  await isAccessible(page, 'landing')

  // Settings give the focus back to what opened them.
  await press(page, 'settings')
  await by('provider-anthropic').waitFor()
  await tabTo(page, by('provider-builtin'))
  await isAccessible(page, 'settings, the built-in planner')
  await page.keyboard.press('ArrowDown')
  await expect(by('base-url')).toBeVisible()
  await isAccessible(page, 'settings, Claude')
  await page.keyboard.press('ArrowDown')
  await expect(by('servers')).toBeVisible()
  await isAccessible(page, 'settings, a server')
  await page.keyboard.press('Escape')
  await expect(by('settings')).toBeFocused()

  await press(page, 'practice')
  await expect(page.getByRole('list', { name: 'Suggestions' }).getByRole('button').first()).toContainText('receipts')
  // The door is gone; the person goes on where they write. So it is after an answer and an approval.
  await expect(by('request')).toBeFocused()
  await isAccessible(page, 'suggestions')
  await tabTo(page, by('request'))
  await page.keyboard.type('Collect the receipts into one table with totals per month and vendor')
  await page.keyboard.press('Enter')

  await by('question').waitFor()
  await expect(page.locator('[aria-live=assertive]')).toContainText('A question for you.')
  await isAccessible(page, 'question')
  await press(page, 'answer-send')

  await by('plan-approve').waitFor()
  await expect(by('plan-expected')).toHaveText('The built-in planner uses no tokens and costs nothing.')
  await isAccessible(page, 'plan')
  await expect(by('request')).toBeFocused()
  await press(page, 'plan-approve')
  await expect(by('request')).toBeFocused()

  await isOver(page, 'done', 60_000)
  await expect(page.locator('[aria-live=polite]').first()).toContainText(/(\d+) of \1 tasks done/)
  await isAccessible(page, 'done')

  await page.keyboard.press('Control+Shift+2')
  await by('plan-view').waitFor()
  await isAccessible(page, 'board')
  await press(page, 'plan-as-graph')
  await by('plan-graph').locator('.slip').first().waitFor()
  await isAccessible(page, 'graph')
  await press(page, 'plan-as-list')
  const first = by('plan-view').getByRole('row').last().getByRole('button')
  await tabTo(page, first)
  await page.keyboard.press('Enter')
  await expect(by('task-sheet')).toContainText('What its agent did')
  await expect(by('task-sheet').getByRole('list').first()).toContainText('Passed: ')
  await isAccessible(page, 'task')
  await page.keyboard.press('Escape')
  await expect(first).toBeFocused()

  await page.keyboard.press('Control+Shift+3')
  await by('timeline').waitFor()
  await tabTo(page, by('scrub'))
  for (let step = 0; step < 3; step++) await page.keyboard.press('PageDown')
  await expect(by('then')).toContainText(/Lead|Nobody/)
  await isAccessible(page, 'timeline')
  await tabTo(page, by('replay'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, by('place'))
  await page.keyboard.press('Home')
  await expect(by('replay-dialog').getByRole('article', { name: 'Report' })).toHaveCount(0)
  await page.keyboard.press('End')
  await expect(by('replay-dialog').getByRole('article', { name: 'Report' })).toBeVisible()
  await isAccessible(page, 'replay')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+1')

  await expect(by('cost')).toHaveText('no cost')
  await page.keyboard.press('Control+Shift+5')
  await expect(page.getByRole('list', { name: 'Changes' }).locator('> li').first()).toBeVisible()
  await isAccessible(page, 'changes')
  await page.keyboard.press('Control+Shift+6')
  await expect(by('files')).toContainText('receipts.')
  await isAccessible(page, 'files')
  await page.keyboard.press('Control+Shift+7')
  await expect(by('log')).toContainText('Desk finished.')
  await tabTo(page, page.getByLabel('Search the log'))
  await page.keyboard.type('could not')
  await expect(page.locator('.log-head')).toContainText(/\d+ lines?/)
  await isAccessible(page, 'activity')
  await page.keyboard.press('Control+Shift+8')
  await expect(by('nothing-left')).toContainText('Nothing left this machine')
  await isAccessible(page, 'sent')

  await page.keyboard.press('Control+k')
  await by('palette').waitFor()
  await page.keyboard.type('shortcuts')
  await isAccessible(page, 'palette')
  await page.keyboard.press('Enter')
  await expect(by('shortcuts')).toContainText('Ctrl K')
  await isAccessible(page, 'shortcuts')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await by('palette').waitFor()
  await page.keyboard.type('third-party')
  await page.keyboard.press('Enter')
  await by('notices').locator('summary').first().press('Enter')
  await isAccessible(page, 'notices')
  await page.keyboard.press('Escape')
  await press(page, 'save-session')
  await by('inside').waitFor()
  await isAccessible(page, 'save')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  // A command by its word; the words of an earlier request again; and all is taken back.
  await tabTo(page, by('request'))
  await page.keyboard.press('ArrowUp')
  await expect(by('request')).toHaveValue(/^Collect the receipts/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type('/und')
  await by('composer-menu').waitFor()
  await isAccessible(page, 'commands')
  await page.keyboard.press('Enter')
  await press(page, 'undo-all')
  await press(page, 'undo-confirm')
  await expect(by('undo-proof')).toContainText(/\d+ changes undone/)

  // The tree of a run reads as a story.
  await expect(page.getByRole('region', { name: 'Conversation' })).toMatchAriaSnapshot(`
    - region "Conversation":
      - article "Your request":
        - text: /Collect the receipts/
      - article "Message"
      - article "Questions for you":
        - term: Answered
      - article "Plan":
        - heading "Plan, approved"
        - list "Tasks"
      - article "Report"
  `)
})

/** What reaches beyond the page's edge, and is in no box of its own that scrolls. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter(
      node => node.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(node).visibility === 'visible',
    )
    return wide.map(node => `${node.tagName} ${node.className} ${node.getBoundingClientRect().right}`)
  })

test('nothing is cut off on a narrow page, and it can be read where the system chooses the colours', async ({
  page,
  app,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(app)
  await page.getByTestId('practice').click()
  await page.getByTestId('request').fill(`Summarise ${'verylongname'.repeat(17)} и 收据 و إيصال`)
  await page.getByTestId('send').click()
  await page.getByTestId('status').waitFor()
  for (const width of [320, 390, 720]) {
    await page.setViewportSize({ width, height: 640 })
    expect(await tooWide(page), `at ${width}`).toEqual([])
    for (const name of ['status', 'request', 'settings', 'show-sessions'])
      await expect(page.getByTestId(name), `${name} at ${width}`).toBeInViewport()
  }
  await page.getByRole('button', { name: 'Progress, changes and activity', exact: true }).click()
  await expect(page.getByTestId('tab-progress')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('tab-progress')).toBeHidden()
  await page.getByTestId('show-sessions').click()
  await expect(page.locator('.session').first()).toBeInViewport()
  await page.emulateMedia({ forcedColors: 'active' })
  await isAccessible(page, 'forced colours')
})
