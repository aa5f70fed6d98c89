import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser, expectAccessible, expectNoSidewaysScroll, screenshot } from '../support/browser.ts'
import { newCredential, secretHash } from '../../shared/kernel/ids.ts'
import { sessionItem } from '../../shared/person/person.store.ts'
import { ok } from '../support/contest.ts'
import { type Judging, scoresOf } from '../support/judging.ts'
import { desk, drawnDesk, pitched, pitching } from '../support/pitches.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let hall: Awaited<ReturnType<typeof wire>>
beforeAll(async () => {
  platform = await startTestPlatform()
  hall = await wire(Number(new URL(platform.url).port))
})
afterAll(async () => {
  hall.close()
  await platform.close()
})

/** The hall's network: a wire to the platform that can be cut. (What the browser's tools call offline does not reach a worker that has just been started.) */
async function wire(port: number): Promise<{ url: string; cut: () => void; mend: () => void; close: () => void }> {
  const ends = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    near.on('error', () => near.destroy())
    if (!whole) {
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [[near, far], [far, near]] as const) {
      ends.add(one)
      one.on('error', () => other.destroy()).on('close', () => { ends.delete(one); other.destroy() })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    whole = false
    for (const end of ends) end.destroy()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut, mend: () => { whole = true }, close: () => { cut(); server.close() } }
}

/** A phone in whose browser somebody is signed in. */
async function phone(somebody: Somebody): Promise<BrowserContext> {
  hall.mend()
  const context = await (await browser()).newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', hasTouch: true, baseURL: hall.url })
  await signIn(context, somebody)
  return context
}

const signIn = (context: BrowserContext, { cookie }: Pick<Somebody, 'cookie'>) => context.addCookies([{ name: 'session', value: cookie, url: hall.url }])

/** As who signed out comes back: a new session. */
async function signInAgain(context: BrowserContext, { id }: Somebody): Promise<void> {
  const cookie = newCredential(id)
  await platform.table.transact([sessionItem.put({ hash: secretHash(cookie), person: id, organisation: null, createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 }, 'none')])
  await signIn(context, { cookie })
}

const livePath = (made: Judging) => `/judging/${made.competition}/0/live`
const card = (page: Page, proposal: string) => page.locator(`[data-card="${proposal}"]`)
const copyNote = (page: Page) => page.getByText(/这是 \d\d:\d\d 存在这部手机上的一页/)
const stateOf = (page: Page, proposal: string, state: string) => card(page, proposal).locator(`summary [data-state="${state}"]:not([hidden])`)
const own = async (judge: Somebody, proposal: string) => ok(await judge.api('GET', `/proposals/${proposal}/scorecards/0`))
const field = (page: Page, proposal: string, leaf: string) => card(page, proposal).locator(`[name="${proposal}.scores.${leaf}"]`)

async function fillIn(page: Page, made: Judging, proposal: string, tenths: number): Promise<void> {
  const box = card(page, proposal)
  if (!(await box.evaluate((details) => details instanceof HTMLDetailsElement && details.open))) await box.locator('summary').click()
  for (const [leaf, score] of Object.entries(scoresOf(made.rulebook, tenths))) await field(page, proposal, leaf).fill(score)
}

/** What stands on the phone's page, by leaf. */
const standing = async (page: Page, made: Judging, proposal: string): Promise<Record<string, string>> => Object.fromEntries(await Promise.all(Object.keys(scoresOf(made.rulebook)).map(async (leaf) => [leaf, await field(page, proposal, leaf).inputValue()])))

/** The live page open and kept on the phone with all that it is made of. */
async function openLive(context: BrowserContext, made: Judging): Promise<Page> {
  const page = await context.newPage()
  await page.goto(livePath(made))
  await kept(page)
  return page
}

const kept = (page: Page) => expect.poll(async () => (await addressesKept(page)).some((address) => page.url().endsWith(address)), { timeout: 15_000 }).toBe(true)
/** Paths of all that is kept for the live page. */
const addressesKept = (page: Page) => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat())
const cachesKept = (page: Page) => page.evaluate(() => caches.keys())

/** Without a network and a copy: a sentence, and nothing of anybody. */
async function expectNothing(page: Page, made: Judging): Promise<void> {
  await page.goto(livePath(made))
  await page.getByText('没有连上网，这部手机上也没有存这一页').waitFor()
  expect(await page.locator('[data-judge], [data-card], [data-asker]').count()).toBe(0)
}

async function heard(judges = 3): Promise<{ made: Judging; order: [string, string]; judge: Somebody; other: Somebody }> {
  const made = await pitching(platform, { proposals: 2, judges })
  const [first = '', second = ''] = await drawnDesk(made)
  for (const turn of [1, 2]) await pitched(made, turn)
  const [judge, other] = made.judges
  if (judge === undefined || other === undefined) throw new Error('two judges')
  return { made, order: [first, second], judge, other }
}

test('in a hall without a network the page survives a reload and a closed tab; what was typed arrives once, in order, with its receipts', async () => {
  const { made, order: [first, second], judge } = await heard()
  const context = await phone(judge)
  const page = await openLive(context, made)
  /** Every letter that was tried, by its id. */
  const letters = new Set<string>()
  context.on('request', (request) => { if (request.url().includes(`/proposals/${first}/scorecards/`)) letters.add(request.headers()['idempotency-key'] ?? '') })

  // The page and what it is made of, and nothing else.
  const addresses = await addressesKept(page)
  expect(addresses.filter((url) => !/^\/assets\/[\w-]+\.[\w-]{10}\.\w+$/.test(url))).toEqual([livePath(made)])
  for (const part of ['queue', 'snapshot', 'live-cards', 'score', 'enhance', 'components', 'live', 'mark']) expect(addresses.some((url) => url.startsWith(`/assets/${part}.`)), part).toBe(true)

  hall.cut()
  await page.getByText(/没有连上网/).first().waitFor()
  await fillIn(page, made, first, 9)
  await page.reload()
  await copyNote(page).waitFor()
  expect(await standing(page, made, first)).toEqual(scoresOf(made.rulebook, 9))
  await screenshot(page, 'live-kept-copy-390')
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)

  await fillIn(page, made, first, 8)
  await card(page, first).getByRole('button', { name: '交评分表' }).click()
  await stateOf(page, first, 'going').waitFor()
  await page.close()
  const anew = await context.newPage()
  await anew.goto(livePath(made))
  await copyNote(anew).waitFor()
  await stateOf(anew, first, 'going').waitFor()
  await fillIn(anew, made, second, 7)
  await screenshot(anew, 'live-kept-copy-going-390')
  expect(await own(judge, first)).toMatchObject({ state: 'none' })

  hall.mend()
  await stateOf(anew, first, 'sent').waitFor()
  await anew.getByText('都已存好').waitFor()
  const sent = await own(judge, first)
  // Each letter made one revision, however often it was tried.
  expect(sent).toMatchObject({ state: 'submitted', scores: scoresOf(made.rulebook, 8), revision: letters.size })
  await card(anew, first).getByText(sent.receipt).waitFor()
  expect(await own(judge, second)).toMatchObject({ state: 'draft', scores: scoresOf(made.rulebook, 7) })
  const trail = ok(await made.administrator.api('GET', `/competitions/${made.competition}/trail`)).entries
  expect(trail.filter(({ action }: { action: string }) => action === 'scorecard.submit')).toHaveLength(1)

  // Back online the copy offers the page as it is, which then says nothing of a copy.
  await anew.getByRole('link', { name: '已连上网，打开最新的一页' }).click()
  await anew.locator('html:not([data-kept-copy])').waitFor()
  await stateOf(anew, first, 'sent').waitFor()
  expect(await copyNote(anew).isVisible()).toBe(false)
  await context.close()
})

test('a page kept long before knows less than the queue: a card sent since stays sent, one that the host has locked stays held', async () => {
  const { made, order: [first, second], judge } = await heard()
  const context = await phone(judge)
  const page = await openLive(context, made)
  await fillIn(page, made, first, 9)
  await card(page, first).getByRole('button', { name: '交评分表' }).click()
  await stateOf(page, first, 'sent').waitFor()
  await fillIn(page, made, second, 6)
  await expect.poll(async () => (await own(judge, second)).state).toBe('draft')
  await desk(made, { do: 'lock', proposal: second })
  await card(page, second).locator('input.inp').first().fill('1')
  await stateOf(page, second, 'waits').waitFor()
  const typed = await standing(page, made, second)

  hall.cut()
  await page.reload()
  await copyNote(page).waitFor()
  await stateOf(page, first, 'sent').waitFor()
  await stateOf(page, second, 'waits').waitFor()
  expect(await standing(page, made, second)).toEqual(typed)
  await card(page, second).getByText(/主持人已经锁定这份评分表/).waitFor()
  hall.mend()
  await desk(made, { do: 'late', proposal: second, judge: judge.id })
  await expect.poll(async () => (await own(judge, second)).scores).toEqual(typed)
  await context.close()
})

test('a server in trouble, or a network that does not answer, is no network; a page that is refused is gone', async () => {
  const { made, judge } = await heard()
  const context = await phone(judge)
  const page = await openLive(context, made)
  for (const trouble of ['busy', 'silent'] as const) {
    await context.route(`**${livePath(made)}`, (route) => (trouble === 'busy' ? route.fulfill({ status: 503, body: 'busy' }) : undefined))
    await page.reload()
    await copyNote(page).waitFor()
    expect(await cachesKept(page)).toHaveLength(1)
    await context.unroute(`**${livePath(made)}`)
  }
  await context.route(`**${livePath(made)}`, (route) => route.fulfill({ status: 403, body: 'refused' }))
  // A no that comes later than the worker's patience is shown the next time: the copy is gone by then.
  await expect.poll(async () => {
    await page.reload()
    return page.getByText('refused').count()
  }).toBe(1)
  await expect.poll(() => cachesKept(page)).toEqual([])
  await context.close()
})

test('two tabs of one phone keep one queue', async () => {
  const { made, order: [first, second], judge } = await heard()
  const context = await phone(judge)
  const [one, two] = [await openLive(context, made), await openLive(context, made)]
  hall.cut()
  await fillIn(one, made, first, 9)
  await fillIn(two, made, second, 7)
  await one.close()
  await two.reload()
  await copyNote(two).waitFor()
  expect(await standing(two, made, first)).toEqual(scoresOf(made.rulebook, 9))
  hall.mend()
  await two.getByText('都已存好').waitFor()
  await expect.poll(async () => [(await own(judge, first)).scores, (await own(judge, second)).scores]).toEqual([scoresOf(made.rulebook, 9), scoresOf(made.rulebook, 7)])
  await context.close()
})

test('on a shared phone nothing of a judge is shown once they have signed out; they are told of cards that have not arrived, and these go when they are back', async () => {
  const { made, order: [first], judge, other } = await heard()
  const context = await phone(judge)
  const page = await openLive(context, made)
  hall.cut()
  await fillIn(page, made, first, 9)
  await page.reload()
  await copyNote(page).waitFor()

  // Asked, the judge stays; asked again, they go.
  const asked: string[] = []
  await page.locator('details.menu summary').click()
  for (const goes of [false, true]) {
    page.once('dialog', (dialog) => { asked.push(dialog.message()); void (goes ? dialog.accept() : dialog.dismiss()) })
    if (goes) {
      // The letter has to stay on the phone.
      await context.route('**/api/**', (route) => route.abort())
      hall.mend()
    }
    await page.getByRole('button', { name: '退出登录' }).click()
    if (goes) await page.waitForURL(`${hall.url}/`)
    else expect(await cachesKept(page)).toHaveLength(1)
  }
  expect(asked[1]).toContain('还有 1 份评分没有送到')
  await expect.poll(() => cachesKept(page)).toEqual([])

  hall.cut()
  await expectNothing(page, made)
  hall.mend()
  await context.unroute('**/api/**')

  // Somebody else: neither the page nor the letter is theirs.
  await signIn(context, other)
  await page.goto(livePath(made))
  await kept(page)
  await page.getByText('都已存好').waitFor()
  expect(await page.locator('[data-judge]').getAttribute('data-judge')).toBe(other.id)
  expect([(await own(judge, first)).state, (await own(other, first)).state]).toEqual(['none', 'none'])

  // The judge again: the other's page goes with the first page that is theirs, and the letter goes out.
  await signInAgain(context, judge)
  await page.goto('/home')
  await expect.poll(() => cachesKept(page)).toEqual([])
  await page.goto(livePath(made))
  await expect.poll(async () => (await own(judge, first)).scores).toEqual(scoresOf(made.rulebook, 9))
  expect((await own(other, first)).state).toBe('none')
  await context.close()
})

test('a page whose session has ended is thrown away, also while it is open, and sends nothing under another’s', async () => {
  const { made, order: [first], judge, other } = await heard()
  const context = await phone(judge)
  const page = await openLive(context, made)
  await signIn(context, other)
  await page.getByText('登录已过期').waitFor()
  await fillIn(page, made, first, 9)
  await expect.poll(() => cachesKept(page)).toEqual([])
  expect((await own(other, first)).state).toBe('none')

  // Theirs is kept in turn, and goes when nobody is signed in.
  await page.goto(livePath(made))
  await kept(page)
  expect((await cachesKept(page)).map((name) => name.split(' ')[1])).toEqual([other.id])
  await context.clearCookies()
  expect((await page.goto(livePath(made)))?.url()).not.toContain('/live')
  await expect.poll(() => cachesKept(page)).toEqual([])
  hall.cut()
  await expectNothing(page, made)
  await context.close()
})
