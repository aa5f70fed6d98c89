import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Grant } from '../../shared/grant/grant.ts'
import { concludeAgreement, offerAgreement, signAgreement } from '../support/agreements.ts'
import { ok } from '../support/contest.ts'
import { fundedVenture } from '../support/grants.ts'
import { approveFirst, bank, orderAll, type Payable, payOrder } from '../support/payments.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { DISTRICT } from '../support/result.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const codes = (answer: { body: { errors?: { code: string }[] } }) => (answer.body.errors ?? []).map(({ code }) => code)
const read = async (who: Somebody, id: string): Promise<Grant> => ok(await who.api('GET', `/grants/${id}`)).grant
const balances = async (who: Somebody, competition: string) => ok(await who.api('GET', `/competitions/${competition}/grants`)).balances

/** A grant of 10,000 yuan under a signed agreement, its account confirmed. */
async function agreed(): Promise<Payable & { grant: Payable['grants'][number] }> {
  const funded = await fundedVenture(platform, { amounts: [1_000_000] })
  const [grant] = funded.grants
  if (grant === undefined) throw new Error('a grant expected')
  const finance = await platform.person('财务甲', { finance: DISTRICT })
  await concludeAgreement(funded.administrator, grant)
  await bank(platform, { finance }, grant)
  return { ...funded, finance, grant }
}

test('an agreement is not signed any more once its grant has ended: its money is free and stays so', async () => {
  const { administrator, competition, grants: [grant] } = await fundedVenture(platform, { amounts: [1_000_000] })
  if (grant === undefined) throw new Error('a grant expected')
  const made = await offerAgreement(administrator, grant.id)
  ok(await signAgreement(administrator, made, 'authority'))
  ok(await administrator.api('POST', `/grants/${grant.id}/end`, { reason: '单位放弃' }))
  const late = await signAgreement(grant.member, made, 'organisation')
  expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATE'])
  expect(await read(administrator, grant.id)).toMatchObject({ state: 'ended', agreement: null })
  expect(await balances(administrator, competition)).toMatchObject({ promised: 0, signed: 0, left: 100_000_000 })
})

test('an amendment that was drawn up before a part was ordered is drawn up anew: what was paid stays what it was', async () => {
  const made = await agreed()
  const { administrator, competition, grant } = made
  const amended = await offerAgreement(administrator, grant.id, { amount: 600_000, reason: '活动减少' })
  ok(await signAgreement(administrator, amended, 'authority'))
  await approveFirst(made)
  await payOrder(platform, made, await orderAll(made))
  const late = await signAgreement(grant.member, amended, 'organisation')
  expect([late.status, codes(late)]).toEqual([409, ['PAID_MEANWHILE']])
  expect((await read(administrator, grant.id)).tranches.map(({ amount, state }) => [amount, state])).toEqual([[500_000, 'paid'], [300_000, 'waiting'], [200_000, 'waiting']])
  const anew = await offerAgreement(administrator, grant.id, { amount: 600_000, reason: '活动减少' })
  for (const [who, side] of [[administrator, 'authority'], [grant.member, 'organisation']] as const) ok(await signAgreement(who, anew, side))
  expect((await read(administrator, grant.id)).tranches.map(({ amount }) => amount)).toEqual([500_000, 60_000, 40_000])
  expect(await balances(administrator, competition)).toMatchObject({ paid: 500_000, signed: 100_000 })
})

test('nothing is amended while money is claimed back', async () => {
  const made = await agreed()
  const { administrator, grant: { id, member } } = made
  await approveFirst(made)
  await payOrder(platform, made, await orderAll(made))
  const amended = await offerAgreement(administrator, id, { amount: 900_000, reason: '活动减少' })
  ok(await signAgreement(administrator, amended, 'authority'))
  ok(await administrator.api('POST', `/grants/${id}/clawbacks`, { cause: 'breach', lines: [{ what: '没有办的活动', amount: 100_000 }], reasons: '没有按协议开展。', ban: false }))
  const late = await signAgreement(member, amended, 'organisation')
  expect([late.status, late.body.code]).toEqual([409, 'WRONG_STATE'])
})
