import * as z from 'zod'
import { type Agreement, type AgreementSide, bothSigned, digestOf, requireSignable, requireTerms, signedBy, type Terms, tranchesFor } from '../../shared/agreement/agreement.ts'
import { agreementItem, agreementsOf, loadAgreement } from '../../shared/agreement/agreement.store.ts'
import { agreementText } from '../../shared/agreement/template.ts'
import { loadAwardList } from '../../shared/award/award.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { firstMoneyBy } from '../../shared/grant/moments.ts'
import { loadCorrections } from '../../shared/notice/calendar.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { move } from '../../shared/ledger/ledger.ts'
import { blockedBy } from '../../shared/notice/notice.ts'
import { loadObjections } from '../../shared/notice/notice.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { markSeen } from '../../shared/store/mark.store.ts'
import type { Write } from '../../shared/store/table.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import type { Context } from '../context.ts'
import { personOf } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import type { GrantRoom } from '../queries/grant-room.ts'
import { wearerOf } from '../queries/hats.ts'
import { type GrantMove, moveGrantFor } from './grant-move.ts'

const label = (agreement: Agreement) => ({ zh: `第 ${agreement.version} 版协议`, en: `version ${agreement.version} of the agreement` })

/**
 * Makes the agreement from the template with the grant's figures, for both sides to sign; after one is in force, an amendment. An offer
 * that is not signed by both gives way to the new one. Throws WRONG_STATE, INVALID.
 */
export async function offerAgreement(context: Context, id: string, terms: Terms): Promise<{ version: number }> {
  return moveGrantFor(context, id, 'agreement.offer', async (room) => {
    const { grant, competition, funding } = room
    const line = (await loadAwardList(context.table, competition.id, grant.list)).find(({ proposal }) => proposal === grant.proposal)
    requireTerms(grant, terms, line?.amount ?? grant.amount)
    const [last] = await agreementsOf(context.table, id)
    const version = (last?.value.version ?? 0) + 1
    const amount = terms.amount ?? grant.amount
    const tranches = tranchesFor(grant, amount)
    const text = agreementText({ grant, competition, funding, terms, amount, tranches, version })
    const { id: person, name } = personOf(context)
    const made: Agreement = {
      grant: grant.id, version, state: 'offered', ...text, digest: digestOf(text.title, text.clauses), amount, tranches, period: { from: terms.from, to: terms.to }, reason: terms.reason,
      offeredBy: { person, name }, offeredAt: context.now, organisation: null, authority: null, scan: null,
    }
    return {
      grant: { ...grant, offer: { version, organisation: false, authority: false } }, answer: { version },
      writes: [agreementItem.put(made, 'none'), ...(last?.value.state === 'offered' ? [agreementItem.put({ ...last.value, state: 'withdrawn' }, last.version)] : [])],
      sentence: { zh: `拟定了${label(made).zh}`, en: `drew up ${label(made).en}` }, reason: terms.reason,
      news: { to: [{ organisation: grant.organisation.id }], news: { zh: `${label(made).zh}已拟定，请阅读后签字`, en: `${label(made).en} is ready to be read and signed` }, path: `/grants/${grant.id}/agreement` },
    }
  })
}

export const signInput = z.strictObject({
  /** Of the document that the signer has read. */
  digest: z.string().regex(/^[0-9a-f]{64}$/, { error: 'WRONG_FORMAT' }),
  /** As whom: 法定代表人, 科长. */
  title: z.string().trim().min(1).max(60),
})
export type Sign = z.infer<typeof signInput>

/**
 * Signs a version for one side. With the second signature it is in force: the money moves from promised to signed, and delivery begins.
 * Throws WRONG_STATE, INVALID, STALE for figures that do not hold any more, OBJECTIONS_OPEN while an objection to it is not ruled on, CONFLICTED for somebody who stands on both sides.
 */
export async function signAgreement(context: Context, id: string, version: number, side: AgreementSide, input: Sign): Promise<{ state: Agreement['state'] }> {
  return moveGrantFor(context, id, side === 'authority' ? 'agreement.sign-authority' : 'agreement.sign-organisation', async (room) => {
    const { grant } = room
    const stored = await loadAgreement(context.table, id, version)
    const person = personOf(context)
    const before = stored.value
    // Signed by the same person a second time: as it was.
    if (before[side]?.by === person.id) return { grant, sentence: { zh: '' }, answer: { state: before.state } }
    if (before[side] !== null) throw new Refusal('WRONG_STATE', { facts: { state: before.state } })
    await refuseBothHats(context, grant, before, side)
    const seen = await markSeen(context.table, keys.objectionMark(grant.competition))
    requireSignable(grant, before)
    const open = blockedBy((await loadObjections(context.table, grant.competition)).map(({ value }) => value), grant)
    if (open.length > 0) throw new Refusal('OBJECTIONS_OPEN', { facts: { open: open.length } })
    const after = signedBy(before, side, { person: person.id, name: person.name, ...input }, context.now)
    const signer = side === 'authority' ? { zh: '主办单位', en: 'the authority' } : { zh: grant.organisation.name, en: grant.organisation.name }
    const sentence = { zh: `代表${signer.zh}签了${label(before).zh}`, en: `signed ${label(before).en} for ${signer.en}` }
    if (!bothSigned(after)) return { grant: { ...grant, offer: { version, organisation: after.organisation !== null, authority: after.authority !== null } }, answer: { state: after.state }, writes: [agreementItem.put(after, stored.version), seen], sentence, news: otherSide(grant, side, before) }
    const move = await inForce(context, room, { ...after, state: 'signed' }, stored.version, sentence)
    return { ...move, writes: [...move.writes, seen], answer: { state: 'signed' } }
  })
}

/** Nobody signs for both sides; for the authority nobody who organises the competition or belongs to the grantee or its host. */
async function refuseBothHats(context: Context, grant: Grant, agreement: Agreement, side: AgreementSide): Promise<void> {
  const counterpart = agreement[side === 'authority' ? 'organisation' : 'authority']?.by ?? null
  requireUnbarred(side === 'authority' ? 'sign-authority' : 'sign-organisation', await wearerOf(context), { ...await concernOf(context.table, grant), counterpart })
}

const otherSide = (grant: Grant, side: AgreementSide, agreement: Agreement): GrantMove['news'] => ({
  to: [side === 'authority' ? { organisation: grant.organisation.id } : { administrators: grant.district }],
  news: side === 'authority' ? { zh: `主办单位已签${label(agreement).zh}，请签字`, en: `the authority has signed ${label(agreement).en}; please sign` } : { zh: `获资助单位已签${label(agreement).zh}，请签字`, en: `the grantee has signed ${label(agreement).en}; please sign` },
  path: `/grants/${grant.id}/agreement`,
})

async function inForce(context: Context, { grant, funding }: GrantRoom, agreement: Agreement, seen: number, sentence: GrantMove['sentence']): Promise<GrantMove & { writes: Write[] }> {
  const earlier = grant.agreement === null ? undefined : await loadAgreement(context.table, grant.id, grant.agreement)
  const { amount, version, period } = agreement
  const because = { noun: 'agreement', id: `${grant.id} ${version}` }
  const amounts = new Map(agreement.tranches.map((one) => [one.id, one.amount]))
  return {
    grant: {
      ...grant, amount, period, agreement: version, offer: null, signedAt: grant.signedAt ?? context.now,
      firstMoneyBy: grant.firstMoneyBy ?? firstMoneyBy(context.now, funding.firstMoneyWorkingDays, await loadCorrections(context.table, grant.district)),
      tranches: grant.tranches.map((one) => withAmount(one, amounts.get(one.id) ?? one.amount)),
      ...(grant.state === 'agreement' ? { state: 'delivery' as const, since: context.now } : {}),
    },
    movements: grant.agreement === null
      ? [{ kind: 'sign', because, sentence: { zh: `《${grant.title}》协议签订`, en: `Agreement of "${grant.title}" signed` }, sides: move(grant.amount, 'promised', 'signed', grant.id) }]
      : [{ kind: 'amend', because, sentence: { zh: `《${grant.title}》协议变更`, en: `Agreement of "${grant.title}" amended` }, sides: amount < grant.amount ? move(grant.amount - amount, 'signed', 'left', grant.id) : move(amount - grant.amount, 'left', 'signed', grant.id) }],
    writes: [agreementItem.put(agreement, seen), ...(earlier === undefined ? [] : [agreementItem.put({ ...earlier.value, state: 'superseded' }, earlier.version)])],
    sentence: { zh: `${sentence.zh}，协议生效`, en: `${sentence.en}; it is in force` },
    news: { to: [{ organisation: grant.organisation.id }, { administrators: grant.district }], news: { zh: `${label(agreement).zh}双方已签，开始执行`, en: `${label(agreement).en} is signed by both and in force` }, path: `/grants/${grant.id}/agreement` },
  }
}

/** A release that was prepared or approved was so for another sum: it begins again. */
function withAmount(tranche: Grant['tranches'][number], amount: number): Grant['tranches'][number] {
  const begun = tranche.state === 'prepared' || tranche.state === 'approved'
  return amount === tranche.amount || !begun ? { ...tranche, amount } : { ...tranche, amount, state: 'waiting', prepared: null, approved: null }
}
