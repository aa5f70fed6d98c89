import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Grant, trancheAmounts } from '../../../shared/grant/grant.ts'
import { competitionId, grantId, newPersonId, newProposalId, organisationId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import { balances, type Movement, move } from '../../../shared/ledger/ledger.ts'
import { accountInput, type Account } from '../../../shared/payment/account.ts'
import { makeOrder, type Outcome, type PaymentOrder, settleOrder } from '../../../shared/payment/order.ts'
import { unmetConditions } from '../../../shared/tranche/conditions.ts'
import { approveRelease, prepareRelease, undoApproval, undoPreparation } from '../../../shared/tranche/tranche.ts'

const at = instant.parse('2026-05-20T02:00:00.000Z')
const competition = competitionId.parse(`c_${'4k7m2p'.padEnd(26, '0')}`)
const [clerk, finance] = [{ person: newPersonId(), name: '经办' }, { person: newPersonId(), name: '财务' }]
const account: Omit<Account, 'grant'> = { ...accountInput.parse({ holder: '示例机构', bank: '示例银行', branch: '支行', lineNumber: '103335000018', number: '6222000012340005678', province: '浙江省', city: '嘉兴市' }), revision: 1, given: { by: clerk.person, name: '', at }, confirmed: { by: finance.person, name: '', at } }

function granted(number: number, amount: number, shares: readonly number[], signed: boolean): Grant {
  const amounts = trancheAmounts(amount, shares.map((percent) => ({ percent })))
  return {
    id: grantId.parse(`g_${String(number).padStart(26, '0')}`), competition, district: '330411', list: 'l', number, proposal: newProposalId(), project: null, title: `项目 ${number}`, category: 'children', street: '',
    organisation: { id: organisationId.parse(`o_${'0'.repeat(26)}`), name: '示例机构' }, payee: { name: '示例机构', creditCode: '91330400MA28A00000', host: false }, amount,
    state: signed ? 'delivery' : 'agreement', since: at, signBy: at, agreement: signed ? 1 : null, offer: null, signedAt: signed ? at : null, firstMoneyBy: null, period: null,
    tranches: shares.map((percent, i) => ({ id: `t${i}`, name: { zh: `第 ${i + 1} 期` }, percent, conditions: [], amount: amounts[i] ?? 0, state: 'waiting', prepared: null, approved: null, order: null, paidOn: null, returned: [] })),
    results: { 'mid-term': null, final: null }, recovery: null, evaluations: [], execution: 'x', endedBecause: null,
  }
}

/** A little office: whatever comes in, in any order and as often as it likes. */
class Office {
  grants: Grant[]
  readonly orders: PaymentOrder[] = []
  readonly movements: Pick<Movement, 'sides'>[] = []
  /** What the bank has really transferred, by reference. */
  readonly transferred = new Map<string, number>()

  constructor(grants: Grant[]) {
    this.grants = grants
    const promised = grants.reduce((sum, { amount }) => sum + amount, 0)
    this.movements.push({ sides: move(promised, 'source', 'left', null) }, { sides: grants.flatMap(({ amount, id }) => move(amount, 'left', 'promised', id)) })
    this.movements.push({ sides: grants.filter(({ agreement }) => agreement !== null).flatMap(({ amount, id }) => move(amount, 'promised', 'signed', id)) })
  }

  #put(changed: readonly Grant[]) {
    this.grants = this.grants.map((one) => changed.find(({ id }) => id === one.id) ?? one)
  }

  #unmet(grant: Grant, id: string, barred: boolean) {
    const tranche = grant.tranches.find((one) => one.id === id)
    return tranche === undefined ? [] : unmetConditions(grant, tranche, { account: { ...account, grant: grant.id }, project: null, objections: barred ? 1 : 0, ban: undefined }, at)
  }

  do({ what, grant: g, part, order: o, paid, barred }: Deed) {
    const grant = this.grants[g % this.grants.length]
    if (grant === undefined) return
    const id = `t${part % grant.tranches.length}`
    switch (what) {
      case 'prepare': return this.#put([prepareRelease(grant, id, this.#unmet(grant, id, barred), clerk, at)])
      case 'approve': return this.#put([approveRelease(grant, id, this.#unmet(grant, id, barred), finance, at)])
      case 'approve-own': return this.#put([approveRelease(grant, id, [], clerk, at)])
      case 'undo-approve': return this.#put([undoApproval(grant, id)])
      case 'undo-prepare': return this.#put([undoPreparation(grant, id)])
      case 'order': {
        const payables = this.grants.flatMap((one) => one.tranches.flatMap((tranche) => (tranche.state === 'approved' && this.#unmet(one, tranche.id, barred).length === 0 ? [{ grant: one, tranche, account: { ...account, grant: one.id } }] : [])))
        if (payables.length === 0) return
        const made = makeOrder({ competition, district: '330411', number: this.orders.length + 1, payer: { name: '区民政局', account: '' }, name: { zh: '大赛' } }, payables, finance, at)
        this.#put(made.grants)
        this.orders.push(made.order)
        this.movements.push(made.movement)
        return
      }
      case 'settle': {
        const index = o % Math.max(1, this.orders.length)
        const order = this.orders[index]
        if (order === undefined) return
        const line = order.lines[part % order.lines.length]
        if (line === undefined) return
        const outcome: Outcome = { paid, on: '2026-05-21', reason: paid ? '' : '户名不符', source: '回单', recorded: { by: finance.person, name: finance.name, at } }
        const settled = settleOrder(order, new Map([[line.reference, outcome]]), this.grants.filter((one) => one.id === line.grant))
        this.#put(settled.grants)
        this.orders[index] = settled.order
        this.movements.push(...settled.movements)
        if (paid) this.transferred.set(line.reference, (this.transferred.get(line.reference) ?? 0) + line.amount)
      }
    }
  }
}

const deed = fc.record({
  what: fc.constantFrom('prepare', 'approve', 'approve-own', 'undo-approve', 'undo-prepare', 'order', 'settle'), grant: fc.nat(3), part: fc.nat(3), order: fc.nat(5), paid: fc.boolean(), barred: fc.nat(9).map((n) => n === 0),
})
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never

test('whatever is asked in whatever order and however often, parts make the grant, the ledger balances and nothing is paid twice or unsigned', () => {
  let paidAtAll = 0
  const shares = fc.constantFrom([100], [60, 40], [50, 30, 20], [33.33, 33.33, 33.34])
  fc.assert(fc.property(fc.array(fc.record({ amount: fc.integer({ min: 1, max: 30_000_000 }), shares, signed: fc.boolean() }), { minLength: 1, maxLength: 4 }), fc.array(deed, { maxLength: 120, size: 'max' }), (made, deeds) => {
    const office = new Office(made.map(({ amount, shares, signed }, i) => granted(i + 1, amount, shares, signed)))
    for (const one of deeds) {
      // Each comes twice, as from two windows.
      for (const _ of [1, 2]) {
        try {
          office.do(one)
        } catch (error) {
          if (!isRefusal(error)) throw error
        }
      }
      const sums = balances(office.movements)
      expect(Object.values(sums).reduce((a, b) => a + b, 0)).toBe(0)
      for (const grant of office.grants) {
        const own = balances(office.movements, (id) => id === grant.id)
        const inState = (...states: string[]) => grant.tranches.filter(({ state }) => states.includes(state)).reduce((sum, { amount }) => sum + amount, 0)
        expect(grant.tranches.reduce((sum, { amount }) => sum + amount, 0)).toBe(grant.amount)
        expect([own.promised + own.signed, own.released, own.paid]).toEqual([inState('waiting', 'prepared', 'approved', 'failed'), inState('ordered'), inState('paid')])
        if (grant.agreement === null) expect(own.released + own.paid).toBe(0)
        for (const { prepared, approved } of grant.tranches) if (approved !== null) expect(approved.by).not.toBe(prepared?.by)
      }
    }
    const references = office.orders.flatMap(({ lines }) => lines.map(({ reference }) => reference))
    expect(new Set(references).size).toBe(references.length)
    const transferred = [...office.transferred.values()].reduce((a, b) => a + b, 0)
    expect(transferred).toBe(balances(office.movements).paid)
    expect(transferred).toBeLessThanOrEqual(made.reduce((sum, { amount }) => sum + amount, 0))
    paidAtAll += transferred
  }), { numRuns: 300 })
  // Otherwise it has proved nothing.
  expect(paidAtAll).toBeGreaterThan(0)
})
