import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rankingOf, recordsOfRound } from '../../functions/queries/round-records.ts'
import { awardsItem } from '../../shared/award/award.store.ts'
import { proposeAwards } from '../../shared/award/propose.store.ts'
import { competitionItem, competitionRulebookItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { newCompetitionId, newSecret } from '../../shared/kernel/ids.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { writeStanding } from '../../shared/standing/standing.store.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { type Judging, scoreAll, scoring, tasksOf } from '../support/judging.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'
import { closeVote, voting } from '../support/votes.ts'
import { rulebook } from '../shared/rulebook/sample.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

async function as<T>(somebody: Somebody | null, options: { width?: number; javaScript?: boolean }, visit: (page: Page) => Promise<T>): Promise<T> {
  return withPage({ ...options, baseURL: platform.url }, async (page) => {
    if (somebody !== null) await page.context().addCookies([{ name: 'session', value: somebody.cookie, url: platform.url }])
    return visit(page)
  })
}

async function look(somebody: Somebody | null, pages: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    for (const width of [1280, 390]) {
      await as(somebody, { width }, async (page) => {
        expect((await page.goto(path))?.status(), path).toBe(200)
        await expectAccessible(page)
        await expectNoSidewaysScroll(page)
        await screenshot(page, `${name}-${width}`)
      })
    }
  }
}

/** The library's rulebook with groups, bonuses, a vote; only its paper round, which is then the final one. */
const paperOnly = (): Rulebook => {
  const whole = rulebook('jiaxing-vote-default')
  const [paper] = whole.rounds
  if (paper === undefined) throw new Error('a paper round')
  return { ...whole, rounds: [{ ...paper, weight: 90, advance: { rule: 'all' } }], vote: whole.vote && { ...whole.vote, during: paper.id }, tieBreaks: [{ rule: 'lot' }] }
}

test('a resident votes on a phone, without a script too, and what is wrong keeps the ticks', async () => {
  const made = await voting(platform, { proposals: 6, vote: { shows: ['summary'] } })
  const resident = await platform.person('居民 01')
  const here = `/vote/${made.competition}`
  await look(null, { 'vote-visitor': here })
  await look(resident, { vote: here })
  await as(resident, { width: 390, javaScript: false }, async (page) => {
    await page.goto(here)
    for (const n of [1, 2, 3]) await page.getByLabel(`敲门行动 ${n}`).check()
    await page.getByRole('button', { name: '投票' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('最多选 2 个项目，您选了 3 个。')
    expect(await page.getByLabel('敲门行动 2').isChecked()).toBe(true)
    await screenshot(page, 'vote-mistake-390')
    await page.getByLabel('敲门行动 3').uncheck()
    await page.getByRole('button', { name: '投票' }).click()
    await page.getByRole('heading', { name: '您的票已收到' }).waitFor()
    await expectNoSidewaysScroll(page)
    await screenshot(page, 'vote-cast-390')
  })
  await look(made.administrator, { 'vote-watch-open': `/competitions/${made.competition}/vote` })
  await closeVote(platform, made)
  await look(made.administrator, { 'vote-watch': `/competitions/${made.competition}/vote` })
})

test('a judge ticks what makes points 0 and sees the total follow', async () => {
  const made = await scoring(platform, { proposals: 4, judges: 6, change: paperOnly })
  const judge = made.judges[0] as Somebody
  const [proposal = ''] = await tasksOf(judge, made.at)
  await look(judge, { 'card-computed': `/judging/${made.competition}/0/${proposal}` })
  await as(judge, { width: 1280 }, async (page) => {
    await page.goto(`/judging/${made.competition}/0/${proposal}`)
    for (const [leaf, points] of [['breadth', '20'], ['urgency', '20'], ['benefit', '18'], ['innovation', '12']]) await page.locator(`[name="scores.${leaf}"]`).fill(points ?? '')
    const total = () => page.locator('[data-total]').first().textContent()
    const whole = Number(await total())
    expect(whole).toBeGreaterThanOrEqual(70)
    await page.getByLabel('方案照抄他人项目').check()
    expect(Number(await total())).toBe(whole - 12)
    await page.getByLabel('申报材料弄虚作假').check()
    expect(await total()).toBe('0')
    await page.getByRole('button', { name: '交评分表' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('请写明查到了什么')
    expect(await page.getByLabel('申报材料弄虚作假').isChecked()).toBe(true)
    await page.getByLabel('申报材料弄虚作假').uncheck()
    await page.locator('[name=comment]').fill('方案与去年一个项目逐字相同。')
    await page.getByRole('button', { name: '交评分表' }).click()
    await page.getByRole('heading', { name: '评分表已收到' }).waitFor()
    await screenshot(page, 'card-locked-1280')
  })
  await look(made.administrator, { 'cards-triggers': `/competitions/${made.competition}/rounds/0/cards/${proposal}` })
})

/** Counted, awarded and published, as the machine leaves it. */
async function finished(made: Judging): Promise<void> {
  const { table } = platform
  const [{ value: competition, version }, { value: round, version: roundVersion }] = await Promise.all([loadCompetition(table, made.competition), loadRound(table, made.competition, 0)])
  const at = platform.clock.now()
  const standing = await writeStanding(table, { competition: competition.id, index: 0, madeAt: at, ...rankingOf(await recordsOfRound(table, competition, round)) })
  const awards = await proposeAwards(table, competition, made.rulebook, { round: 0, version: standing })
  await table.transact([
    roundItem.put({ ...round, state: 'finished', standing, closedAt: at }, roundVersion), competitionItem.put({ ...competition, state: 'completed', awardsPublishedAt: at }, version),
    awardsItem.put({ ...awards, publishedAt: at }, 'none'),
  ])
}

test('the ranking shows how it came about, a rulebook says it in words, and other rules are tried on it', async () => {
  const made = await scoring(platform, { proposals: 6, judges: 6, change: paperOnly })
  const generous = new Set(made.judges.slice(0, 3).map(({ id }) => id))
  const order = made.proposals.map(({ id }) => id as string)
  await scoreAll(made, (judge, proposal) => 5 + (order.indexOf(proposal) % 3) + (generous.has(made.judges[judge]?.id ?? ('' as never)) ? 2 : 0))
  await finished(made)
  const { value: earlier } = await loadCompetition(platform.table, made.competition)
  const draft = newCompetitionId()
  const plain = paperOnly()
  await platform.table.transact([
    competitionItem.put({ ...earlier, id: draft, state: 'draft', name: { zh: '明年的示例大赛', en: 'Next year’s example' }, publishedAt: null, awardsPublishedAt: null, round: null, seed: newSecret() }, 'none'),
    competitionRulebookItem.put({ competition: draft, rulebook: { ...plain, vote: null, bonuses: null, rounds: plain.rounds.map((round) => ({ ...round, weight: 100, normalisation: { rule: 'none' } })) } }, 'none'),
  ])
  await look(made.administrator, {
    'standings-normalised': `/competitions/${made.competition}/rounds/0/standings`, 'rulebook-words': `/competitions/${made.competition}/rulebook`, 'rule-trial': `/competitions/${draft}/rule-trial`, 'preview-trial': `/competitions/${draft}/preview`,
  })
})
