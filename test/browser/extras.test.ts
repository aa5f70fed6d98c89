import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withPage } from '../support/browser.ts'
import { scoring, type Judging, scoresOf, tasksOf } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let made: Judging
let judge: Somebody
let card: string

beforeAll(async () => {
  platform = await startTestPlatform()
  made = await scoring(platform, { change: (rulebook) => ({ ...rulebook, rounds: rulebook.rounds.map((round) => ({ ...round, extras: [
    { id: 'prize', label: { zh: '获市级以上奖项', en: 'Prize of the city' }, hint: { zh: '以申报书附件为准。', en: 'As the attachments show.' }, kind: 'bonus' as const, most: 5 },
    { id: 'untrue', label: { zh: '陈述与申报书不一致', en: 'Differs from the application' }, kind: 'deduction' as const, most: 10 },
  ] })) }) })
  const [first] = made.judges
  if (first === undefined) throw new Error('no judge')
  judge = first
  const [proposal] = await tasksOf(judge, made.at)
  card = `/judging/${made.competition}/0/${proposal}`
})
afterAll(() => platform.close())

describe('a scorecard with bonus and deduction', () => {
  sights(() => platform, () => [{ name: 'extras-card', path: card, as: judge }])

  test('the total follows them as they are typed, and an empty one is not missing', async () => {
    await withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: judge.cookie, url: platform.url }])
      await page.goto(card)
      for (const [id, score] of Object.entries(scoresOf(made.rulebook, 10))) await page.fill(`[name="scores.${id}"]`, score)
      expect(await page.textContent('[data-total]')).toBe('100')
      expect(await page.textContent('[data-missing]')).toBe('已评完')
      await page.fill('[name="scores.prize"]', '5')
      expect(await page.textContent('[data-total]')).toBe('105')
      await page.fill('[name="scores.untrue"]', '7')
      expect(await page.textContent('[data-total]')).toBe('98')
      await page.fill('[name="scores.untrue"]', '11')
      expect(await page.textContent('[data-missing]')).toBe('还差 1 项')
    })
  })
})
