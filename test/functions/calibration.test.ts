import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordsOfRound, rankingOf } from '../../functions/queries/round-records.ts'
import { startingSamples } from '../../shared/calibration/calibration.ts'
import { trialCardItem } from '../../shared/calibration/calibration.store.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { codes, ok } from '../support/contest.ts'
import { scoreEach } from '../support/counted.ts'
import { judging, type Judging, scoresOf, scoring, tasksOf } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const judgeOf = (made: Judging, n: number): Somebody => { const found = made.judges[n]; if (found === undefined) throw new Error('no judge'); return found }
const setUp = async (made: Judging) => ok(await made.administrator.api('PUT', `${made.at}/calibration`, { samples: startingSamples, revision: 0 }))
const trial = (made: Judging, n: number, sample: number, tenths: number, revision = 1) => judgeOf(made, n).api('POST', `${made.at}/calibration/${sample}/card`, { scores: scoresOf(made.rulebook, tenths), revision })
const ranking = async (made: Judging) => {
  const [{ value: competition }, { value: round }] = await Promise.all([loadCompetition(platform.table, made.competition), loadRound(platform.table, made.competition, 0)])
  return JSON.stringify(rankingOf(await recordsOfRound(platform.table, competition, round)))
}

test('judges score two cases before the round, and see the others’ scores without names only after their own', async () => {
  const made = await judging(platform, { proposals: 3, judges: 3 })
  expect((await judgeOf(made, 0).api('GET', `${made.at}/calibration/own`)).status).toBe(404)
  expect((await judgeOf(made, 0).page('/judging')).html).not.toContain('/calibration/')
  await setUp(made)
  expect((await judgeOf(made, 0).page('/judging')).html).toContain(`/calibration/${made.competition}/0`)
  ok(await trial(made, 1, 0, 9))
  ok(await trial(made, 2, 0, 5))
  const before = await judgeOf(made, 0).api('GET', `${made.at}/calibration/own`)
  expect(before.body.samples[0]).toMatchObject({ note: null, spread: null, total: null })
  // Nor does the page tell before one has scored.
  expect((await judgeOf(made, 0).page(`/calibration/${made.competition}/0`)).html).not.toContain(startingSamples[0]?.note)
  const { total } = ok(await trial(made, 0, 0, 7))
  const after = ok(await judgeOf(made, 0).api('GET', `${made.at}/calibration/own`))
  expect(after.samples[0]).toMatchObject({ note: startingSamples[0]?.note, total })
  expect(after.samples[0].spread.totals).toHaveLength(3)
  expect(after.samples[0].spread.totals[1]).toBe(total)
  expect(JSON.stringify(after)).not.toContain(judgeOf(made, 1).id)
  expect(after.samples[1]).toMatchObject({ note: null, spread: null })
  const told = ok(await made.administrator.api('GET', `${made.at}/calibration`))
  expect([told.done, told.judges, told.spreads[0].totals.length]).toEqual([0, 3, 3])
  const { html } = await judgeOf(made, 0).page(`/calibration/${made.competition}/0`)
  for (const words of ['3 位评委的分，不记名', '您的分', '主办单位的看法']) expect(html).toContain(words)
})

test('the result of a round is the same to the byte with and without', async () => {
  const made = await scoring(platform, { proposals: 3, judges: 3 })
  const share = (judge: number, proposal: number) => ({ share: 0.8 - proposal * 0.05 - judge * 0.01 })
  await setUp(made)
  for (const sample of [0, 1]) ok(await trial(made, 0, sample, 2))
  await scoreEach(made, share)
  const withTrials = await ranking(made)
  const found = await platform.table.queryAll(trialCardItem, keys.trialCards(made.competition, 0, 1))
  expect(found).toHaveLength(2)
  for (const { value, version } of found) await platform.table.transact([{ remove: keys.trialCard(made.competition, 0, 1, value.sample, value.judge), expect: version }])
  expect(await ranking(made)).toBe(withTrials)
})

test('each wrong input is a sentence and changes nothing: twice, too late, half filled, out of range, an older text, no such case', async () => {
  const made = await scoring(platform, { proposals: 3, judges: 3 })
  await setUp(made)
  expect((await trial(made, 0, 0, 8, 0)).body.code).toBe('STALE')
  expect((await trial(made, 0, 7, 8)).status).toBe(404)
  const half = await judgeOf(made, 0).api('POST', `${made.at}/calibration/0/card`, { scores: {}, revision: 1 })
  expect([half.status, codes(half)[0]]).toEqual([422, 'SCORE_MISSING'])
  const [leaf = ''] = Object.keys(scoresOf(made.rulebook))
  const wild = await judgeOf(made, 0).api('POST', `${made.at}/calibration/0/card`, { scores: { ...scoresOf(made.rulebook), [leaf]: '999' }, revision: 1 })
  expect(codes(wild)).toEqual(['SCORE_OUT_OF_RANGE'])
  const shown = await judgeOf(made, 0).post(`/calibration/${made.competition}/0/0`, { revision: '1', ...Object.fromEntries(Object.entries({ ...scoresOf(made.rulebook), [leaf]: '999' }).map(([id, text]) => [`0.scores.${id}`, text])) })
  expect(shown.status).toBe(422)
  expect(shown.html).toContain('value="999"')
  ok(await trial(made, 0, 0, 8))
  expect((await trial(made, 0, 0, 9)).body.code).toBe('CARD_LOCKED')
  // Somebody has scored: the texts stay as they are.
  expect((await made.administrator.api('PUT', `${made.at}/calibration`, { samples: startingSamples, revision: 1 })).body.code).toBe('WRONG_STATE')
  const [proposal = ''] = await tasksOf(judgeOf(made, 0), made.at)
  ok(await judgeOf(made, 0).api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook), comment: '' }))
  expect((await trial(made, 0, 1, 8)).body.code).toBe('WRONG_STATE')
  expect((await judgeOf(made, 0).page(`/calibration/${made.competition}/0`)).html).toContain('不再试评')
  expect(ok(await made.administrator.api('GET', `${made.at}/calibration`)).spreads.map(({ totals }: { totals: string[] }) => totals.length)).toEqual([1, 0])
})

test('an administrator writes the cases on a page that begins with two, and is told beside the field what is missing', async () => {
  const made = await judging(platform, { proposals: 2, judges: 3 })
  const page = await made.administrator.page(`${made.at}/calibration`)
  expect(page.html).toContain('楼道里的敲门问候')
  const fields = Object.fromEntries(startingSamples.flatMap((sample, n) => Object.entries(sample).map(([part, text]) => [`samples.${n}.${part}`, text])))
  const refused = await made.administrator.post(`${made.at}/calibration`, { ...fields, 'samples.1.title': '', 'samples.0.text': '改过的内容', revision: '0' })
  expect(refused.status).toBe(422)
  expect(refused.html).toContain('改过的内容')
  const sent = await made.administrator.post(`${made.at}/calibration`, { ...fields, revision: '0' })
  expect([sent.status, sent.location]).toEqual([303, `${made.at}/calibration?saved=1`])
  expect((await made.administrator.api('PUT', `${made.at}/calibration`, { samples: startingSamples, revision: 0 })).body.code).toBe('STALE')
  expect((await judgeOf(made, 0).api('GET', `${made.at}/calibration`)).status).toBe(403)
  expect((await platform.visitor.api('GET', `${made.at}/calibration/own`)).status).toBe(401)
  expect((await made.administrator.api('GET', `${made.at}/calibration/own`)).status).toBe(403)
})
