import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { competitionId, derivedId, grantId, newObjectionId, proposalId } from '../../shared/kernel/ids.ts'
import { move } from '../../shared/ledger/ledger.ts'
import { movementItem } from '../../shared/ledger/ledger.store.ts'
import { objectionItem } from '../../shared/notice/notice.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { markAdded } from '../../shared/store/mark.store.ts'
import { ok } from '../support/contest.ts'
import { meanwhile } from '../support/meanwhile.ts'
import { anObjection } from '../support/objections.ts'
import { payableVenture, type Payable } from '../support/payments.ts'
import { type ApiAnswer, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

/** Two grants of one payee (all test organisations have one credit code), the first part of the one asked for, some money paid to the other. */
async function two(): Promise<Payable & { first: string; second: string }> {
  const made = await payableVenture(platform, { amounts: [10_000_000, 4_000_000] })
  const [first, second] = made.grants.map(({ id }) => id)
  if (first === undefined || second === undefined) throw new Error('two grants expected')
  ok(await made.administrator.api('POST', `/grants/${first}/tranches/first/preparation`))
  await platform.table.transact([movementItem.put({
    id: derivedId('paid', second), competition: competitionId.parse(made.competition), at: platform.clock.now(), kind: 'pay', because: { noun: 'payment-order', id: 'test' }, sentence: { zh: '测试拨付' }, by: null,
    sides: move(1_000_000, 'signed', 'paid', grantId.parse(second)),
  }, 'none')])
  return { ...made, first, second }
}
const claim = { cause: 'misuse', lines: [{ what: '购买固定资产', amount: 1_000 }], reasons: '不在协议用途内。', ban: true }
const told = ({ status, body }: ApiAnswer) => [status, body.errors?.map(({ code }: { code: string }) => code) ?? body.code]

describe('between reading and writing', () => {
  test('an objection comes in: nothing is approved', async () => {
    const { administrator, finance, competition, first } = await two()
    const { proposal } = ok(await administrator.api('GET', `/grants/${first}`)).grant
    const objection = anObjection({ id: newObjectionId(), competition: competitionId.parse(competition), proposal: proposalId.parse(proposal), at: platform.clock.now() })
    const object = async () => platform.table.transact([objectionItem.put(objection, 'none'), await markAdded(platform.table, keys.objectionMark(competition))])
    expect(told(await meanwhile(platform.table, keys.grant(first), object, () => finance.api('POST', `/grants/${first}/tranches/first/approval`)))).toEqual([422, ['OBJECTION_OPEN']])
  })

  test('a ban comes in: nothing is approved', async () => {
    const { administrator, finance, first, second } = await two()
    const ban = async () => ok(await administrator.api('POST', `/grants/${second}/clawbacks`, claim))
    expect(told(await meanwhile(platform.table, keys.grant(first), ban, () => finance.api('POST', `/grants/${first}/tranches/first/approval`)))).toEqual([422, ['BANNED']])
  })
})
