import { competitionItem } from '../../shared/competition/competition.store.ts'
import { clawbacksOf } from '../../shared/clawback/clawback.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { grantsOf } from '../../shared/grant/grant.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { grantDuties } from '../../shared/grant/moments.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { openLines } from '../../shared/payment/order.ts'
import { accountItem, ordersOf } from '../../shared/payment/payment.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'
import { financed } from './districts.ts'
import type { Due } from './due.ts'

/** What waits for whoever handles the money of a district: accounts to confirm, releases to approve, orders to export, returns to import, write-offs to decide on. */
export async function dueForFinance(context: Context): Promise<Due[]> {
  const { table } = context
  const competitions = (await Promise.all(financed(context.actor).map((district) => table.queryAll(competitionItem, keys.competitionsOf(district))))).flat().map(({ value }) => value)
  return (await Promise.all(competitions.filter(({ kind, awardsPublishedAt }) => kind === 'venture' && awardsPublishedAt !== null).map((competition) => dueOf(context, competition)))).flat()
}

async function dueOf({ table, now }: Context, competition: Competition): Promise<Due[]> {
  const [grants, orders] = await Promise.all([grantsOf(table, competition.id), ordersOf(table, competition.id)])
  const accounts = (await table.getMany(accountItem, grants.map(({ id }) => keys.account(id)))).flatMap((one) => (one === undefined || one.value.confirmed !== null ? [] : [one.value]))
  const asked = grants.filter((grant) => grant.tranches.some(({ state }) => state === 'prepared'))
  const approved = grants.filter((grant) => grant.tranches.some(({ state }) => state === 'approved'))
  const at = `/competitions/${competition.id}/payments`
  const due = (title: Bilingual, href: string, until: Due['until']): Due => ({ title, about: competition.name, href, until, state: until !== null && until < now ? 'late' : 'wait' })
  const writeOffs = await writeOffsAsked(table, grants)
  const unconfirmed = grants.filter(({ id }) => accounts.some(({ grant }) => grant === id))
  return [
    ...unconfirmed.map((grant) => ({ ...due({ zh: '确认收款账户', en: 'Confirm an account' }, `/grants/${grant.id}/money`, firstMoneyOf([grant])), about: { zh: grant.title } })),
    ...writeOffs.map((grant) => ({ ...due({ zh: '审批核销', en: 'Decide on a write-off' }, `/grants/${grant.id}/recovery`, null), about: { zh: grant.title } })),
    ...(asked.length === 0 ? [] : [due({ zh: `审批拨款（${asked.length} 笔）`, en: `Approve releases (${asked.length})` }, `${at}#asked`, firstMoneyOf(asked))]),
    ...(approved.length === 0 ? [] : [due({ zh: `导出付款清单（${approved.length} 笔已批准）`, en: `Export a payment order (${approved.length} approved)` }, at, firstMoneyOf(approved))]),
    ...orders.filter((order) => openLines(order).length > 0).map((order) => due({ zh: `导入第 ${order.number} 号清单的银行回单`, en: `Import the bank’s answer to order no. ${order.number}` }, `${at}/${order.number}`, null)),
  ]
}

/** Grants of whose claim somebody asks to give up a part. */
async function writeOffsAsked(table: Context['table'], grants: readonly Grant[]): Promise<Grant[]> {
  const claimed = grants.filter(({ state }) => state === 'recovery')
  const clawbacks = await Promise.all(claimed.map(({ id }) => clawbacksOf(table, id)))
  return claimed.filter((_, i) => clawbacks[i]?.some(({ value: { writeOffs } }) => writeOffs.some(({ answer }) => answer === null)) === true)
}

/** The earliest date by which the first money of one of them is due. */
const firstMoneyOf = (grants: readonly Grant[]): Due['until'] =>
  grants.flatMap((grant) => grantDuties(grant).flatMap(({ of, dueAt }) => (of === 'first-money' ? [dueAt] : []))).toSorted((a, b) => a.localeCompare(b))[0] ?? null
