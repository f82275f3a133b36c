import type { Page } from '@playwright/test'
import { ask, connect } from '../../tests/journeys/steps.ts'

/** A view, and how to come there from the one before it. */
export interface View {
  name: string
  /** Part of the panel at the side, which a narrow window shows only when it is called for. */
  inPanel?: true
  go(page: Page): Promise<void>
}

const id = (page: Page, name: string) => page.getByTestId(name)
/** On a small screen the panel is a sheet over the page, which must not stay in the way of what comes next. */
export const closePanel = async (page: Page) => {
  const close = page.getByRole('button', { name: 'Close progress, changes and activity' })
  if (await close.isVisible()) await close.click()
}
const tab = (name: string) => async (page: Page) => {
  await id(page, `tab-${name}`).click()
}

/** Every view of the app, in the order a person meets them. `model` is the address of one that asks before it writes, and then talks on. */
export const viewsWith = (model: string): View[] => [
  { name: 'landing', go: page => id(page, 'pick-folder').waitFor() },
  {
    name: 'settings',
    async go(page) {
      await id(page, 'settings').click()
      await id(page, 'provider-anthropic').check()
    },
  },
  {
    name: 'suggestions',
    async go(page) {
      await page.keyboard.press('Escape')
      await id(page, 'practice').click()
      await page.getByRole('list', { name: 'Suggestions' }).waitFor()
    },
  },
  {
    name: 'question',
    async go(page) {
      await id(page, 'request').fill('Collect the receipts into one table with totals per month and vendor')
      await id(page, 'send').click()
      await id(page, 'question').waitFor()
    },
  },
  {
    name: 'plan-to-approve',
    async go(page) {
      await id(page, 'answer-send').click()
      await id(page, 'plan-approve').waitFor()
    },
  },
  {
    name: 'paused',
    async go(page) {
      await id(page, 'plan-approve').click()
      await page.locator('.task-card.running').first().waitFor()
      await id(page, 'pause').click()
    },
  },
  { name: 'board', go: page => id(page, 'view-plan').click() },
  {
    name: 'graph',
    async go(page) {
      await id(page, 'plan-as-graph').click()
      await id(page, 'plan-graph').locator('.slip').first().waitFor()
    },
  },
  { name: 'list', go: page => id(page, 'plan-as-list').click() },
  {
    name: 'task',
    async go(page) {
      await id(page, 'plan-as-board').click()
      await page.locator('.slip').first().click()
      await id(page, 'task-sheet').waitFor()
    },
  },
  {
    name: 'done',
    async go(page) {
      await page.keyboard.press('Escape')
      await id(page, 'view-conversation').click()
      await id(page, 'resume').click()
      await page.locator('[data-testid=status][data-status=done]').waitFor({ timeout: 60_000 })
    },
  },
  { name: 'timeline', go: page => id(page, 'view-timeline').click() },
  {
    name: 'replay',
    async go(page) {
      await id(page, 'replay').click()
      await id(page, 'place').waitFor()
    },
  },
  {
    name: 'changes',
    inPanel: true,
    async go(page) {
      await page.keyboard.press('Escape')
      await id(page, 'view-conversation').click()
      await tab('changes')(page)
      await page.locator('.change summary').first().click()
      await page.locator('.change [data-testid=preview][data-state=open]').waitFor()
    },
  },
  {
    name: 'preview',
    async go(page) {
      await page.getByTestId('open-preview').first().click()
      await id(page, 'preview-dialog').locator('[data-testid=preview][data-state=open]').waitFor()
    },
  },
  {
    name: 'undone',
    inPanel: true,
    async go(page) {
      await page.keyboard.press('Escape')
      await id(page, 'undo-all').click()
      await id(page, 'undo-confirm').click()
      await id(page, 'undo-proof').waitFor()
    },
  },
  { name: 'files', inPanel: true, go: tab('files') },
  { name: 'activity', inPanel: true, go: tab('activity') },
  { name: 'sent', inPanel: true, go: tab('where') },
  {
    name: 'cost',
    inPanel: true,
    async go(page) {
      await tab('progress')(page)
      await id(page, 'spending').locator('summary').first().click()
    },
  },
  {
    name: 'palette',
    async go(page) {
      await closePanel(page)
      await page.keyboard.press('Control+k')
      await id(page, 'palette').waitFor()
    },
  },
  {
    name: 'shortcuts',
    async go(page) {
      await page.keyboard.press('Escape')
      await page.getByRole('heading', { level: 1 }).click()
      await page.keyboard.press('?')
      await id(page, 'shortcuts').waitFor()
    },
  },
  {
    name: 'save',
    async go(page) {
      await page.keyboard.press('Escape')
      await id(page, 'save-session').click()
      await id(page, 'inside').waitFor()
    },
  },
  {
    name: 'storage',
    async go(page) {
      await page.keyboard.press('Escape')
      await id(page, 'open-storage').click()
      await id(page, 'storage-sessions').waitFor()
    },
  },
  {
    name: 'permission',
    async go(page) {
      await page.keyboard.press('Escape')
      await id(page, 'new-session').click()
      await id(page, 'practice').click()
      await connect(page, model)
      await ask(page, 'Turn these receipts into a spreadsheet')
      await id(page, 'permission').waitFor()
    },
  },
  {
    name: 'working',
    async go(page) {
      await id(page, 'permission-allow-session').click()
      await page.locator('.prose table').last().waitFor()
    },
  },
  {
    name: 'allowed',
    inPanel: true,
    async go(page) {
      await tab('progress')(page)
      await page.locator('.granted summary').click()
    },
  },
]
