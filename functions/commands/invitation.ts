import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { competitionLifecycle } from '../../shared/competition/lifecycle.ts'
import { type CompetitionId, competitionId, newInvitationId, newSecret, type OrganisationId, organisationId, secretHash } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import { acceptedInvitation, type Invitation, type InvitationTo, makeInvitation, revokedInvitation } from '../../shared/invitation/invitation.ts'
import { findInvitation, findListedInvitation, invitationScope, putInvitation } from '../../shared/invitation/invitation.store.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import type { Action, Target } from '../../shared/person/access.ts'
import type { Membership, Person } from '../../shared/person/person.ts'
import { evaluatorItem, membershipItem, membershipScope } from '../../shared/person/person.store.ts'
import { type Judge, judgeItem } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { act, type Decision } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { judgeTies } from '../queries/ties.ts'
import { memberWrites } from './organisation.ts'

const email = z.string().trim().min(1).max(254).pipe(z.email()).nullable().default(null)
/** Whom it is meant for. With an address the link is mailed as well; without, whoever invited hands it on. */
export const inviteInput = z.strictObject({ name: typed(60), email })

const ties = z.array(z.strictObject({ organisation: organisationId, reason: typed(300) })).max(200)
export const tiesInput = z.strictObject({ ties })
/** `ties`: where the invitation is to judge, the organisations one has ties to. */
export const acceptInput = z.strictObject({ ties: ties.default([]) })

/** What became of an invitation: its link is known to the one who made it, once; only a digest of its secret is kept. */
export interface Invited {
  invitation: Invitation
  /** null where the same command came again. */
  link: string | null
}

/** Invites somebody to act for the organisation. */
export async function inviteMember(context: Context, organisation: string, input: z.infer<typeof inviteInput>): Promise<Invited> {
  const { value: host } = await loadOrganisation(context.table, organisation)
  authorise(context, 'organisation.invite', { organisation })
  return invite(context, { role: 'member', organisation: host.id }, input, {
    trail: { scope: { of: 'district', id: host.district }, action: 'organisation.invite', about: { noun: 'organisation', id: host.id, label: host.name }, sentence: { zh: `邀请了一人加入${host.name}`, en: `invited somebody to ${host.name}` } },
    mail: memberMail(context, host.name),
  })
}

/** Invites somebody to judge a competition. Throws WRONG_STATE once it is over. */
export async function inviteJudge(context: Context, competition: string, input: z.infer<typeof inviteInput>): Promise<Invited> {
  const { value: contest } = await loadCompetition(context.table, competition)
  authorise(context, 'judge.invite', { district: contest.district })
  if (competitionLifecycle[contest.state].length === 0) throw new Refusal('WRONG_STATE', { facts: { state: contest.state } })
  const name = say(contest.name, context.language)
  return invite(context, { role: 'judge', competition: contest.id }, input, {
    trail: { scope: { of: 'competition', id: contest.id }, action: 'judge.invite', about: { noun: 'competition', id: contest.id, label: contest.name.zh }, sentence: { zh: `邀请了评委：${input.name}`, en: `invited a judge: ${input.name}` } },
    mail: (to, url, until, by, key) => mailOrder('judgeInvited', { competition: name, name: input.name, by, until, url }, { email: to, language: context.language }, key, context.now),
  })
}

/** Invites somebody to evaluate projects of the district. Which of them, an administrator says later. */
export async function inviteEvaluator(context: Context, district: string, input: z.infer<typeof inviteInput>): Promise<Invited> {
  authorise(context, 'evaluator.invite', { district })
  return invite(context, { role: 'evaluator', district }, input, {
    trail: { scope: { of: 'district', id: district }, action: 'evaluator.invite', about: { noun: 'district', id: district, label: district }, sentence: { zh: `邀请了评估员：${input.name}`, en: `invited an evaluator: ${input.name}` } },
    mail: (to, url, until, by, key) => mailOrder('evaluatorInvited', { name: input.name, by, until, url }, { email: to, language: context.language }, key, context.now),
  })
}

interface Occasion {
  trail: Decision<unknown>['trail'][number]
  mail: (to: string, url: string, until: string, by: string, key: string) => NonNullable<Decision<unknown>['orders']>[number]
}

async function invite(context: Context, to: InvitationTo, input: z.infer<typeof inviteInput>, occasion: Occasion): Promise<Invited> {
  const { made, link, orders } = makeLink(context, to, input, occasion.mail)
  const invitation = await act<Invitation>(context, async () => ({ writes: putInvitation(made, undefined), trail: [occasion.trail], orders, answer: made }))
  return { invitation, link: invitation.id === made.id ? link : null }
}

/** An invitation with its link, which nobody can tell again, and the mail that carries it where an address was given. */
function makeLink(context: Context, to: InvitationTo, input: z.infer<typeof inviteInput>, mail: Occasion['mail']): { made: Invitation; link: string; orders: NonNullable<Decision<unknown>['orders']> } {
  const by = personOf(context)
  const secret = newSecret()
  const link = `${context.environment.XIUYUAN_BASE_URL}/invitation/${secret}`
  const made = makeInvitation({ id: newInvitationId(), hash: secretHash(secret), to, name: input.name, email: input.email, invitedBy: { person: by.id, name: by.name } }, context.now)
  return { made, link, orders: input.email === null ? [] : [mail(input.email, link, dayInShanghai(made.expiresAt), by.name, made.id)] }
}

/** The same to become a member of an organisation. */
export const memberLink = (context: Context, organisation: { id: OrganisationId; name: string }, input: z.infer<typeof inviteInput>) =>
  makeLink(context, { role: 'member', organisation: organisation.id }, input, memberMail(context, organisation.name))

const memberMail = (context: Context, organisation: string): Occasion['mail'] =>
  (to, url, until, by, key) => mailOrder('memberInvited', { organisation, by, until, url }, { email: to, language: context.language }, key, context.now)

const dayInShanghai = (at: Instant): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(at))

/** The link works no longer. Throws NOT_FOUND, or INVITATION_SPENT where somebody accepted it already. */
export async function revokeInvitation(context: Context, to: InvitationTo, id: string): Promise<Invitation> {
  const { scope, action, about, target } = await invitedTo(context, to)
  authorise(context, action, target)
  return act<Invitation>(context, async () => {
    const listed = await findListedInvitation(context.table, invitationScope(to), id)
    if (listed === undefined) throw new Refusal('NOT_FOUND')
    const revoked = revokedInvitation(listed.value, context.now)
    if (revoked === listed.value) return { writes: [], trail: [], answer: revoked }
    return {
      writes: putInvitation(revoked, listed),
      trail: [{ scope, action, about, sentence: { zh: '撤回了一个邀请', en: 'withdrew an invitation' } }],
      answer: revoked,
    }
  })
}

/** Whose trail an invitation stands in, and who may make and revoke it. */
async function invitedTo(context: Context, to: InvitationTo): Promise<Pick<Occasion['trail'], 'scope' | 'about'> & { action: Action; target: Target }> {
  switch (to.role) {
    case 'member': {
      const { value } = await loadOrganisation(context.table, to.organisation)
      return { scope: { of: 'district', id: value.district }, action: 'organisation.invite', about: { noun: 'organisation', id: value.id, label: value.name }, target: { organisation: value.id } }
    }
    case 'judge': {
      const { value } = await loadCompetition(context.table, to.competition)
      return { scope: { of: 'competition', id: value.id }, action: 'judge.invite', about: { noun: 'competition', id: value.id, label: value.name.zh }, target: { district: value.district } }
    }
    case 'evaluator':
      return { scope: { of: 'district', id: to.district }, action: 'evaluator.invite', about: { noun: 'district', id: to.district, label: to.district }, target: { district: to.district } }
  }
}

export interface Accepted {
  to: InvitationTo
  person: Person['id']
}

/**
 * Makes the asker a member, a judge of the competition or an evaluator of the district. Accepting again what one accepted oneself changes nothing. Throws NOT_FOUND,
 * INVITATION_SPENT (somebody else accepted it, it was revoked or has run out), ALREADY_EXISTS (one is that already; the invitation can
 * still be used by somebody else).
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
    const effect = to.role === 'member' ? await becomeMember(context, to.organisation, person) : to.role === 'judge' ? await becomeJudge(context, to.competition, person, input.ties) : becomeEvaluator(context, to.district, person)
    return { writes: [...writes, ...effect.writes], trail: effect.trail, answer }
  })
}

type Effect = Pick<Decision<unknown>, 'writes' | 'trail'>

async function becomeMember(context: Context, id: OrganisationId, person: Person): Promise<Effect> {
  const { value: organisation } = await loadOrganisation(context.table, id)
  return {
    writes: memberWrites(person.id, id, context),
    trail: [{ scope: { of: 'district', id: organisation.district }, action: 'invitation.accept', about: { noun: 'organisation', id, label: organisation.name }, sentence: { zh: `接受邀请，成为${organisation.name}的成员`, en: `accepted the invitation to ${organisation.name}` } }],
  }
}

const becomeEvaluator = (context: Context, district: string, person: Person): Effect => ({
  writes: [membershipItem.put({ role: 'evaluator', person: person.id, district, since: context.now }, 'none'), evaluatorItem.put({ district, person: person.id, name: person.name, since: context.now, removedAt: null }, 'any')],
  trail: [{ scope: { of: 'district', id: district }, action: 'invitation.accept', about: { noun: 'person', id: person.id, label: person.name }, sentence: { zh: '接受邀请，成为评估员', en: 'accepted the invitation to evaluate' } }],
})

async function becomeJudge(context: Context, id: CompetitionId, person: Person, declared: Judge['ties']): Promise<Effect> {
  const { value: competition } = await loadCompetition(context.table, id)
  if (competitionLifecycle[competition.state].length === 0) throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
  const before = await context.table.get(judgeItem, keys.judge(id, person.id))
  const judge: Judge = { competition: id, person: person.id, name: person.name, ties: await judgeTies(context, declared), acceptedAt: context.now, removedAt: null }
  return {
    writes: [membershipItem.put({ role: 'judge', person: person.id, competition: id, since: context.now }, 'none'), judgeItem.put(judge, before?.version ?? 'none')],
    trail: [{ scope: { of: 'competition', id }, action: 'invitation.accept', about: { noun: 'competition', id, label: competition.name.zh }, sentence: { zh: `接受邀请，成为评委，申报了 ${judge.ties.length} 家利益关系单位`, en: `accepted the invitation to judge and declared ties to ${judge.ties.length} organisations` } }],
  }
}

/** The judge's ties, all of them: those not named any more are gone, but for the organisations the judge belongs to. Throws NOT_FOUND. */
export async function declareTies(context: Context, competition: string, input: z.infer<typeof tiesInput>): Promise<Judge> {
  const person = personOf(context)
  return act<Judge>(context, async () => {
    const { value: contest } = await loadCompetition(context.table, competitionId.parse(competition))
    authorise(context, 'judge.declare', { competition })
    const stored: Stored<Judge> | undefined = await context.table.get(judgeItem, keys.judge(competition, person.id))
    if (stored === undefined || stored.value.removedAt !== null) throw new Refusal('NOT_FOUND')
    const judge: Judge = { ...stored.value, ties: await judgeTies(context, input.ties) }
    return {
      writes: [judgeItem.put(judge, stored.version)],
      trail: [{ scope: { of: 'competition', id: contest.id }, action: 'judge.declare', about: { noun: 'competition', id: contest.id, label: contest.name.zh }, sentence: { zh: `申报了 ${judge.ties.length} 家利益关系单位`, en: `declared ties to ${judge.ties.length} organisations` } }],
      answer: judge,
    }
  })
}
