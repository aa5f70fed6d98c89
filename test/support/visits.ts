import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DEMO_PASSWORD } from '../../infra/local/people.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, type Visitor, withPage } from './browser.ts'
import type { TestPlatform } from './platform.ts'

const PATIENCE = 30_000

/** The browser of somebody of the demonstration, who signs in as people do and begins at home. */
export const visitAs = (platform: TestPlatform, account: string, visitor: Visitor, story: (page: Page) => Promise<void>): Promise<void> => withPage({ ...visitor, baseURL: platform.url }, async (page) => {
  page.setDefaultTimeout(PATIENCE)
  await page.goto('/sign-in?to=/home')
  await page.selectOption('select[name=account]', account)
  await page.fill('input[type=password]', DEMO_PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/home*')
  await story(page)
})

/** The browser of somebody without an account. */
export const visitOf = (platform: TestPlatform, visitor: Visitor, story: (page: Page) => Promise<void>): Promise<void> => withPage({ ...visitor, baseURL: platform.url }, async (page) => {
  page.setDefaultTimeout(PATIENCE)
  await story(page)
})

/** Clicks the first button of that name, and waits for the page that it leads to. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), page.getByRole('button', { name, exact: true }).first().click()])
  await page.waitForLoadState()
}

/** Follows the first link of that name. */
export async function follow(page: Page, name: string | RegExp): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), page.getByRole('link', { name }).first().click()])
  await page.waitForLoadState()
}

/** Opens the question that stands before what anybody will see or what can't be undone, and says yes. */
export async function confirm(page: Page, label: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: label }).first().click()
  await Promise.all([page.waitForEvent('framenavigated'), page.locator('dialog[open] button:not([type=button])').last().click()])
  await page.waitForLoadState()
}

/** Fills fields by their labels as people read them. */
export async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).and(page.locator('input, textarea')).first().fill(value)
}

/** Picks an answer of a list by the words of both. */
export async function choose(page: Page, label: string, answer: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).and(page.locator('select')).first().selectOption({ label: answer })
}

/** Everything that a reader sees of the page's own content. */
export const told = (page: Page): Promise<string> => page.locator('main').innerText()

/** Fails, naming it, for an id that two elements share: a label would then belong to the wrong field. */
async function expectOwnIds(page: Page): Promise<void> {
  const shared = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    return ids.filter((id, i) => ids.indexOf(id) !== i)
  })
  expect(shared, `ids used twice on ${page.url()}`).toEqual([])
}

/** A page as somebody comes to it: within reach of everybody, fitting the window, and in a picture. */
export async function look(page: Page, name: string): Promise<void> {
  await screenshot(page, name)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await expectOwnIds(page)
}
