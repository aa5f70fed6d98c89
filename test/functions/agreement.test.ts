import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Agreement } from '../../shared/agreement/agreement.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { newObjectionId, proposalId, competitionId } from '../../shared/kernel/ids.ts'
import { objectionItem } from '../../shared/notice/notice.store.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { ok, poll } from '../support/contest.ts'
import { type Funded, fundedVenture, setGrant } from '../support/grants.ts'
import { anObjection } from '../support/objections.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const terms = { from: '2027-01-01', to: '2027-12-31' }
interface Stage extends Funded { grant: Funded['grants'][number] }
async function granted(amount = 10_000_001): Promise<Stage> {
  const funded = await fundedVenture(platform, { amounts: [amount] })
  const [grant] = funded.grants
  if (grant === undefined) throw new Error('a grant expected')
  return { ...funded, grant }
}
const offer = async ({ administrator, grant }: Stage, body: object = terms): Promise<Agreement> => {
  ok(await administrator.api('POST', `/grants/${grant.id}/agreements`, body))
  return (ok(await administrator.api('GET', `/grants/${grant.id}/agreements`)) as { agreements: [Agreement] }).agreements[0]
}
const sign = ({ administrator, grant }: Stage, { version, digest }: Agreement, side: 'organisation' | 'authority', who = side === 'authority' ? administrator : grant.member) =>
  who.api('POST', `/grants/${grant.id}/agreements/${version}/${side}`, { digest, title: '法定代表人' })
const read = async ({ administrator, grant }: Stage): Promise<Grant> => ok(await administrator.api('GET', `/grants/${grant.id}`)).grant
const money = async ({ administrator, competition }: Stage) => ok(await administrator.api('GET', `/competitions/${competition}/grants`)).balances

describe('an agreement', () => {
  test('has the figures filled in, sums in capitals too, and is in force when both have signed', async () => {
    const stage = await granted()
    const made = await offer(stage)
    const text = made.clauses.flatMap(({ paragraphs }) => paragraphs).join('\n')
    expect(text).toContain('资助总额 100,000.01 元（人民币壹拾万元零壹分）')
    expect(text).toContain('自 2027年1月1日起至 2027年12月31日止')
    expect(text).toContain('1. 首期：50,000.00 元（人民币伍万元整），在双方签字后 15 个工作日内拨付')
    ok(await sign(stage, made, 'organisation'))
    expect((await read(stage)).state).toBe('agreement')
    expect(await money(stage)).toMatchObject({ promised: 10_000_001, signed: 0 })
    expect(ok(await sign(stage, made, 'authority')).state).toBe('signed')
    expect(await read(stage)).toMatchObject({ state: 'delivery', agreement: 1, period: terms })
    expect(await money(stage)).toMatchObject({ promised: 0, signed: 10_000_001 })
    await poll(platform, async () => ok(await stage.administrator.api('GET', `/grants/${stage.grant.id}`)).step === 'delivery', () => 'the machine did not follow')
    // A signature sent twice moves no money twice.
    expect(ok(await sign(stage, made, 'authority')).state).toBe('signed')
    expect(await money(stage)).toMatchObject({ promised: 0, signed: 10_000_001 })
  })

  test('is signed as it was read: another text is refused, and so is a version that gave way to the next', async () => {
    const stage = await granted()
    const first = await offer(stage)
    expect((await sign(stage, { ...first, digest: '0'.repeat(64) }, 'organisation')).body).toMatchObject({ errors: [{ path: 'digest', code: 'OTHER_DOCUMENT' }] })
    const second = await offer(stage, { ...terms, special: '每季度交一次小结。\n宣传前先征得同意。' })
    expect(second.digest).not.toBe(first.digest)
    expect(second.clauses.find(({ heading }) => heading.includes('补充约定'))?.paragraphs).toEqual(['每季度交一次小结。', '宣传前先征得同意。'])
    expect((await sign(stage, first, 'organisation')).status).toBe(409)
    ok(await sign(stage, second, 'organisation'))
  })

  test('is not signed by one person for both sides, by another organisation, or by who only organises', async () => {
    const stage = await granted()
    const made = await offer(stage)
    const both = await platform.person('两边都是', { administrator: '330411', member: [stage.grant.organisation] })
    expect((await sign(stage, made, 'authority', both)).status).toBe(409)
    const organiser = await platform.person('承办人')
    await platform.table.transact([membershipItem.put({ role: 'organiser', person: organiser.id, competition: competitionId.parse(stage.competition), organisation: '示例承办中心', since: platform.clock.now() }, 'none')])
    expect((await sign(stage, made, 'authority', organiser)).status).toBe(403)
    const stranger = await platform.person('别的单位')
    expect((await sign(stage, made, 'organisation', stranger)).status).toBe(403)
    expect(await read(stage)).toMatchObject({ state: 'agreement', agreement: null })
  })

  test('waits while an objection to the grant is open', async () => {
    const stage = await granted()
    const made = await offer(stage)
    const { proposal } = await read(stage)
    const objection = anObjection({ id: newObjectionId(), competition: competitionId.parse(stage.competition), proposal: proposalId.parse(proposal), at: platform.clock.now() })
    await platform.table.transact([objectionItem.put(objection, 'none')])
    const answer = await sign(stage, made, 'organisation')
    expect([answer.status, answer.body.code]).toEqual([409, 'OBJECTIONS_OPEN'])
    expect((await read(stage)).agreement).toBeNull()
  })

  test.each([
    ['dates that are reversed', { from: '2027-12-31', to: '2027-01-01' }, 'to'],
    ['a sum beside the one that was published', { ...terms, amount: 500 }, 'amount'],
    ['a sum that is no sum', { ...terms, amount: -1 }, 'amount'],
    ['a year that is a slip', { from: '2027-01-01', to: '2072-01-01' }, 'to'],
  ])('is refused with %s', async (_, body, path) => {
    const stage = await granted()
    const answer = await stage.administrator.api('POST', `/grants/${stage.grant.id}/agreements`, body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].path).toBe(path)
  })
})

describe('an amendment', () => {
  test('is a new version with a reason; signed by both it changes sum and tranches, but for what is paid', async () => {
    const stage = await granted(10_000_000)
    const made = await offer(stage)
    for (const side of ['organisation', 'authority'] as const) ok(await sign(stage, made, side))
    await setGrant(platform, stage.grant.id, (grant) => ({ ...grant, tranches: grant.tranches.map((one, i) => (i === 0 ? { ...one, state: 'paid', paidOn: '2027-01-10' } : one)) }))
    const refused = await stage.administrator.api('POST', `/grants/${stage.grant.id}/agreements`, { ...terms, amount: 4_000_000 })
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(['reason', 'amount'])
    const amended = await offer(stage, { ...terms, to: '2027-10-31', amount: 8_000_001, reason: '活动减少' })
    expect(amended.tranches.map(({ amount }) => amount)).toEqual([5_000_000, 1_800_000, 1_200_001])
    ok(await sign(stage, amended, 'authority'))
    expect((await read(stage)).amount).toBe(10_000_000)
    ok(await sign(stage, amended, 'organisation'))
    expect(await read(stage)).toMatchObject({ amount: 8_000_001, agreement: 2, period: { to: '2027-10-31' } })
    expect(await money(stage)).toMatchObject({ signed: 8_000_001, left: 100_000_000 - 8_000_001 })
    const { agreements } = ok(await stage.grant.member.api('GET', `/grants/${stage.grant.id}/agreements`)) as { agreements: Agreement[] }
    expect(agreements.map(({ version, state }) => [version, state])).toEqual([[2, 'signed'], [1, 'superseded']])
  })
})
