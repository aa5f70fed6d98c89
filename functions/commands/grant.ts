import * as z from 'zod'
import type { Awards } from '../../shared/award/award.store.ts'
import type { AwardLine } from '../../shared/award/line.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { loadRulebook } from '../../shared/competition/competition.store.ts'
import { unclosed } from '../../shared/grant/closing.ts'
import { type Grant, newGrant } from '../../shared/grant/grant.ts'
import { grantIdOf, grantsOf, ownGrantItem, writeGrants } from '../../shared/grant/grant.store.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { move } from '../../shared/ledger/ledger.ts'
import { writePromises } from '../../shared/ledger/ledger.store.ts'
import type { Organisation } from '../../shared/organisation/organisation.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Context, personOf } from '../context.ts'
import { fundingOf } from '../queries/grant-room.ts'
import { moveGrant } from './grant-move.ts'
import { newsOf } from './news.ts'

/**
 * Prepares what the publication of a venture's award list brings about: a grant for each line, and the movements that promise its money.
 * Nobody sees any of it until the list is published; prepared again, it is the same. Throws TypeError for a line without a sum.
 */
export async function prepareGrants(context: Context, competition: Competition, { list }: Pick<Awards, 'list'>, lines: readonly AwardLine[]): Promise<void> {
  const { table, now } = context
  const funding = fundingOf(await loadRulebook(table, competition))
  const proposals = (await table.getMany(proposalItem, lines.map(({ proposal }) => keys.proposal(proposal)))).map((one) => one?.value)
  const organisations = await table.getMany(organisationItem, proposals.map((one) => keys.organisation(one?.organisation.id ?? '')))
  const grants = lines.map((line, i): Grant => {
    const [proposal, organisation, amount] = [proposals[i], organisations[i]?.value, line.amount]
    if (proposal === undefined || amount === null) throw new TypeError(`${line.proposal} is given a grant and has no ${proposal === undefined ? 'record' : 'sum'}`)
    return newGrant(competition, funding, {
      id: grantIdOf(competition.id, list, line.proposal), number: i + 1, list, line: { ...line, amount }, organisation: { id: proposal.organisation.id, name: line.organisation },
      street: organisation === undefined ? '' : streetOf(organisation), payee: payeeOf(line.organisation, organisation), project: proposal.project,
    }, now)
  })
  const { id, name } = personOf(context)
  await writeGrants(table, grants)
  await writePromises(table, competition, list, funding.budget, grants, { at: now, by: { person: id, name } })
}

const streetOf = (organisation: Organisation): string => (organisation.standing === 'registered' ? organisation.street : organisation.filing.with)

/** Only who has a credit code can be paid: the applicant, or for a filed one the host that has accepted it (forms.md part 9, consequence 2). */
function payeeOf(name: string, organisation: Organisation | undefined): Grant['payee'] {
  if (organisation === undefined) return { name, creditCode: null, host: false }
  if (organisation.standing === 'registered') return { name: organisation.name, creditCode: organisation.creditCode, host: false }
  const { host, hosting } = organisation
  return { name: host.name, creditCode: hosting?.state === 'accepted' ? host.creditCode : null, host: true }
}

/** Orders of one transaction. */
const CHUNK = 30

/**
 * What follows from the publication of a venture's awards: each grant stands with its organisation, its machine starts, and its people are
 * told. Called by the stream's consumer; called again, it writes the same again.
 */
export async function beginGrants(context: Context, competition: Competition): Promise<void> {
  if (competition.kind !== 'venture' || competition.awardsPublishedAt === null) return
  const grants = await grantsOf(context.table, competition.id)
  const at = competition.awardsPublishedAt
  const writes = (await Promise.all(grants.map(async (grant) => {
    const mails = await newsOf({ ...context, now: at }, grant, [{ organisation: grant.organisation.id }], {
      news: { zh: `获得资助 ${formatYuan(grant.amount)} 元，请签订协议`, en: `is granted ${formatYuan(grant.amount)} yuan; please sign the agreement` }, path: `/grants/${grant.id}`,
    }, 'granted')
    const start = { key: `start ${grant.execution}`, order: { do: 'start' as const, machine: 'grant' as const, name: grant.execution, input: { grant: grant.id } } }
    return [
      [ownGrantItem.put({ organisation: grant.organisation.id, grant: grant.id, competition: grant.competition }, 'any')],
      [start, ...mails].map(({ key, order }) => ({ key: derivedId(key), order })),
    ] as const
  })))
  const own = writes.flatMap(([items]) => items)
  for (let from = 0; from < own.length; from += CHUNK) await context.table.transact(own.slice(from, from + CHUNK))
  // An order that was carried out already is not given again.
  const orders = writes.flatMap(([, given]) => given)
  const known = await context.table.getMany(outboxItem, orders.map(({ key }) => keys.outbox(key)))
  const missing = orders.filter((_, i) => known[i] === undefined)
  for (let from = 0; from < missing.length; from += CHUNK) await context.table.transact(missing.slice(from, from + CHUNK).map(({ key, order }) => outboxItem.put({ id: key, at, done: false, tries: 0, order }, 'none')))
}

export const endGrantInput = z.strictObject({ reason: typed(1000) })

/** Ends a grant for which no agreement came about: given up by its organisation, or not signed in time. Its money is free again. Throws WRONG_STATE. */
export function endGrant(context: Context, id: string, { reason }: z.infer<typeof endGrantInput>): Promise<Grant> {
  return moveGrant(context, id, 'grant.end', ({ grant }) => {
    if (grant.state === 'ended') return { grant, sentence: { zh: '' } }
    if (grant.state !== 'agreement') throw new Refusal('WRONG_STATE', { facts: { state: grant.state } })
    return {
      grant: { ...grant, state: 'ended', since: context.now, endedBecause: reason, tranches: grant.tranches.map((tranche) => ({ ...tranche, state: 'cancelled' })) },
      movements: [{ kind: 'forgo', because: { noun: 'grant', id }, sentence: { zh: `《${grant.title}》放弃资助`, en: `"${grant.title}" is given up` }, sides: move(grant.amount, 'promised', 'left', grant.id) }],
      sentence: { zh: '结束了资助，没有签订协议', en: 'ended the grant without an agreement' }, reason,
      news: { to: [{ organisation: grant.organisation.id }], news: { zh: '资助已结束，没有签订协议', en: 'the grant has ended without an agreement' } },
    }
  })
}

export const closeGrantInput = z.strictObject({
  /** What was not paid is not paid any more, and free again in the competition. */
  cancelRest: z.boolean().default(false),
  reason: z.string().trim().max(1000).default(''),
})

/**
 * Closes a grant whose final evaluation counts: its objection days are over and no objection is open. Every part is paid by then, or is given
 * up here, with a reason. Throws WRONG_STATE, INVALID with each thing that is missing.
 */
export function closeGrant(context: Context, id: string, { cancelRest, reason }: z.infer<typeof closeGrantInput>): Promise<Grant> {
  return moveGrant(context, id, 'grant.close', ({ grant }) => {
    if (grant.state === 'closed') return { grant, sentence: { zh: '' } }
    if (grant.state !== 'delivery') throw new Refusal('WRONG_STATE', { facts: { state: grant.state } })
    const missing = unclosed(grant, cancelRest, reason, context.now)
    if (missing.length > 0) throw new Refusal('INVALID', { mistakes: missing })
    const open = grant.tranches.filter(({ state }) => state !== 'paid' && state !== 'cancelled')
    const rest = open.reduce((sum, { amount }) => sum + amount, 0)
    return {
      grant: { ...grant, state: 'closed', since: context.now, tranches: grant.tranches.map((one) => (open.includes(one) ? { ...one, state: 'cancelled', prepared: null, approved: null } : one)) },
      movements: [{ kind: 'forgo', because: { noun: 'grant', id }, sentence: { zh: `《${grant.title}》不再拨付 ${formatYuan(rest)} 元`, en: `"${grant.title}": ${formatYuan(rest)} yuan are not paid any more` }, sides: move(rest, 'signed', 'left', grant.id) }],
      sentence: rest === 0 ? { zh: '结项', en: 'closed the grant' } : { zh: `结项，不再拨付 ${formatYuan(rest)} 元`, en: `closed the grant; ${formatYuan(rest)} yuan are not paid any more` }, reason,
      news: { to: [{ organisation: grant.organisation.id }], news: { zh: '资助已结项', en: 'the grant is closed' } },
    }
  })
}
