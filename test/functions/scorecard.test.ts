import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiptCode } from '../../shared/seal/leaf.ts'
import { receiptOf } from '../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { scoreAll, scoresOf, scoring, tasksOf } from '../support/judging.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

async function desk(options: Parameters<typeof scoring>[1] = {}) {
  const made = await scoring(platform, options)
  const judge = made.judges[0] as Somebody
  const tasks = await tasksOf(judge, made.at)
  const proposal = tasks[0] as string
  return { ...made, judge, tasks, proposal, card: `/proposals/${proposal}/scorecards/0` }
}

const codes = (answer: { body: { errors?: { path: string; code: string }[] } }) => (answer.body.errors ?? []).map(({ path, code }) => `${path} ${code}`)

test('a card is saved bit by bit, sent whole, added up exactly and locked, with a receipt that can be computed again', async () => {
  const { judge, card, competition, proposal, rulebook } = await desk({ change: (book) => ({ ...book, rounds: book.rounds.map((round) => ({ ...round, entry: { decimals: 1, step: 0.5 } })) }) })
  expect((await judge.api('GET', card)).body).toMatchObject({ state: 'none', revision: 0, missing: 4, total: '0', open: true })
  const first = await judge.api('PUT', card, { scores: { breadth: '24.1', urgency: ' 20.2 ' }, comment: '', revision: 0 })
  expect(first.body).toMatchObject({ revision: 1, missing: 2 })
  const second = await judge.api('PUT', card, { scores: { breadth: '24.1', urgency: '20.2', benefit: '２０．３', innovation: '7.00' }, comment: '试点数据扎实𠮷', revision: 1 })
  expect(second.body).toMatchObject({ revision: 2, missing: 0 })
  const sent = await judge.api('POST', `${card}/submission`, {})
  // 24.1 + 20.2 + 20.3 + 7 in binary floating point is 71.60000000000001 or so; here it is 71.6.
  expect(sent.status).toBe(201)
  expect(sent.body).toMatchObject({ total: '71.6', submittedAt: expect.any(String) })
  const stored = await platform.table.get(scorecardItem, keys.scorecard(proposal, 0, judge.id))
  expect(stored?.value).toMatchObject({ competition, state: 'submitted', comment: '试点数据扎实𠮷', scores: { benefit: '20.3', innovation: '7' } })
  if (stored !== undefined) expect(receiptCode(receiptOf(stored.value, { id: rulebook.rounds[0]?.id ?? '' }).leaf)).toBe(sent.body.receipt)
  expect((await judge.api('PUT', card, { scores: { breadth: '1' } })).body.code).toBe('CARD_LOCKED')
  expect((await judge.api('POST', `${card}/submission`, { scores: { breadth: '1' } })).body.code).toBe('CARD_LOCKED')
})

test('each wrong field has a sentence: out of range, too many decimals, no number, a leaf that the sheet has not', async () => {
  const { judge, card } = await desk()
  const answer = await judge.api('PUT', card, { scores: { breadth: '30.5', urgency: '26', benefit: 'viel', innovation: '-1', charm: '3' } })
  expect(answer.status).toBe(422)
  expect(codes(answer)).toEqual(['scores.breadth SCORE_OUT_OF_RANGE', 'scores.urgency SCORE_OUT_OF_RANGE', 'scores.benefit SCORE_MALFORMED', 'scores.innovation SCORE_OUT_OF_RANGE', 'scores.charm CRITERION_UNKNOWN'])
  expect(codes(await judge.api('PUT', card, { scores: { breadth: '19.5' } }))).toEqual(['scores.breadth SCORE_TOO_FINE'])
  expect(codes(await judge.api('PUT', card, { scores: {}, comment: '长'.repeat(501) }))).toEqual(['comment TOO_LONG'])
  expect((await judge.api('PUT', card, { scores: { breadth: 12 } })).status).toBe(422)
  expect((await judge.api('GET', card)).body.state).toBe('none')
})

test('an incomplete card is not sent, and every criterion without a score is named', async () => {
  const { judge, card } = await desk()
  await judge.api('PUT', card, { scores: { breadth: '20', innovation: '0' } })
  const sent = await judge.api('POST', `${card}/submission`, {})
  expect(sent.body.code).toBe('CARD_INCOMPLETE')
  expect(codes(sent)).toEqual(['scores.urgency SCORE_MISSING', 'scores.benefit SCORE_MISSING'])
})

test('forms.md part 3, consequence 1: the leaves of a tree are what is scored, and they make the sheet’s total', async () => {
  const leaf = (id: string, max: number) => ({ id, label: { zh: id }, max })
  const { judge, card, rulebook } = await desk({ change: (found) => ({ ...found, tieBreaks: [], rounds: found.rounds.map((round) => ({ ...round, criteria: [{ id: 'delivery', label: { zh: '完成情况' }, max: 60, children: [leaf('plan', 20), { id: 'output', label: { zh: '产出' }, max: 40, children: [leaf('people', 15), leaf('services', 25)] }] }, leaf('finance', 40)] })) }) })
  expect(codes(await judge.api('PUT', card, { scores: { delivery: '60', output: '1' } }))).toEqual(['scores.delivery CRITERION_UNKNOWN', 'scores.output CRITERION_UNKNOWN'])
  const sent = await judge.api('POST', `${card}/submission`, { scores: scoresOf(rulebook, 10) })
  expect(sent.body.total).toBe('100')
})

test('two tabs: the second is told and overwrites nothing', async () => {
  const { judge, card } = await desk()
  await judge.api('PUT', card, { scores: { breadth: '20' }, revision: 0 })
  const late = await judge.api('PUT', card, { scores: { breadth: '3' }, revision: 0 })
  expect(late.status).toBe(409)
  expect(late.body.code).toBe('STALE')
  expect((await judge.api('GET', card)).body.scores).toEqual({ breadth: '20' })
})

test('the page’s autosave sends its fields by name and gets the next revision', async () => {
  const { judge, card } = await desk()
  const saved = await judge.api('POST', `${card}/autosave`, { revision: '0', fields: { 'scores.breadth': '21', 'scores.urgency': '', comment: '好' } })
  expect(saved.body).toMatchObject({ revision: 1, savedAt: expect.any(String), missing: 3 })
  expect((await judge.api('POST', `${card}/autosave`, { revision: '0', fields: { 'scores.breadth': '22' } })).status).toBe(409)
})

test('a request sent twice is one deed, and the answer is the same', async () => {
  const { judge, card, rulebook } = await desk()
  const body = { scores: scoresOf(rulebook) }
  const first = await judge.api('POST', `${card}/submission`, body, { key: 'replayed-card-1' })
  const again = await judge.api('POST', `${card}/submission`, body, { key: 'replayed-card-1' })
  expect(again.status).toBe(201)
  expect(again.body).toEqual(first.body)
  expect((await judge.api('POST', `${card}/submission`, { scores: scoresOf(rulebook, 3) }, { key: 'replayed-card-1' })).body.code).toBe('COMMAND_REUSED')
})

test('scores are taken until the closing date by the server’s clock, and not a moment longer', async () => {
  const { judge, card, competition } = await desk({ days: 2 })
  expect((await judge.api('PUT', card, { scores: { breadth: '20' } })).status).toBe(200)
  platform.clock.forward({ days: 2 })
  const late = await judge.api('PUT', card, { scores: { breadth: '21' } })
  expect(late.body.code).toBe('ROUND_NOT_OPEN')
  expect(late.body.facts.now >= late.body.facts.closesAt).toBe(true)
  expect((await judge.api('GET', card)).body).toMatchObject({ open: false, scores: { breadth: '20' } })
  expect(competition).toBeTruthy()
})

test('nobody scores what the plan gives to somebody else, and nobody reads another’s card', async () => {
  const { judges, administrator, at, proposals } = await desk({ proposals: 4, judges: 4 })
  const given = await Promise.all(judges.map((judge) => tasksOf(judge, at)))
  const [outsider, foreign] = judges.flatMap((judge, n) => proposals.filter(({ id }) => !given[n]?.includes(id)).map(({ id }) => [judge, id] as const))[0] ?? []
  expect((await outsider?.api('GET', `/proposals/${foreign}/scorecards/0`))?.status).toBe(403)
  expect((await outsider?.api('PUT', `/proposals/${foreign}/scorecards/0`, { scores: {} }))?.status).toBe(403)
  expect((await outsider?.api('GET', `/proposals/${foreign}/scorecards`))?.status).toBe(403)
  expect((await administrator.api('PUT', `/proposals/${foreign}/scorecards/0`, { scores: {} })).status).toBe(403)
  expect((await platform.visitor.api('GET', `/proposals/${foreign}/scorecards/0`)).status).toBe(401)
  const stranger = await platform.person('管理员 02', { administrator: '330402' })
  expect((await stranger.api('GET', `/proposals/${foreign}/scorecards`)).status).toBe(403)
})

test('an administrator reads all cards of a proposal, and gives one back with a reason', async () => {
  const made = await desk({ proposals: 1, judges: 3 })
  await scoreAll(made, (n) => 7 + n)
  const listed = await made.administrator.api('GET', `/proposals/${made.proposal}/scorecards?round=0`)
  expect(listed.body.items).toHaveLength(3)
  expect(new Set(listed.body.items.map(({ name }: { name: string }) => name))).toEqual(new Set(['评委 01', '评委 02', '评委 03']))
  const opened = await made.administrator.api('POST', `${made.card}/reopening`, { judge: made.judge.id, reason: '一项打错了行' })
  expect(opened.status).toBe(200)
  expect((await made.judge.api('GET', made.card)).body).toMatchObject({ state: 'draft', missing: 0, reopened: [{ reason: '一项打错了行' }] })
  expect((await made.administrator.api('POST', `${made.card}/reopening`, { judge: made.judge.id, reason: '再来' })).body.code).toBe('WRONG_STATE')
  expect(codes(await made.administrator.api('POST', `${made.card}/reopening`, { judge: made.judge.id, reason: ' ' }))).toEqual(['reason REQUIRED'])
  expect((await made.judge.api('POST', `${made.card}/submission`, {})).status).toBe(201)
  const trail = await made.administrator.api('GET', `/competitions/${made.competition}/trail`)
  expect(JSON.stringify(trail.body)).toContain('一项打错了行')
})
