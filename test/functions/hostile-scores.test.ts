import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSecret } from '../../shared/kernel/ids.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { ok } from '../support/contest.ts'
import { type Judging, scoresOf, scoring, tasksOf } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let made: Judging
let judge: Somebody
let card: string
let leaf: string
let max: number
beforeAll(async () => {
  platform = await startTestPlatform()
  made = await scoring(platform, { proposals: 2, judges: 4 })
  const lists = await Promise.all(made.judges.map(async (one) => ({ one, tasks: await tasksOf(one, made.at) })))
  const found = lists.find(({ tasks }) => tasks.length > 0)
  if (found === undefined) throw new Error('nobody scores')
  judge = found.one
  card = `/proposals/${found.tasks[0]}/scorecards/0`
  const [first] = leavesOf(made.rulebook.rounds[0]?.criteria ?? [])
  if (first === undefined) throw new Error('no leaf')
  leaf = first.id
  max = first.max
})
afterAll(async () => { await platform.close() })

const save = (scores: unknown, comment: unknown = '', more: Record<string, unknown> = {}) => judge.api('PUT', card, { scores, comment, ...more })
const kept = async () => ok(await judge.api('GET', card))

describe('what a judge types is read, or refused at its field with nothing changed', () => {
  test.each([['full width', '１', '1'], ['blanks', ' 1 ', '1'], ['zeros', '01.000', '1'], ['nothing', '', undefined], ['zero', '0', '0'], ['zero below zero', '-0.00', '0']])('read: %s', async (_, typed, expected) => {
    ok(await save({ [leaf]: typed }))
    expect((await kept()).scores[leaf]).toBe(expected)
  })

  test.each(['1e2', '-1', '+1', '0x1', 'Infinity', 'NaN', '1,5', '1.', '.5', '1\u0000', '\u202e1', '½', '1'.repeat(40), '0.0000001', '99999999999', '一'])('refused: %s', async (typed) => {
    ok(await save({ [leaf]: '1' }))
    const before = await kept()
    const refused = await save({ [leaf]: typed })
    expect([refused.status, refused.body.errors?.map(({ path }: { path: string }) => path)]).toEqual([422, [`scores.${leaf}`]])
    expect(await kept()).toEqual(before)
  })

  test('refused: above the most by the least, a number instead of text, a list, a leaf that there is not, an object’s own names', async () => {
    ok(await save({ [leaf]: '1' }))
    const before = await kept()
    for (const scores of [{ [leaf]: `${max}.1` }, { [leaf]: 1 }, [1], null, { nowhere: '1' }, { constructor: '1' }, { [leaf]: ['1'] }, 'x']) expect([scores, (await save(scores)).status]).toEqual([scores, 422])
    expect((await judge.api('PUT', card, JSON.parse(`{"scores":{"__proto__":"1","${leaf}":"1"},"comment":""}`))).status).toBeLessThan(500)
    expect((await kept()).scores).toEqual(before.scores)
  })

  test('a word of 100,000 characters, of NUL and of marks that turn the line round', async () => {
    ok(await save({ [leaf]: '1' }, ''))
    expect((await save({ [leaf]: '1' }, '长'.repeat(100_000))).status).toBe(422)
    expect((await save({ [leaf]: '1' }, '长'.repeat(501))).status).toBe(422)
    for (const comment of ['好\u0000的', '\u202e反过来', '\ud800', '👨‍👩‍👧'.repeat(100)]) {
      const answer = await save({ [leaf]: '1' }, comment)
      expect(answer.status).toBeLessThan(500)
      expect((await judge.page(`/judging/${made.competition}/0/${card.split('/')[2]}`)).status).toBe(200)
    }
  })
})

test('sent twice at once a card is sent once; the same command with another body is refused', async () => {
  const scores = scoresOf(made.rulebook, 7)
  const key = newSecret()
  ok(await judge.api('PUT', card, { scores, comment: '' }, { key }))
  expect((await judge.api('PUT', card, { scores: { ...scores, [leaf]: '0' }, comment: '' }, { key })).body.code).toBe('COMMAND_REUSED')
  const sent = await Promise.all([1, 2, 3].map(() => judge.api('POST', `${card}/submission`, { scores })))
  expect(sent.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
  const receipt = sent.find(({ status }) => status === 201)?.body.receipt
  expect(await kept()).toMatchObject({ state: 'submitted', receipt, scores })
  for (const answer of [await save({ [leaf]: '0' }), await judge.api('POST', `${card}/submission`, { scores: { ...scores, [leaf]: '0' } })]) expect(answer.body.code).toBe('CARD_LOCKED')
  expect((await kept()).scores).toEqual(scores)
})
