import * as z from 'zod'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { competitionLifecycle } from '../../shared/competition/lifecycle.ts'
import { organiserItem } from '../../shared/competition/organiser.store.ts'
import { type CompetitionId, competitionId, type OrganisationId, organisationId, secretHash } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { acceptedInvitation, type InvitationTo } from '../../shared/invitation/invitation.ts'
import { findInvitation, putInvitation } from '../../shared/invitation/invitation.store.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import type { Membership, Person } from '../../shared/person/person.ts'
import { evaluatorItem, financeItem, membershipItem, membershipScope } from '../../shared/person/person.store.ts'
import { supervisorItem } from '../../shared/competition/supervisor.store.ts'
import { type Disclosure, disclosures, mostDisclosed } from '../../shared/rulebook/round.ts'
import { expertiseSchema, type Judge, judgeItem, maxLoadSchema } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { act, type Decision } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { declaredWork, judgeTies } from '../queries/ties.ts'
import { memberWrites } from './organisation.ts'

const ties = z.array(z.strictObject({ organisation: organisationId, reason: typed(300) })).max(200)
/** Where one works and the mobile by which one may be known elsewhere; what one knows well, and how much one takes. What is left out stays as it is. */
const about = {
  employer: z.string().trim().max(60).optional(),
  phone: z.string().trim().max(40).refine((phone) => phone === '' || /^\+?[0-9][0-9 ()-]{5,22}[0-9]$/.test(phone), { error: 'PHONE_MALFORMED' }).optional(),
  expertise: expertiseSchema.optional(),
  maxLoad: maxLoadSchema.optional(),
}
export const tiesInput = z.strictObject({ ties, ...about })
/** What a judge says on accepting: the organisations one has ties to, what one says about oneself, and what one was told is published of the cards. */
export const acceptInput = z.strictObject({ ties: ties.default([]), ...about, disclosure: z.enum(disclosures).optional() })

export interface Accepted {
  to: InvitationTo
  person: Person['id']
}

/**
 * Makes the asker what the invitation is to: a member, a judge, organiser or supervisor of the competition, an evaluator or finance officer of the district. Accepting again what one accepted oneself changes nothing. Throws NOT_FOUND,
 * INVITATION_SPENT (somebody else accepted it, it was revoked or has run out), ALREADY_EXISTS (one is that already; the invitation can
 * still be used by somebody else), INVALID where a judge was told something else of what is published.
 */
export async function acceptInvitation(context: Context, secret: string, input: z.infer<typeof acceptInput>): Promise<Accepted> {
  const person = personOf(context)
  authorise(context, 'invitation.accept', {})
  return act<Accepted>(context, async () => {
    const stored = await findInvitation(context.table, secretHash(secret))
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    const { to, acceptedBy } = stored.value
    const answer = { to, person: person.id }
    if (acceptedBy === person.id) return { writes: [], trail: [], answer }
    const writes = putInvitation(acceptedInvitation(stored.value, person.id, context.now), stored)
    const membership: Membership = { ...to, person: person.id, since: context.now }
    if ((await context.table.get(membershipItem, keys.membership(person.id, membershipScope(membership)))) !== undefined) throw new Refusal('ALREADY_EXISTS')
    const effect = await become(context, to, person, input)
    return { writes: [...writes, ...effect.writes], trail: effect.trail, answer }
  })
}

type Effect = Pick<Decision<unknown>, 'writes' | 'trail'>

async function become(context: Context, to: InvitationTo, person: Person, input: z.infer<typeof acceptInput>): Promise<Effect> {
  const held = { person: person.id, since: context.now }
  switch (to.role) {
    case 'member': return becomeMember(context, to.organisation, person)
    case 'judge': return becomeJudge(context, to.competition, person, input)
    case 'organiser': return becomeOrganiser(context, { ...to, ...held }, person)
    case 'supervisor': return becomeSupervisor(context, { ...to, ...held }, person)
    case 'evaluator':
    case 'finance': return becomeOfficer(context, { ...to, ...held }, person)
  }
}

async function becomeMember(context: Context, id: OrganisationId, person: Person): Promise<Effect> {
  const { value: organisation } = await loadOrganisation(context.table, id)
  return {
    writes: memberWrites(person.id, id, context),
    trail: [{ scope: { of: 'district', id: organisation.district }, action: 'invitation.accept', about: { noun: 'organisation', id, label: organisation.name }, sentence: { zh: `接受邀请，成为${organisation.name}的成员`, en: `accepted the invitation to ${organisation.name}` } }],
  }
}

const officers = {
  evaluator: { item: evaluatorItem, sentence: { zh: '接受邀请，成为评估员', en: 'accepted the invitation to evaluate' } },
  finance: { item: financeItem, sentence: { zh: '接受邀请，担任财务', en: 'accepted the invitation to handle payments' } },
}

const becomeOfficer = (context: Context, membership: Extract<Membership, { role: keyof typeof officers }>, { id: person, name }: Person): Effect => ({
  writes: [membershipItem.put(membership, 'none'), officers[membership.role].item.put({ district: membership.district, person, name, since: context.now, removedAt: null }, 'any')],
  trail: [{ scope: { of: 'district', id: membership.district }, action: 'invitation.accept', about: { noun: 'person', id: person, label: name }, sentence: officers[membership.role].sentence }],
})

async function becomeOrganiser(context: Context, membership: Extract<Membership, { role: 'organiser' }>, { id: person, name }: Person): Promise<Effect> {
  const { value: competition } = await stillRunning(context, membership.competition)
  const before = await context.table.get(organiserItem, keys.organiser(competition.id, person))
  return {
    writes: [membershipItem.put(membership, 'none'), organiserItem.put({ competition: competition.id, person, name, organisation: membership.organisation, since: context.now, removedAt: null }, before?.version ?? 'none')],
    trail: [{ scope: { of: 'competition', id: competition.id }, action: 'invitation.accept', about: { noun: 'competition', id: competition.id, label: competition.name.zh }, sentence: { zh: `接受邀请，代表${membership.organisation}承办`, en: `accepted the invitation to organise for ${membership.organisation}` } }],
  }
}

/** Throws CONFLICTED for one of its judges: nobody watches over themselves. */
async function becomeSupervisor(context: Context, membership: Extract<Membership, { role: 'supervisor' }>, { id: person, name }: Person): Promise<Effect> {
  const { value: competition } = await stillRunning(context, membership.competition)
  const [before, judge] = await context.table.getEach({ kind: supervisorItem, key: keys.supervisor(competition.id, person) }, { kind: judgeItem, key: keys.judge(competition.id, person) })
  if (judge !== undefined && judge.value.removedAt === null) throw new Refusal('CONFLICTED')
  return {
    writes: [membershipItem.put(membership, 'none'), supervisorItem.put({ competition: competition.id, person, name, since: context.now, removedAt: null }, before?.version ?? 'none'), { check: keys.judge(competition.id, person), expect: judge?.version ?? 'none' }],
    trail: [{ scope: { of: 'competition', id: competition.id }, action: 'invitation.accept', about: { noun: 'competition', id: competition.id, label: competition.name.zh }, sentence: { zh: '接受邀请，担任监督员', en: 'accepted the invitation to supervise' } }],
  }
}

/** Throws WRONG_STATE once it is over. */
async function stillRunning(context: Context, id: CompetitionId): Promise<Stored<Competition>> {
  const stored = await loadCompetition(context.table, id)
  if (competitionLifecycle[stored.value.state].length === 0) throw new Refusal('WRONG_STATE', { facts: { state: stored.value.state } })
  return stored
}

async function becomeJudge(context: Context, id: CompetitionId, person: Person, { ties: declared, disclosure, ...said }: z.infer<typeof acceptInput>): Promise<Effect> {
  const { value: competition, version } = await stillRunning(context, id)
  await requireAgreed(context, competition, disclosure)
  const [before, supervisor] = await context.table.getEach({ kind: judgeItem, key: keys.judge(id, person.id) }, { kind: supervisorItem, key: keys.supervisor(id, person.id) })
  if (supervisor !== undefined && supervisor.value.removedAt === null) throw new Refusal('CONFLICTED')
  const judge: Judge = { competition: id, person: person.id, name: person.name, ...said, ties: await judgeTies(context, declared), ...(await declaredWork(context, competition, said)), acceptedAt: context.now, removedAt: null }
  return {
    // What is published of cards may not be widened after the first judge: the draft moves, so that a change of it meets this one.
    writes: [...(competition.state === 'draft' ? [competitionItem.put(competition, version)] : []), membershipItem.put({ role: 'judge', person: person.id, competition: id, since: context.now }, 'none'), judgeItem.put(judge, before?.version ?? 'none'), { check: keys.supervisor(id, person.id), expect: supervisor?.version ?? 'none' }],
    trail: [{ scope: { of: 'competition', id }, action: 'invitation.accept', about: { noun: 'competition', id, label: competition.name.zh }, sentence: { zh: `接受邀请，成为评委，申报了 ${judge.ties.length} 家利益关系单位`, en: `accepted the invitation to judge and declared ties to ${judge.ties.length} organisations` } }],
  }
}

/** Throws INVALID where the rules say another thing than the judge has read. */
async function requireAgreed({ table }: Context, competition: Competition, read: Disclosure | undefined): Promise<void> {
  if (read === undefined || read === mostDisclosed((await loadRulebook(table, competition)).rounds)) return
  throw new Refusal('INVALID', { mistakes: [{ path: 'disclosure', code: 'CHANGED', zh: '评分公开多少刚刚改过，请看看新的说明再接受', en: 'What is published of the scores has just been changed; read it again before you accept' }] })
}

/** The judge's ties, all of them: those not named any more are gone, but for the organisations the judge belongs to; and what they know well and take at most. Throws NOT_FOUND, INVALID. */
export async function declareTies(context: Context, competition: string, input: z.infer<typeof tiesInput>): Promise<Judge> {
  const person = personOf(context)
  return act<Judge>(context, async () => {
    const { value: contest } = await loadCompetition(context.table, competitionId.parse(competition))
    authorise(context, 'judge.declare', { competition })
    if (contest.state === 'cancelled') throw new Refusal('WRONG_STATE', { facts: { state: contest.state } })
    const stored: Stored<Judge> | undefined = await context.table.get(judgeItem, keys.judge(competition, person.id))
    if (stored === undefined || stored.value.removedAt !== null) throw new Refusal('NOT_FOUND')
    const { ties: declared, ...said } = input
    const judge: Judge = { ...stored.value, ...said, ties: await judgeTies(context, declared), ...(await declaredWork(context, contest, input, stored.value)) }
    return {
      writes: [judgeItem.put(judge, stored.version)],
      trail: [{ scope: { of: 'competition', id: contest.id }, action: 'judge.declare', about: { noun: 'competition', id: contest.id, label: contest.name.zh }, sentence: { zh: `申报了 ${judge.ties.length} 家利益关系单位`, en: `declared ties to ${judge.ties.length} organisations` } }],
      answer: judge,
    }
  })
}
