import type { Agreement } from '../../shared/agreement/agreement.ts'
import { agreementsOf } from '../../shared/agreement/agreement.store.ts'
import { type Ban, banOn } from '../../shared/ban/ban.ts'
import { bansOf } from '../../shared/ban/ban.store.ts'
import { type Clawback, openOf, receivedOf, writtenOffOf } from '../../shared/clawback/clawback.ts'
import { clawbacksOf } from '../../shared/clawback/clawback.store.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { balances, type Movement } from '../../shared/ledger/ledger.ts'
import { movementsOf } from '../../shared/ledger/ledger.store.ts'
import { blockedBy, type Objection } from '../../shared/notice/notice.ts'
import { loadObjections } from '../../shared/notice/notice.store.ts'
import type { Account } from '../../shared/payment/account.ts'
import type { PaymentOrder } from '../../shared/payment/order.ts'
import { accountItem, ordersOf } from '../../shared/payment/payment.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'

/** All that the records of a competition say of its money. */
export interface Books {
  grants: { grant: Grant; account: Account | undefined; agreements: Agreement[]; clawbacks: Clawback[] }[]
  orders: PaymentOrder[]
  movements: Movement[]
  objections: Objection[]
  bans: Ban[]
  at: Instant
}

export async function readBooks(table: Table, competition: string, grants: readonly string[], at: Instant): Promise<Books> {
  const [stored, orders, movements, objections] = await Promise.all([
    Promise.all(grants.map(async (id) => ({ grant: (await loadGrant(table, id)).value, account: (await table.get(accountItem, keys.account(id)))?.value, agreements: (await agreementsOf(table, id)).map(({ value }) => value), clawbacks: (await clawbacksOf(table, id)).map(({ value }) => value) }))),
    ordersOf(table, competition), movementsOf(table, competition), loadObjections(table, competition),
  ])
  return { grants: stored, orders, movements, objections: objections.map(({ value }) => value), bans: await bansOf(table, stored[0]?.grant.district ?? ''), at }
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)
const partsIn = ({ tranches }: Grant, ...states: Grant['tranches'][number]['state'][]): number => sum(tranches.filter(({ state }) => states.includes(state)).map(({ amount }) => amount))

/** What of the books does not hold, whatever has happened: a sentence each. */
export function wrongIn({ grants, orders, movements }: Books): string[] {
  const wrong: string[] = []
  const equal = (what: string, found: unknown, wanted: unknown) => { if (JSON.stringify(found) !== JSON.stringify(wanted)) wrong.push(`${what} is ${JSON.stringify(found)}, ought to be ${JSON.stringify(wanted)}`) }
  for (const { kind, sides } of movements) equal(`a movement ${kind}`, sum(sides.map(({ fen }) => fen)), 0)
  const whole = balances(movements)
  equal('all accounts', sum(Object.values(whole)), 0)
  for (const [account, fen] of Object.entries(whole)) if (account !== 'source' && fen < 0) wrong.push(`${account} is below zero: ${fen}`)

  for (const { grant, agreements, clawbacks } of grants) {
    const { id, state, amount, agreement, tranches } = grant
    equal(`parts of ${id}`, sum(tranches.map((one) => one.amount)), amount)
    const [paid, ordered] = [partsIn(grant, 'paid'), partsIn(grant, 'ordered')]
    const [claimed, received, writtenOff] = [sum(clawbacks.map(({ total }) => total)), sum(clawbacks.map(receivedOf)), sum(clawbacks.map(writtenOffOf))]
    const { source: _, left: __, ...held } = balances(movements, (one) => one === id)
    equal(`the ledger of ${id} (${state})`, held, {
      promised: state === 'agreement' ? amount : 0, signed: agreement === null || state === 'closed' ? 0 : amount - paid - ordered, released: ordered,
      paid: paid - claimed, claimed: claimed - received - writtenOff, returned: received, 'written-off': writtenOff,
    })
    const open = clawbacks.filter((one) => one.settledAt === null)
    equal(`open claims of ${id}`, [open.length, open.every((one) => openOf(one) > 0)], [state === 'recovery' ? 1 : 0, true])
    const inForce = agreements.filter((one) => one.state === 'signed')
    equal(`the agreement of ${id}`, inForce.map((one) => [one.version, one.amount]), agreement === null ? [] : [[agreement, amount]])
    for (const one of inForce) if (one.organisation === null || one.authority === null || one.organisation.by === one.authority.by) wrong.push(`${id} is not signed by two`)
    for (const { approved, prepared } of tranches) if (approved !== null && (prepared === null || approved.by === prepared.by)) wrong.push(`a part of ${id} is approved by who prepared it`)
    const lines = orders.flatMap((order) => order.lines.filter((line) => line.grant === id))
    for (const tranche of tranches) {
      const going = lines.filter((line) => line.tranche === tranche.id && (line.outcome === null || line.outcome.paid))
      equal(`payments of ${id} ${tranche.id} (${tranche.state})`, going.map((line) => line.amount), tranche.state === 'paid' || tranche.state === 'ordered' ? [tranche.amount] : [])
    }
  }
  const references = orders.flatMap(({ lines }) => lines.map(({ reference }) => reference))
  equal('payments of one reference', references.length, new Set(references).size)
  equal('what was released', sum(movements.filter(({ kind }) => kind === 'release').flatMap(({ sides }) => sides.filter(({ fen }) => fen > 0).map(({ fen }) => fen))), sum(orders.map(({ total }) => total)))
  return wrong
}

/** What must not have come about between two readings. `lifted`: a ban may have been lifted in between. */
export function wrongSince(before: Books, after: Books, { lifted }: { lifted: boolean }): string[] {
  return after.grants.flatMap(({ grant }, i) => {
    const was = before.grants[i]?.grant
    if (was === undefined) return []
    const open = blockedBy(before.objections, grant).length > 0
    const barred = !lifted && banOn(before.bans, { id: grant.organisation.id, creditCode: grant.payee.creditCode }, shanghaiDate(before.at)) !== undefined
    const moved = grant.tranches.filter((one, n) => (one.state === 'approved' || one.state === 'ordered') && was.tranches[n]?.state !== one.state && was.tranches[n]?.state !== 'ordered')
    return [
      ...(open && grant.agreement !== was.agreement ? [`${grant.id} was signed while an objection is open`] : []),
      ...moved.flatMap(({ id }) => [
        ...(open ? [`${id} moved on while an objection is open`] : []), ...(barred ? [`${id} moved on though its organisation is barred`] : []),
        ...(was.agreement === null ? [`${id} moved on without an agreement`] : []), ...(was.state === 'recovery' && grant.state === 'recovery' ? [`${id} moved on while money is claimed back`] : []),
      ]),
    ]
  })
}
