import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { organisationId, type ProposalId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { knownFacts } from '../../shared/proposal/prefill.ts'
import { type Proposal, proposalNumber } from '../../shared/proposal/proposal.ts'
import { loadEntry } from '../../shared/registry/registry.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { applicantsOf, orderAll } from './applicants.ts'
import { mailsTo } from './news.ts'
import { type Applicant, entry, requireOpenCall, startDraft } from './proposal.ts'

export const paperInput = z.strictObject({
  /** One that was admitted, or one that the district's registry knows and that has not joined. */
  organisation: organisationId,
  category: z.string().max(40),
})

/**
 * Begins to enter what an organisation handed in on paper: a draft of the organisation's, which an administrator fills in and sends like any
 * other, with the scan of the signed form. Throws what starting a draft throws, INVALID for an organisation that nobody knows.
 */
export async function enterPaper(context: Context, competition: string, input: z.infer<typeof paperInput>): Promise<{ proposal: ProposalId; revision: number }> {
  return act(context, async () => {
    const { value: found } = await loadCompetition(context.table, competition)
    authorise(context, 'proposal.enter', { district: found.district, competition })
    requireOpenCall(found, context.now)
    const applicant = await applicantOf(context, found.district, input.organisation)
    const { id, name } = personOf(context)
    const { proposal, writes } = await startDraft(context, found, applicant, { category: input.category, paper: { by: { id, name }, at: context.now } })
    return {
      writes,
      trail: [entry(proposal, 'proposal.enter', { zh: `开始据纸质申报书为${applicant.name}录入`, en: `began to enter the paper form of ${applicant.name}` }, { to: 'draft' })],
      answer: { proposal: proposal.id, revision: 1 },
    }
  })
}

async function applicantOf({ table }: Context, district: string, id: string): Promise<Applicant> {
  const [joined, known] = await Promise.all([table.get(organisationItem, keys.organisation(id)), loadEntry(table, district, id)])
  if (joined !== undefined && joined.value.district === district) {
    const { value } = joined
    if (value.state !== 'admitted') throw new Refusal('INVALID', { mistakes: [{ path: 'organisation', code: 'NOT_ADMITTED', zh: '这家单位的入驻申请还没有通过，或已暂停', en: 'This organisation has not been admitted, or is suspended' }] })
    return { id: value.id, name: value.name, kind: value.kind, standing: value.standing, facts: knownFacts(value) }
  }
  if (known === undefined) throw new Refusal('INVALID', { mistakes: [{ path: 'organisation', code: 'NOT_A_CHOICE', zh: '登记册里没有这家单位，请先登记', en: 'The registry does not know this organisation; enter it there first' }] })
  const { name, kind, standing, creditCode, filingNumber, contactName, contactPhone, contactEmail } = known
  return { id: known.id, name, kind, standing, facts: { applicantName: name, registrationNumber: creditCode === '' ? filingNumber : creditCode, contact: contactName, contactPhone, contactEmail } }
}

/**
 * Tells an organisation that its paper form was entered and sent: its members, or, where it has none, the address that it gave. Called by the
 * stream's consumer; called again, nobody is told twice.
 */
export async function tellOfPaper(context: Context, proposal: Proposal): Promise<void> {
  const { table, now, environment } = context
  const { id, title, organisation, district, competition: of, paper } = proposal
  if (paper === undefined) return
  const [{ value: competition }, members] = await Promise.all([loadCompetition(table, of), applicantsOf(context, [proposal])])
  const url = `${environment.XIUYUAN_BASE_URL}/proposals/${id}`
  const facts = { organisation: organisation.name, title, number: proposalNumber(id), by: paper.by.name, url }
  if (members.length > 0) return orderAll(context, await mailsTo(context, members, url, (person, to) => mailOrder('paperEntered', { ...facts, competition: say(competition.name, to.language) }, to, `${id}/${person.id}`, now)))
  const [joined, known] = await Promise.all([table.get(organisationItem, keys.organisation(organisation.id)), loadEntry(table, district, organisation.id)])
  const email = joined?.value.contact.email ?? known?.contactEmail ?? ''
  if (email !== '') await orderAll(context, [mailOrder('paperEntered', { ...facts, competition: competition.name.zh }, { email, language: 'zh' }, `${id}/contact`, now)])
}
