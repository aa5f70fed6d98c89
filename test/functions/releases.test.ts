import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Grant } from '../../shared/grant/grant.ts'
import { ok } from '../support/contest.ts'
import { deliver, fundedVenture, setGrant } from '../support/grants.ts'
import { accountOf, bank, payableVenture } from '../support/payments.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { DISTRICT } from '../support/result.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const codes = (body: { errors?: { code: string }[] }) => (body.errors ?? []).map(({ code }) => code)
const first = <T>(all: readonly T[]): T => {
  const [one] = all
  if (one === undefined) throw new Error('one expected')
  return one
}

describe('the account of a grant', () => {
  test('is the payee’s own, typed as it comes, and each thing wrong with it is said at its field', async () => {
    const { grants, administrator } = await fundedVenture(platform, { amounts: [1_000_000] })
    const { id, member } = first(grants)
    const wrong = await member.api('PUT', `/grants/${id}/account`, await accountOf(platform, id, { number: '62220O', lineNumber: '10333', bank: ' ' }))
    expect([wrong.status, wrong.body.errors.map(({ path }: { path: string }) => path).toSorted()]).toEqual([422, ['bank', 'lineNumber', 'number']])
    const another = await member.api('PUT', `/grants/${id}/account`, await accountOf(platform, id, { holder: '别的单位' }))
    expect([another.status, codes(another.body)]).toEqual([422, ['NOT_PAYEE']])
    ok(await member.api('PUT', `/grants/${id}/account`, await accountOf(platform, id, { number: '６２２２ 0000-1234 0005 678' })))
    expect((ok(await member.api('GET', `/grants/${id}/money`)) as { account: unknown }).account).toMatchObject({ number: '6222000012340005678', revision: 1, confirmed: null })
    // Others see the last four digits.
    expect((ok(await administrator.api('GET', `/grants/${id}/money`)) as { account: { number: string } }).account.number).toBe('***************5678')
    expect((await administrator.api('PUT', `/grants/${id}/account`, await accountOf(platform, id))).status).toBe(403)
  })

  test('is confirmed as finance saw it, and a change takes the confirmation back', async () => {
    const { grants } = await fundedVenture(platform, { amounts: [1_000_000] })
    const { id, member } = first(grants)
    const finance = await platform.person('财务', { finance: DISTRICT })
    await bank(platform, { finance }, first(grants))
    // The same again is no change.
    ok(await member.api('PUT', `/grants/${id}/account`, await accountOf(platform, id)))
    const account = async () => (ok(await finance.api('GET', `/grants/${id}/money`)) as { account: { revision: number; confirmed: unknown } }).account
    expect(await account()).toMatchObject({ revision: 1, confirmed: { name: '财务' } })
    ok(await member.api('PUT', `/grants/${id}/account`, await accountOf(platform, id, { number: '6222000099990001111' })))
    expect(await account()).toMatchObject({ revision: 2, confirmed: null })
    expect((await finance.api('POST', `/grants/${id}/account/confirmation`, { revision: 1 })).status).toBe(409)
    expect((await member.api('POST', `/grants/${id}/account/confirmation`, { revision: 2 })).status).toBe(403)
    const { organisation } = first(grants)
    const both = await platform.person('两顶帽子', { finance: DISTRICT, member: [organisation] })
    const barred = await both.api('POST', `/grants/${id}/account/confirmation`, { revision: 2 })
    expect([barred.status, codes(barred.body)]).toEqual([409, ['IS_APPLICANT']])
  })
})

describe('the release of a part', () => {
  test('waits for every condition, each named to both sides', async () => {
    const { grants, administrator } = await fundedVenture(platform, { amounts: [1_000_000] })
    const { id, member } = first(grants)
    const refused = await administrator.api('POST', `/grants/${id}/tranches/first/preparation`)
    expect([refused.status, codes(refused.body)]).toEqual([422, ['AGREEMENT_MISSING', 'ACCOUNT_MISSING']])
    await deliver(platform, id)
    const { tranches } = ok(await member.api('GET', `/grants/${id}/money`)) as { tranches: { unmet: { code: string }[] }[] }
    expect(tranches.map(({ unmet }) => unmet.map(({ code }) => code))).toEqual([
      ['ACCOUNT_MISSING'], ['ACCOUNT_MISSING', 'EARLIER_UNPAID', 'RESULT_MISSING'], ['ACCOUNT_MISSING', 'EARLIER_UNPAID', 'EARLIER_UNPAID', 'RESULT_MISSING', 'REPORT_MISSING'],
    ])
    await setGrant(platform, id, (grant) => ({ ...grant, project: null }))
    expect((ok(await member.api('GET', `/grants/${id}/money`)) as { tranches: { unmet: { code: string }[] }[] }).tranches.at(-1)?.unmet.at(-1)?.code).toBe('NO_PROJECT')
    await setGrant(platform, id, (grant) => ({ ...grant, payee: { ...grant.payee, creditCode: null } }))
    expect(codes((await administrator.api('POST', `/grants/${id}/tranches/first/preparation`)).body)).toEqual(['PAYEE_UNPAYABLE', 'ACCOUNT_MISSING'])
    expect((await administrator.api('POST', `/grants/${id}/tranches/nowhere/preparation`)).status).toBe(404)
  })

  test('of a later part waits for the result of the evaluation and its objection days', async () => {
    const { grants, administrator } = await payableVenture(platform, { amounts: [1_000_000] })
    const { id } = first(grants)
    const paid = (grant: Grant): Grant => ({ ...grant, tranches: grant.tranches.map((one, i) => (i === 0 ? { ...one, state: 'paid', paidOn: '2026-01-01' } : one)) })
    await setGrant(platform, id, paid)
    const asked = async (result: Partial<NonNullable<Grant['results']['final']>>) => {
      const at = platform.clock.now()
      await setGrant(platform, id, (grant) => ({ ...grant, results: { ...grant.results, 'mid-term': { passed: true, grade: null, total: '88', at, objectionsUntil: at, openObjections: 0, ...result } } }))
      const { status, body } = await administrator.api('POST', `/grants/${id}/tranches/second/preparation`)
      return [status, ...codes(body)]
    }
    expect(await asked({ passed: false, total: '51' })).toEqual([422, 'NOT_PASSED'])
    expect(await asked({ openObjections: 1 })).toEqual([422, 'RESULT_OBJECTED'])
    expect(await asked({ objectionsUntil: '2099-01-01T00:00:00.000Z' as Grant['since'] })).toEqual([422, 'RESULT_OBJECTABLE'])
    expect(await asked({})).toEqual([200])
  })

  test('is prepared by one person and approved by another, and goes back step by step', async () => {
    const { grants, administrator, finance, competition } = await payableVenture(platform, { amounts: [1_000_000] })
    const { id, member, organisation } = first(grants)
    const at = `/grants/${id}/tranches/first`
    expect((await finance.api('POST', `${at}/preparation`)).status).toBe(403)
    expect((await finance.api('POST', `${at}/approval`)).status).toBe(409)
    const two = await platform.person('管理员兼财务', { administrator: DISTRICT, finance: DISTRICT })
    ok(await two.api('POST', `${at}/preparation`))
    const own = await two.api('POST', `${at}/approval`)
    expect([own.status, codes(own.body)]).toEqual([409, ['IS_PREPARER']])
    for (const [roles, code] of [[{ finance: DISTRICT, organiser: [competition] }, 'IS_ORGANISER'], [{ finance: DISTRICT, member: [organisation] }, 'IS_APPLICANT']] as const) {
      const bound = await platform.person('两顶帽子', { ...roles, ...('member' in roles ? { member: [...roles.member] } : {}), ...('organiser' in roles ? { organiser: [...roles.organiser] } : {}) } as Parameters<TestPlatform['person']>[1])
      const { status, body } = await bound.api('POST', `${at}/approval`)
      expect([status, codes(body)]).toEqual([409, [code]])
    }
    for (const person of [administrator, member]) expect((await person.api('POST', `${at}/approval`)).status).toBe(403)
    ok(await finance.api('POST', `${at}/approval`))
    expect((await administrator.api('POST', `${at}/preparation`)).status).toBe(409)
    const undone = ok(await finance.api('POST', `${at}/approval/undo`, { reason: '再核对' })) as { tranches: { state: string; approved: unknown }[] }
    expect(first(undone.tranches)).toMatchObject({ state: 'prepared', approved: null })
    expect(first((ok(await finance.api('POST', `${at}/preparation/undo`, { reason: '材料不全' })) as typeof undone).tranches)).toMatchObject({ state: 'waiting', prepared: null })
  })

  test('is refused at the approval where something has changed since it was prepared', async () => {
    const { grants, administrator, finance } = await payableVenture(platform, { amounts: [1_000_000] })
    const { id, member } = first(grants)
    ok(await administrator.api('POST', `/grants/${id}/tranches/first/preparation`))
    ok(await member.api('PUT', `/grants/${id}/account`, await accountOf(platform, id, { number: '6222000099990001111' })))
    const refused = await finance.api('POST', `/grants/${id}/tranches/first/approval`)
    expect([refused.status, codes(refused.body)]).toEqual([422, ['ACCOUNT_UNCONFIRMED']])
  })
})
