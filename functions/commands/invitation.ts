import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { competitionLifecycle } from '../../shared/competition/lifecycle.ts'
import { newInvitationId, newSecret, type OrganisationId, secretHash } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import { type Invitation, type InvitationTo, makeInvitation, revokedInvitation } from '../../shared/invitation/invitation.ts'
import { findListedInvitation, invitationScope, type InvitationScope, putInvitation } from '../../shared/invitation/invitation.store.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import type { Action, Target } from '../../shared/person/access.ts'
import { act, type Decision } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'

const email = z.string().trim().min(1).max(254).pipe(z.email()).nullable().default(null)
/** Whom it is meant for. With an address the link is mailed as well; without, whoever invited hands it on. */
export const inviteInput = z.strictObject({ name: typed(60), email })
/** `organisation`: the third party that they work for. */
export const inviteOrganiserInput = inviteInput.extend({ organisation: typed(60) })

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
  const { contest, name } = await running(context, competition, 'judge.invite')
  return invite(context, { role: 'judge', competition: contest.id }, input, {
    trail: { scope: { of: 'competition', id: contest.id }, action: 'judge.invite', about: { noun: 'competition', id: contest.id, label: contest.name.zh }, sentence: { zh: `邀请了评委：${input.name}`, en: `invited a judge: ${input.name}` } },
    mail: (to, url, until, by, key) => mailOrder('judgeInvited', { competition: name, name: input.name, by, until, url }, { email: to, language: context.language }, key, context.now),
  })
}

/** Invites somebody of a third party to run the competition for its authority. Throws WRONG_STATE once it is over. */
export async function inviteOrganiser(context: Context, competition: string, input: z.infer<typeof inviteOrganiserInput>): Promise<Invited> {
  const { contest, name } = await running(context, competition, 'organiser.invite')
  const { organisation, ...whom } = input
  return invite(context, { role: 'organiser', competition: contest.id, organisation }, whom, {
    trail: { scope: { of: 'competition', id: contest.id }, action: 'organiser.invite', about: { noun: 'competition', id: contest.id, label: contest.name.zh }, sentence: { zh: `邀请${organisation}承办：${input.name}`, en: `invited ${organisation} to organise: ${input.name}` } },
    mail: (to, url, until, by, key) => mailOrder('organiserInvited', { competition: name, organisation, name: input.name, by, until, url }, { email: to, language: context.language }, key, context.now),
  })
}

/** Invites somebody to watch over a competition's judging. Throws WRONG_STATE once it is over. */
export async function inviteSupervisor(context: Context, competition: string, input: z.infer<typeof inviteInput>): Promise<Invited> {
  const { contest, name } = await running(context, competition, 'supervisor.invite')
  return invite(context, { role: 'supervisor', competition: contest.id }, input, {
    trail: { scope: { of: 'competition', id: contest.id }, action: 'supervisor.invite', about: { noun: 'competition', id: contest.id, label: contest.name.zh }, sentence: { zh: `邀请了监督员：${input.name}`, en: `invited a supervisor: ${input.name}` } },
    mail: (to, url, until, by, key) => mailOrder('supervisorInvited', { competition: name, name: input.name, by, until, url }, { email: to, language: context.language }, key, context.now),
  })
}

/** A competition that somebody can still be invited to, and its name in the mail. Throws WRONG_STATE once it is over. */
async function running(context: Context, id: string, action: Action) {
  const { value: contest } = await loadCompetition(context.table, id)
  authorise(context, action, { district: contest.district, competition: id })
  if (competitionLifecycle[contest.state].length === 0) throw new Refusal('WRONG_STATE', { facts: { state: contest.state } })
  return { contest, name: say(contest.name, context.language) }
}

/** Invites somebody to handle the money of the district. */
export async function inviteFinance(context: Context, district: string, input: z.infer<typeof inviteInput>): Promise<Invited> {
  authorise(context, 'finance.invite', { district })
  return invite(context, { role: 'finance', district }, input, {
    trail: { scope: { of: 'district', id: district }, action: 'finance.invite', about: { noun: 'district', id: district, label: district }, sentence: { zh: `邀请了财务：${input.name}`, en: `invited a finance officer: ${input.name}` } },
    mail: (to, url, until, by, key) => mailOrder('financeInvited', { name: input.name, by, until, url }, { email: to, language: context.language }, key, context.now),
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
export async function revokeInvitation(context: Context, to: InvitationScope, id: string): Promise<Invitation> {
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
async function invitedTo(context: Context, to: InvitationScope): Promise<Pick<Occasion['trail'], 'scope' | 'about'> & { action: Action; target: Target }> {
  switch (to.role) {
    case 'member': {
      const { value } = await loadOrganisation(context.table, to.organisation)
      return { scope: { of: 'district', id: value.district }, action: 'organisation.invite', about: { noun: 'organisation', id: value.id, label: value.name }, target: { organisation: value.id } }
    }
    case 'judge':
    case 'organiser':
    case 'supervisor': {
      const { value } = await loadCompetition(context.table, to.competition)
      return { scope: { of: 'competition', id: value.id }, action: `${to.role}.invite`, about: { noun: 'competition', id: value.id, label: value.name.zh }, target: { district: value.district, competition: value.id } }
    }
    case 'evaluator':
    case 'finance':
      return { scope: { of: 'district', id: to.district }, action: `${to.role}.invite`, about: { noun: 'district', id: to.district, label: to.district }, target: { district: to.district } }
  }
}
