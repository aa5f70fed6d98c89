import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handler as complete } from '../../functions/tasks/complete.lambda.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { ok, poll } from '../support/contest.ts'
import { decidedVenture, deliver, fundedVenture, setGrant } from '../support/grants.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const moneyOf = async ({ administrator, competition }: { administrator: { api: TestPlatform['visitor']['api'] }; competition: string }) =>
  ok(await administrator.api('GET', `/competitions/${competition}/grants`)) as { grants: Grant[]; balances: Record<string, number> }

describe('the publication of a venture’s awards', () => {
  test('makes a grant of each line, promises its money and starts its machine; published twice, there is one of each', async () => {
    const made = await decidedVenture(platform)
    expect(await moneyOf(made)).toMatchObject({ grants: [], balances: { left: 0, promised: 0 } })
    const [first, second] = await Promise.all([made.administrator.api('POST', `/competitions/${made.competition}/awards`), made.administrator.api('POST', `/competitions/${made.competition}/awards`)])
    ok(first)
    ok(second)
    const { grants, balances } = await moneyOf(made)
    expect(grants.map(({ number, amount, state, tranches }) => ({ number, amount, state, parts: tranches.map((one) => one.amount) }))).toEqual([
      { number: 1, amount: 10_000_001, state: 'agreement', parts: [5_000_000, 3_000_000, 2_000_001] },
      { number: 2, amount: 5_000_000, state: 'agreement', parts: [2_500_000, 1_500_000, 1_000_000] },
      { number: 3, amount: 3_333_333, state: 'agreement', parts: [1_666_666, 999_999, 666_668] },
    ])
    expect(balances).toMatchObject({ source: -100_000_000, left: 100_000_000 - 18_333_334, promised: 18_333_334, signed: 0, paid: 0 })
    expect(Object.values(balances).reduce((a, b) => a + b, 0)).toBe(0)
    for (const { id } of grants) await poll(platform, async () => ok(await made.administrator.api('GET', `/grants/${id}`)).step === 'agreement', () => `${id} has no machine`)
  })

  test('every organisation reads its own grant and no other', async () => {
    const { grants: [first, second], competition } = await fundedVenture(platform)
    if (first === undefined || second === undefined) throw new Error('two grants expected')
    expect((ok(await first.member.api('GET', '/grants')) as { grants: Grant[] }).grants.map(({ id }) => id)).toEqual([first.id])
    expect(ok(await first.member.api('GET', `/grants/${first.id}`)).grant.amount).toBe(first.amount)
    expect((await first.member.api('GET', `/grants/${second.id}`)).status).toBe(403)
    expect((await first.member.api('GET', `/competitions/${competition}/grants`)).status).toBe(403)
    expect((await platform.visitor.api('GET', `/grants/${first.id}`)).status).toBe(401)
  })
})

describe('a grant without an agreement', () => {
  test('is reminded of before its date and told to the administrators after it', async () => {
    const { grants: [first], administrator } = await fundedVenture(platform, { amounts: [1_000_000] })
    if (first === undefined) throw new Error('a grant expected')
    const story = async () => (ok(await administrator.api('GET', `/grants/${first.id}`)) as { entries: { sentence: { zh: string } }[] }).entries.map(({ sentence }) => sentence.zh)
    platform.clock.forward({ days: 24 })
    await poll(platform, async () => (await story()).includes('提醒了：拟定资助协议'), () => 'not reminded')
    platform.clock.forward({ days: 7 })
    await poll(platform, async () => (await story()).filter((one) => one.startsWith('提醒了')).length >= 2, () => 'not told that it is late')
  })

  test('ends with a reason: its money is free again, and with the last one the competition is complete', async () => {
    const made = await fundedVenture(platform, { amounts: [1_000_000, 2_000_000] })
    await complete({ competition: made.competition })
    expect((await loadCompetition(platform.table, made.competition)).value.state).toBe('funding')
    const [first, second] = made.grants
    if (first === undefined || second === undefined) throw new Error('two grants expected')
    expect((await made.administrator.api('POST', `/grants/${first.id}/end`, { reason: ' ' })).status).toBe(422)
    expect((await first.member.api('POST', `/grants/${first.id}/end`, { reason: '放弃' })).status).toBe(403)
    ok(await made.administrator.api('POST', `/grants/${first.id}/end`, { reason: '单位来函放弃' }))
    ok(await made.administrator.api('POST', `/grants/${first.id}/end`, { reason: '单位来函放弃' }))
    expect((await moneyOf(made)).balances).toMatchObject({ left: 98_000_000, promised: 2_000_000 })
    await complete({ competition: made.competition })
    expect((await loadCompetition(platform.table, made.competition)).value.state).toBe('funding')
    ok(await made.administrator.api('POST', `/grants/${second.id}/end`, { reason: '过期未签' }))
    await complete({ competition: made.competition })
    expect((await loadCompetition(platform.table, made.competition)).value.state).toBe('completed')
    expect((await moneyOf(made)).balances).toMatchObject({ left: 100_000_000, promised: 0 })
  })
})

describe('a grant that has been delivered', () => {
  test('is closed when its final result stands and every part is paid, or given up with a reason; the rest of its money is free again', async () => {
    const made = await fundedVenture(platform, { amounts: [1_000_000] })
    const [grant] = made.grants
    if (grant === undefined) throw new Error('a grant expected')
    await deliver(platform, grant.id)
    const close = (body: object) => made.administrator.api('POST', `/grants/${grant.id}/closing`, body)
    const codes = async (body: object) => ((await close(body)).body.errors as { code: string }[]).map(({ code }) => code)
    expect(await codes({})).toEqual(['NO_RESULT', 'NOT_PAID'])
    const at = platform.clock.now()
    const final = { passed: true, grade: 'b', total: '80', at, objectionsUntil: plusDays(at, 7), openObjections: 0 }
    await setGrant(platform, grant.id, (one) => ({ ...one, results: { ...one.results, final } }))
    expect(await codes({ cancelRest: true })).toEqual(['RESULT_OPEN', 'REQUIRED'])
    platform.clock.forward({ days: 8 })
    expect((await grant.member.api('POST', `/grants/${grant.id}/closing`, { cancelRest: true, reason: '不再需要' })).status).toBe(403)
    expect(ok(await close({ cancelRest: true, reason: '项目提前完成，剩余不再需要' })).state).toBe('closed')
    expect(ok(await close({ cancelRest: true, reason: '项目提前完成，剩余不再需要' })).state).toBe('closed')
    expect((await moneyOf(made)).balances).toMatchObject({ signed: 0, left: 100_000_000 })
    expect(await complete({ competition: made.competition })).toEqual({ outcome: 'funding' })
    expect(await complete({ competition: made.competition })).toEqual({ outcome: 'completed' })
  })
})
