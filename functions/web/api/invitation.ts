import * as z from 'zod'
import { competitionId, invitationId, organisationId, personId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { invitationSchema, invitationTo } from '../../../shared/invitation/invitation.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { judgeSchema } from '../../../shared/round/judge.store.ts'
import { disclosures } from '../../../shared/rulebook/round.ts'
import { acceptInput, acceptInvitation, declareTies, tiesInput } from '../../commands/acceptance.ts'
import { inviteEvaluator, inviteFinance, inviteInput, inviteJudge, type Invited, inviteMember, inviteOrganiser, inviteOrganiserInput, inviteSupervisor, revokeInvitation } from '../../commands/invitation.ts'
import { listMemberInvitations, listOfficeInvitations, listRoleInvitations, readInvitation } from '../../queries/invitation.ts'
import { route, type Route } from './route.ts'

const state = z.enum(['open', 'accepted', 'revoked', 'expired'])
const invitation = invitationSchema.omit({ hash: true })
const listed = z.object({ items: z.array(invitation.extend({ state })) })
const invited = invitation.extend({ /** Only in the first answer: its secret is not kept. */ link: z.url().nullable() })
const answered = ({ invitation, link }: Invited) => ({ ...invitation, link })

const organisation = z.object({ organisation: organisationId })
const competition = z.object({ competition: competitionId })
const district = z.object({ district: districtCode })
const secret = z.object({ secret: z.string().min(20).max(100) })

/** Invitations of members, judges, evaluators, organisers, supervisors and finance people, and what a judge declares. */
export const invitationRoutes: Route[] = [
  route({ method: 'get', path: '/organisations/{organisation}/invitations', action: 'organisation.invite', summary: 'Invitations of members', params: organisation, answer: listed, run: async (context, { params }) => ({ items: await listMemberInvitations(context, params.organisation) }) }),
  route({ method: 'post', path: '/organisations/{organisation}/invitations', action: 'organisation.invite', summary: 'Invite a member; the link is answered once', params: organisation, body: inviteInput, status: 201, answer: invited, run: async (context, { params, body }) => answered(await inviteMember(context, params.organisation, body)) }),
  route({
    method: 'delete', path: '/organisations/{organisation}/invitations/{invitation}', action: 'organisation.invite', summary: 'Revoke an invitation', params: organisation.extend({ invitation: invitationId }), answer: invitation,
    run: (context, { params }) => revokeInvitation(context, { role: 'member', organisation: params.organisation }, params.invitation),
  }),
  route({ method: 'get', path: '/competitions/{competition}/invitations', action: 'judge.list', summary: 'Invitations of judges', params: competition, answer: listed, run: async (context, { params }) => ({ items: await listRoleInvitations(context, 'judge', params.competition) }) }),
  route({ method: 'post', path: '/competitions/{competition}/invitations', action: 'judge.invite', summary: 'Invite a judge; the link is answered once', params: competition, body: inviteInput, status: 201, answer: invited, run: async (context, { params, body }) => answered(await inviteJudge(context, params.competition, body)) }),
  route({
    method: 'delete', path: '/competitions/{competition}/invitations/{invitation}', action: 'judge.invite', summary: 'Revoke an invitation', params: competition.extend({ invitation: invitationId }), answer: invitation,
    run: (context, { params }) => revokeInvitation(context, { role: 'judge', competition: params.competition }, params.invitation),
  }),
  route({ method: 'get', path: '/districts/{district}/invitations', action: 'evaluator.invite', summary: 'Invitations of evaluators', params: district, answer: listed, run: async (context, { params }) => ({ items: await listOfficeInvitations(context, 'evaluator', params.district) }) }),
  route({ method: 'post', path: '/districts/{district}/invitations', action: 'evaluator.invite', summary: 'Invite an evaluator; the link is answered once', params: district, body: inviteInput, status: 201, answer: invited, run: async (context, { params, body }) => answered(await inviteEvaluator(context, params.district, body)) }),
  route({
    method: 'delete', path: '/districts/{district}/invitations/{invitation}', action: 'evaluator.invite', summary: 'Revoke an invitation', params: district.extend({ invitation: invitationId }), answer: invitation,
    run: (context, { params }) => revokeInvitation(context, { role: 'evaluator', district: params.district }, params.invitation),
  }),
  route({ method: 'get', path: '/districts/{district}/finance/invitations', action: 'finance.invite', summary: 'Invitations of finance people', params: district, answer: listed, run: async (context, { params }) => ({ items: await listOfficeInvitations(context, 'finance', params.district) }) }),
  route({ method: 'post', path: '/districts/{district}/finance/invitations', action: 'finance.invite', summary: 'Invite somebody to handle the district’s money; the link is answered once', params: district, body: inviteInput, status: 201, answer: invited, run: async (context, { params, body }) => answered(await inviteFinance(context, params.district, body)) }),
  route({
    method: 'delete', path: '/districts/{district}/finance/invitations/{invitation}', action: 'finance.invite', summary: 'Revoke an invitation', params: district.extend({ invitation: invitationId }), answer: invitation,
    run: (context, { params }) => revokeInvitation(context, { role: 'finance', district: params.district }, params.invitation),
  }),
  route({ method: 'get', path: '/competitions/{competition}/organisers/invitations', action: 'organiser.invite', summary: 'Invitations of organisers', params: competition, answer: listed, run: async (context, { params }) => ({ items: await listRoleInvitations(context, 'organiser', params.competition) }) }),
  route({ method: 'post', path: '/competitions/{competition}/organisers/invitations', action: 'organiser.invite', summary: 'Invite somebody of a third party to run the competition; the link is answered once', params: competition, body: inviteOrganiserInput, status: 201, answer: invited, run: async (context, { params, body }) => answered(await inviteOrganiser(context, params.competition, body)) }),
  route({
    method: 'delete', path: '/competitions/{competition}/organisers/invitations/{invitation}', action: 'organiser.invite', summary: 'Revoke an invitation', params: competition.extend({ invitation: invitationId }), answer: invitation,
    run: (context, { params }) => revokeInvitation(context, { role: 'organiser', competition: params.competition }, params.invitation),
  }),
  route({ method: 'get', path: '/competitions/{competition}/supervisors/invitations', action: 'supervisor.invite', summary: 'Invitations of supervisors', params: competition, answer: listed, run: async (context, { params }) => ({ items: await listRoleInvitations(context, 'supervisor', params.competition) }) }),
  route({ method: 'post', path: '/competitions/{competition}/supervisors/invitations', action: 'supervisor.invite', summary: 'Invite somebody to watch over the judging; the link is answered once', params: competition, body: inviteInput, status: 201, answer: invited, run: async (context, { params, body }) => answered(await inviteSupervisor(context, params.competition, body)) }),
  route({
    method: 'delete', path: '/competitions/{competition}/supervisors/invitations/{invitation}', action: 'supervisor.invite', summary: 'Revoke an invitation', params: competition.extend({ invitation: invitationId }), answer: invitation,
    run: (context, { params }) => revokeInvitation(context, { role: 'supervisor', competition: params.competition }, params.invitation),
  }),
  route({
    method: 'get', path: '/invitations/{secret}', action: 'invitation.read', summary: 'Who invites to what', params: secret,
    answer: z.object({ to: invitationTo, name: bilingual, by: z.string(), state, expiresAt: instant, mine: z.boolean(), disclosure: z.enum(disclosures).nullable() }), run: (context, { params }) => readInvitation(context, params.secret),
  }),
  route({
    method: 'post', path: '/invitations/{secret}/acceptance', action: 'invitation.accept', summary: 'Accept; a judge declares ties to organisations', params: secret, body: acceptInput, status: 201, answer: z.object({ to: invitationTo, person: personId }),
    run: (context, { params, body }) => acceptInvitation(context, params.secret, body),
  }),
  route({ method: 'put', path: '/competitions/{competition}/ties', action: 'judge.declare', summary: 'The organisations I have ties to, all of them', params: competition, body: tiesInput, answer: judgeSchema, run: (context, { params, body }) => declareTies(context, params.competition, body) }),
]
