import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitAll, apply, codes, type Contest, ok, oneRound, openContest, openScoring, passWindow, scoresOf, until } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let contest: Contest
let best: string
let second: string

beforeAll(async () => {
  platform = await startTestPlatform()
  contest = await openContest(platform, { applicants: 2, judges: 3, rulebook: oneRound((rulebook) => ({
    ...rulebook,
    rounds: rulebook.rounds.map((round) => ({ ...round, extras: [
      { id: 'prize', label: { zh: '获市级以上奖项', en: 'Prize of the city' }, kind: 'bonus' as const, most: 5 },
      { id: 'untrue', label: { zh: '陈述不实', en: 'Untrue statement' }, kind: 'deduction' as const, most: 10 },
    ] })),
  })) })
  best = await apply(contest, 0, '加分的项目')
  second = await apply(contest, 1, '扣分的项目')
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
})
afterAll(() => platform.close())

const card = (proposal: string) => `/proposals/${proposal}/scorecards/0`

test('bonus and deduction from the card to the notice: totals pass 100 where the rulebook says so', async () => {
  const [judge] = contest.judges
  if (judge === undefined) throw new Error('no judge')
  expect((await judge.api('GET', card(best))).body.sheet.extras.map(({ id }: { id: string }) => id)).toEqual(['prize', 'untrue'])
  const refused = await judge.api('PUT', card(best), { scores: { prize: '6', untrue: '0.5' }, comment: '', revision: 0 })
  expect(codes(refused)).toEqual(['SCORE_OUT_OF_RANGE', 'SCORE_TOO_FINE'])
  const saved = ok(await judge.api('PUT', card(best), { scores: { ...scoresOf(contest.rulebook, 0, 50), prize: '3', untrue: '1' }, comment: '', revision: 0 }))
  expect(saved.missing).toBe(0)
  const page = (await judge.page(`/judging/${contest.id}/0/${best}`)).html
  for (const words of ['加分与扣分', '获市级以上奖项', '最多 5', '陈述不实', 'data-extra="deduction"']) expect(page).toContain(words)
  for (const each of contest.judges) {
    expect(ok(await send(each, best, 100, { prize: '4' })).total).toBe('104')
    expect(ok(await send(each, second, 100, { untrue: '10' })).total).toBe('90')
  }
  const locked = (await judge.page(`/judging/${contest.id}/0/${best}`)).html
  expect(locked).toContain('+4')
  const { administrator, id } = contest
  const cards = (await administrator.page(`/competitions/${id}/rounds/0/cards/${second}`)).html
  for (const words of ['陈述不实', '−10']) expect(cards).toContain(words)
  ok(await administrator.api('POST', `/competitions/${id}/rounds/0/closing`))
  await passWindow(platform, 0)
  await until(platform, contest, 'result')
  const standing = ok(await administrator.api('GET', `/competitions/${id}/rounds/0/standings`))
  expect(standing.items.map(({ total }: { total: string }) => total)).toEqual(['104.00', '90.00'])
  expect((await administrator.page(`/competitions/${id}/rounds/0/standings`)).html).toContain('104.00')
  ok(await administrator.api('POST', `/competitions/${id}/notice`, { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-0000 0000', email: '' } }))
  expect((await platform.visitor.page(`/public/competitions/${id}/notice`)).html).toContain('104.00')
})

test('the public rules say that they lie outside the total', async () => {
  const { html } = await platform.visitor.page(`/public/competitions/${contest.id}`)
  expect(html).toContain('获市级以上奖项，最多加 5 分')
  expect(html).toContain('陈述不实，最多扣 10 分')
})

const send = (judge: Somebody, proposal: string, percent: number, extras: Record<string, string>) =>
  judge.api('POST', `${card(proposal)}/submission`, { scores: { ...scoresOf(contest.rulebook, 0, percent), ...extras }, comment: '' })
