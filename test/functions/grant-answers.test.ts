import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { midTerm } from '../support/appraisals.ts'
import { ok } from '../support/contest.ts'
import { fundedVenture } from '../support/grants.ts'
import { paidGrant } from '../support/payments.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

/** Sent twice under one key, as a client does whose answer was lost on the way. */
async function twice(who: Somebody, path: string, body: object): Promise<[unknown, unknown]> {
  const key = randomUUID()
  return [ok(await who.api('POST', path, body, { key })), ok(await who.api('POST', path, body, { key }))]
}

test('an offer sent again is the same version', async () => {
  const { administrator, grants: [grant] } = await fundedVenture(platform, { amounts: [1_000_000] })
  const at = `/grants/${grant?.id}/agreements`
  expect(await twice(administrator, at, { from: '2027-01-01', to: '2027-12-31' })).toEqual([{ version: 1 }, { version: 1 }])
  expect(ok(await administrator.api('GET', at)).agreements).toHaveLength(1)
})

test('a claim sent again is the same claim, and what follows from it is answered as it was', async () => {
  const { id, administrator, finance } = await paidGrant(platform)
  const at = `/grants/${id}/clawbacks`
  expect(await twice(administrator, at, { cause: 'misuse', lines: [{ what: '招待费', amount: 50_000 }], reasons: '不在协议用途内。', ban: false })).toEqual([{ number: 1 }, { number: 1 }])
  expect(await twice(administrator, `${at}/1/write-offs`, { amount: 20_000, reasons: '无法追回' })).toEqual([{ open: 50_000 }, { open: 50_000 }])
  expect(await twice(finance, `${at}/1/write-offs/answer`, { approved: true })).toEqual([{ open: 30_000 }, { open: 30_000 }])
})

test('an objection sent again has the number of the one that was taken', async () => {
  const evaluator = await platform.person('评估员甲', { evaluator: '330411' })
  const { member, administrator, at, read } = await midTerm(platform)
  ok(await member.api('PUT', `${at}/self`, { content: { done: '开展十二次活动。', results: '会用手机挂号。', money: '按预算花。', difficulties: '无', activities: 12, people: 80, attendances: 240, spent: 3_000_000 } }))
  ok(await member.api('POST', `${at}/self/submission`))
  ok(await administrator.api('PUT', `${at}/evaluator`, { person: evaluator.id }))
  ok(await evaluator.api('POST', `${at}/card/submission`, { scores: { delivery: '50', money: '30', press: '0' }, comment: '扎实。' }))
  const [first, again] = await twice(member, `${at}/objections`, { facts: '活动次数少算了两次，附签到表。' })
  expect(again).toEqual(first)
  expect((await read())?.appraisal.objections).toMatchObject([{ id: (first as { id: string }).id }])
})
