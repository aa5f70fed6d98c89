import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { secretHash } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { type Invitation, type InvitationState, invitationState, type InvitationTo } from '../../shared/invitation/invitation.ts'
import { findInvitation, type InvitationScope, invitationsOf } from '../../shared/invitation/invitation.store.ts'
import { type Disclosure, mostDisclosed } from '../../shared/rulebook/round.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import { authorise, type Context } from '../context.ts'

/** What a link shows to whoever holds it, before signing in: who invites to what, and whether it still works. */
export interface InvitationSeen {
  to: InvitationTo
  /** The organisation, the competition, or for evaluators and finance the words for their work. */
  name: Bilingual
  district: string
  by: string
  state: InvitationState
  expiresAt: Instant
  /** The asker accepted it. */
  mine: boolean
  /** For a judge: what of their cards is published in the end, the most that the rulebook says of any round. */
  disclosure: Disclosure | null
}

/** Throws NOT_FOUND. */
export async function readInvitation(context: Context, secret: string): Promise<InvitationSeen> {
  authorise(context, 'invitation.read', {})
  const stored = await findInvitation(context.table, secretHash(secret))
  if (stored === undefined) throw new Refusal('NOT_FOUND')
  const { to, invitedBy, expiresAt, acceptedBy } = stored.value
  const { name, district } = await invitedTo(context, to)
  const mine = context.actor.kind === 'person' && acceptedBy === context.actor.person.id
  return { to, name, district, by: invitedBy.name, state: invitationState(stored.value, context.now), expiresAt, mine, disclosure: to.role === 'judge' ? await disclosureTo(context, to.competition) : null }
}

async function disclosureTo(context: Context, competition: string): Promise<Disclosure> {
  return mostDisclosed((await loadRulebook(context.table, (await loadCompetition(context.table, competition)).value)).rounds)
}

async function invitedTo(context: Context, to: InvitationTo): Promise<{ name: Bilingual; district: string }> {
  if (to.role === 'judge' || to.role === 'organiser' || to.role === 'supervisor') return (await loadCompetition(context.table, to.competition)).value
  if (to.role === 'evaluator') return { name: { zh: `项目评估（行政区划 ${to.district}）`, en: `Evaluation of projects (district ${to.district})` }, district: to.district }
  if (to.role === 'finance') return { name: { zh: `资助拨款（行政区划 ${to.district}）`, en: `Payments of grants (district ${to.district})` }, district: to.district }
  const { value } = await loadOrganisation(context.table, to.organisation)
  return { name: { zh: value.name }, district: value.district }
}

/** The organisation's invitations to members, newest first; without the digest of the secret. */
export async function listMemberInvitations(context: Context, organisation: string): Promise<ListedInvitation[]> {
  const { value } = await loadOrganisation(context.table, organisation)
  authorise(context, 'organisation.invite', { organisation })
  return listed(context, { role: 'member', organisation: value.id })
}

/** A competition's invitations to one of its roles, newest first. */
export async function listRoleInvitations(context: Context, role: 'judge' | 'organiser' | 'supervisor', competition: string): Promise<ListedInvitation[]> {
  const { value } = await loadCompetition(context.table, competition)
  authorise(context, role === 'judge' ? 'judge.list' : `${role}.invite`, { district: value.district, competition })
  return listed(context, { role, competition: value.id })
}

/** A district's invitations to one of its offices, newest first. */
export async function listOfficeInvitations(context: Context, role: 'evaluator' | 'finance', district: string): Promise<ListedInvitation[]> {
  authorise(context, `${role}.invite`, { district })
  return listed(context, { role, district })
}

export type ListedInvitation = Omit<Invitation, 'hash'> & { state: InvitationState }

async function listed(context: Context, scope: InvitationScope): Promise<ListedInvitation[]> {
  return (await invitationsOf(context.table, scope)).map((invitation) => {
    const { id, to, name, email, invitedBy, createdAt, expiresAt, acceptedBy, acceptedAt, revokedAt } = invitation
    return { id, to, name, email, invitedBy, createdAt, expiresAt, acceptedBy, acceptedAt, revokedAt, state: invitationState(invitation, context.now) }
  })
}
