import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clawback } from '../../shared/clawback/clawback.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { ok } from '../support/contest.ts'
import { paidGrant } from '../support/payments.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const claim = { cause: 'misuse', lines: [{ what: '招待费', amount: 100_000 }], reasons: '不在协议用途内。', ban: false }

/** A claim of 1,000 yuan of which 800 are asked to be written off. */
async function claimed() {
  const made = await paidGrant(platform)
  const { id, administrator, finance, competition } = made
  const at = `/grants/${id}/clawbacks`
  ok(await administrator.api('POST', at, claim))
  ok(await administrator.api('POST', `${at}/1/write-offs`, { amount: 80_000, reasons: '无法追回' }))
  return {
    ...made, at,
    receive: async (amount: number, reference: string) => ok(await finance.api('POST', `${at}/1/payments`, { on: shanghaiDate(platform.clock.now()), amount, reference })),
    answer: (body: object) => finance.api('POST', `${at}/1/write-offs/answer`, body),
    state: async () => ok(await administrator.api('GET', `/grants/${id}`)).grant.state,
    money: async () => ok(await administrator.api('GET', `/competitions/${competition}/grants`)).balances,
    read: async () => (ok(await administrator.api('GET', at)) as { clawbacks: Clawback[] }).clawbacks,
  }
}

test('what has come back meanwhile is not written off as well: the request is refused, and another asked for', async () => {
  const { receive, answer, money, state, administrator, at } = await claimed()
  await receive(50_000, '回单 1')
  const above = await answer({ approved: true })
  expect([above.status, above.body.errors]).toMatchObject([422, [{ path: 'note', code: 'ABOVE_OPEN' }]])
  expect(await money()).toMatchObject({ claimed: 50_000, returned: 50_000, 'written-off': 0 })
  ok(await answer({ approved: false, note: '已退回一部分' }))
  ok(await administrator.api('POST', `${at}/1/write-offs`, { amount: 50_000, reasons: '其余无法追回' }))
  ok(await answer({ approved: true }))
  expect([await money(), await state()]).toMatchObject([{ claimed: 0, returned: 50_000, 'written-off': 50_000 }, 'delivery'])
})

test('a request that waits falls away when all has come back, and does not end the next claim', async () => {
  const { receive, answer, state, administrator, at, read } = await claimed()
  await receive(100_000, '回单 1')
  expect((await read())[0]?.writeOffs).toMatchObject([{ answer: null }])
  ok(await administrator.api('POST', at, claim))
  expect(await state()).toBe('recovery')
  for (const body of [{ approved: true }, { approved: false, note: '不用了' }]) {
    const late = await answer(body)
    expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATE'])
  }
  expect(await state()).toBe('recovery')
})
