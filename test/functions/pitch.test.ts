import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawSeed } from '../../shared/pitch/pitch.ts'
import { ok } from '../support/contest.ts'
import { type Judging, scoresOf, tasksOf } from '../support/judging.ts'
import { desk, drawnDesk, pitched, pitching } from '../support/pitches.ts'
import { type ApiAnswer, type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const send = (made: Judging, judge: Somebody | undefined, proposal: string | undefined, tenths = 8): Promise<ApiAnswer> => {
  if (judge === undefined || proposal === undefined) throw new Error('nobody to score, or nothing')
  return judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, tenths) })
}
const save = (made: Judging, judge: Somebody | undefined, proposal: string | undefined, revision: number | null = null): Promise<ApiAnswer> => {
  if (judge === undefined || proposal === undefined) throw new Error('nobody to score, or nothing')
  return judge.api('PUT', `/proposals/${proposal}/scorecards/0`, { scores: scoresOf(made.rulebook, 5), comment: '', revision })
}
const refused = (answer: ApiAnswer): unknown => [answer.status, answer.body.code, ...(answer.body.errors ?? []).map(({ code }: { code: string }) => code)]
const snapshot = async (made: Judging) => ok(await platform.visitor.api('GET', `${made.at}/snapshot`))
const cardOf = async (judge: Somebody | undefined, proposal: string | undefined) => ok(await (judge ?? platform.visitor).api('GET', `/proposals/${proposal}/scorecards/0`))

describe('a live pitch', () => {
  test('is drawn before everybody’s eyes, pitched, scored, locked and read out', async () => {
    const made = await pitching(platform, { proposals: 3, pitch: { scoringStartsAfter: 3 } })
    const order = await drawnDesk(made)
    expect(order.toSorted()).toEqual(made.proposals.map(({ id }) => id as string).toSorted())
    await pitched(made, 1)
    await pitched(made, 2)
    expect(refused(await send(made, made.judges[0], order[0]))).toEqual([409, 'CARD_NOT_OPEN', 'CARD_WAITS'])
    await pitched(made, 3)
    expect((await snapshot(made)).groups[0]).toMatchObject({ turn: 3, of: 3, phase: 'heard', open: [1, 2, 3], scores: null })
    for (const [n, judge] of made.judges.entries()) for (const [i, proposal] of order.entries()) expect((await send(made, judge, proposal, 9 - i - (n === 0 ? 1 : 0))).status).toBe(201)
    for (const proposal of order) await desk(made, { do: 'lock', proposal })
    const early = await made.administrator.api('POST', `${made.at}/desk/g01`, { do: 'reveal' })
    expect(refused(early)).toEqual([409, 'WRONG_STATE', 'REVEAL_WAITS'])
    platform.clock.forward({ minutes: 1, seconds: 1 })
    await desk(made, { do: 'reveal' })
    const [group] = (await snapshot(made)).groups
    expect(group.scores.map(([place]: [number, string]) => place)).toEqual([1, 2, 3])
    expect(Number(group.scores[0][1])).toBeGreaterThan(Number(group.scores[1][1]))
    expect(refused(await made.administrator.api('POST', `/proposals/${order[0]}/scorecards/0/reopening`, { judge: made.judges[0]?.id, reason: '填错' }))).toEqual([409, 'WRONG_STATE', 'READ_OUT'])
  })

  test('gives each card to its judges and takes it back: what comes too early or late is a sentence, and changes nothing', async () => {
    const made = await pitching(platform)
    const [judge, other] = made.judges
    const [first] = await drawnDesk(made)
    expect(refused(await save(made, judge, first))).toEqual([409, 'CARD_NOT_OPEN', 'CARD_WAITS'])
    await pitched(made, 1)
    ok(await save(made, judge, first, 0))
    await desk(made, { do: 'lock', proposal: first })
    const before = await cardOf(judge, first)
    expect(before).toMatchObject({ state: 'draft', gate: 'locked', open: false, revision: 1 })
    expect(refused(await send(made, judge, first))).toEqual([409, 'CARD_NOT_OPEN', 'CARD_TAKEN'])
    expect(refused(await save(made, judge, first))).toEqual([409, 'CARD_NOT_OPEN', 'CARD_TAKEN'])
    expect(await cardOf(judge, first)).toEqual(before)

    await desk(made, { do: 'late', proposal: first, judge: judge?.id })
    expect(refused(await send(made, other, first))).toEqual([409, 'CARD_NOT_OPEN', 'CARD_TAKEN'])
    expect((await send(made, judge, first)).status).toBe(201)
    expect((await made.administrator.api('POST', `${made.at}/desk/g01`, { do: 'late', proposal: first, judge: made.administrator.id })).status).toBe(404)
  })

  test('a replayed submission answers what it answered; a stale, a recused and a foreign one are sentences', async () => {
    const made = await pitching(platform, { groups: 2, proposals: 4, judges: 6 })
    const [judge] = made.judges
    if (judge === undefined) throw new Error('no judge')
    const [own = ''] = await tasksOf(judge, made.at)
    const { groups } = ok(await made.administrator.api('GET', `${made.at}/plan`))
    const mine = groups.find(({ proposals }: { proposals: { proposal: string }[] }) => proposals.some(({ proposal }) => proposal === own))
    const theirs = groups.find((one: unknown) => one !== mine)
    const order = await drawnDesk(made, mine.id)
    for (const turn of [1, 2]) await pitched(made, turn, mine.id)

    const body = { scores: scoresOf(made.rulebook), comment: '', revision: 0 }
    const key = { key: 'phone-0001-abcdef' }
    const sent = await judge.api('POST', `/proposals/${order[0]}/scorecards/0/submission`, body, key)
    expect(sent.status).toBe(201)
    await desk(made, { do: 'lock', proposal: order[0] }, mine.id)
    expect(await judge.api('POST', `/proposals/${order[0]}/scorecards/0/submission`, body, key)).toMatchObject({ status: 201, body: sent.body })
    expect(refused(await send(made, judge, order[0]))).toEqual([409, 'CARD_LOCKED'])

    ok(await save(made, judge, order[1], 0))
    expect(refused(await save(made, judge, order[1], 0))).toEqual([409, 'STALE'])
    expect(refused(await send(made, judge, theirs.proposals[0].proposal))).toEqual([403, 'NOT_ALLOWED'])
    ok(await judge.api('POST', `/proposals/${order[1]}/recusals`, { reason: '曾任该机构顾问' }))
    expect(refused(await send(made, judge, order[1]))).toEqual([409, 'RECUSED'])
  })

  test('goes on as ever where no desk is set up', async () => {
    const made = await pitching(platform)
    const [proposal] = await tasksOf(made.judges[0] ?? platform.visitor, made.at)
    expect((await send(made, made.judges[0], proposal)).status).toBe(201)
    expect((await snapshot(made)).groups).toEqual([])
  })

  test('is read out only after the next group where the rulebook says so, and says whose scores are missing', async () => {
    const made = await pitching(platform, { groups: 2, proposals: 4, judges: 6, pitch: { announced: 'after-next-group' } })
    const orders = { g01: await drawnDesk(made, 'g01'), g02: await drawnDesk(made, 'g02') }
    for (const group of ['g01', 'g02'] as const) for (const turn of [1, 2]) await pitched(made, turn, group)
    for (const judge of made.judges) {
      for (const proposal of await tasksOf(judge, made.at)) if (proposal !== orders.g02[1]) expect((await send(made, judge, proposal)).status).toBe(201)
    }
    for (const proposal of orders.g01) await desk(made, { do: 'lock', proposal }, 'g01')
    platform.clock.forward({ minutes: 2 })
    const reveal = (group: string) => made.administrator.api('POST', `${made.at}/desk/${group}`, { do: 'reveal' })
    expect(refused(await reveal('g01'))).toEqual([409, 'WRONG_STATE', 'REVEAL_WAITS'])
    for (const proposal of orders.g02) await desk(made, { do: 'lock', proposal }, 'g02')
    platform.clock.forward({ minutes: 2 })
    expect((await reveal('g01')).status).toBe(200)
    expect(refused(await reveal('g02'))).toEqual([409, 'WRONG_STATE', 'CARDS_MISSING'])
  })
})

test('the record of the draw lets anybody repeat it, and is open to the supervisor', async () => {
  const made = await pitching(platform, { proposals: 5 })
  await drawnDesk(made)
  const supervisor = await platform.person('监督员 01', { supervisor: [made.competition] })
  const record = ok(await supervisor.api('GET', `${made.at}/desk/g01/draw`))
  const { seed } = ok(await platform.visitor.api('GET', `/public/competitions/${made.competition}`))
  expect(record).toMatchObject({ said: '春暖花开 42', supervisor: '监督员 01', host: made.administrator.name, seed: drawSeed(seed, made.rulebook.rounds[0]?.id ?? '', 'g01', '春暖花开 42') })
  const lot = (number: string) => createHash('sha256').update(`${record.seed}\0${number}`).digest('hex')
  const order = record.order.map(({ number }: { number: string }) => number)
  expect(order).toEqual(order.toSorted((a: string, b: string) => (lot(a) < lot(b) ? -1 : 1)))
  expect((await supervisor.api('POST', `${made.at}/desk/g01`, { do: 'call', turn: 1 })).status).toBe(403)
  expect((await made.judges[0]?.api('GET', `${made.at}/desk/g01/draw`))?.status).toBe(403)
})

test('the snapshot is the same however many have scored, and whoever has recused', async () => {
  const [quiet, busy] = [await pitching(platform), await pitching(platform)]
  for (const made of [quiet, busy]) {
    await drawnDesk(made)
    for (const turn of [1, 2]) await pitched(made, turn)
  }
  const before = await snapshot(busy)
  const { order } = await desk(busy, { do: 'set-up' })
  for (const judge of busy.judges) expect((await send(busy, judge, order[0])).status).toBe(201)
  ok(await (busy.judges[0] ?? platform.visitor).api('POST', `/proposals/${order[1]}/recusals`, { reason: '曾任该机构顾问' }))
  await desk(busy, { do: 'lock', proposal: order[0] })
  await desk(busy, { do: 'late', proposal: order[0], judge: busy.judges[1]?.id })
  await desk(quiet, { do: 'lock', proposal: (await desk(quiet, { do: 'set-up' })).order[0] })
  expect({ ...(await snapshot(busy)).groups[0], open: [1, 2] }).toEqual(before.groups[0])
  // Neither may an ETag change with what only the host and one judge know.
  const shape = ({ groups }: { groups: Record<string, unknown>[] }) => groups.map(({ title: _, next: __, clock: ___, ...rest }) => rest)
  expect(shape(await snapshot(busy))).toEqual(shape(await snapshot(quiet)))
})
