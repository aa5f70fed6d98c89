import * as z from 'zod'
import { competitionId, invitationId, organisationId, personId } from '../kernel/ids.ts'
import { type Instant, instant, plusDays } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { districtCode } from '../person/person.ts'

/** How long a link can be accepted. */
const INVITATION_DAYS = 14

/** What somebody is invited to: to act for an organisation, to judge, organise or watch over a competition, to evaluate projects of a district or handle its money. */
export const invitationTo = z.discriminatedUnion('role', [
  z.object({ role: z.literal('member'), organisation: organisationId }),
  z.object({ role: z.literal('judge'), competition: competitionId }),
  z.object({ role: z.literal('evaluator'), district: districtCode }),
  z.object({ role: z.literal('organiser'), competition: competitionId, /** The third party's name. */ organisation: z.string().min(1).max(60) }),
  z.object({ role: z.literal('supervisor'), competition: competitionId }),
  z.object({ role: z.literal('finance'), district: districtCode }),
])
export type InvitationTo = z.infer<typeof invitationTo>

/** A link (or its QR code) that one person may accept, whoever it was forwarded to. Only the digest of its secret is kept. */
export const invitationSchema = z.object({
  id: invitationId,
  hash: z.string(),
  to: invitationTo,
  /** Whom it was meant for, for the list of those who have not answered yet; the person who accepts goes by their own name. */
  name: z.string(),
  email: z.string().nullable(),
  invitedBy: z.object({ person: personId, name: z.string() }),
  createdAt: instant,
  expiresAt: instant,
  acceptedBy: personId.nullable(),
  acceptedAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
export type Invitation = z.infer<typeof invitationSchema>

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired'

export function invitationState(invitation: Invitation, now: Instant): InvitationState {
  if (invitation.acceptedAt !== null) return 'accepted'
  if (invitation.revokedAt !== null) return 'revoked'
  return now < invitation.expiresAt ? 'open' : 'expired'
}

export function makeInvitation(given: Pick<Invitation, 'id' | 'hash' | 'to' | 'name' | 'email' | 'invitedBy'>, now: Instant): Invitation {
  return { ...given, createdAt: now, expiresAt: plusDays(now, INVITATION_DAYS), acceptedBy: null, acceptedAt: null, revokedAt: null }
}

/** Throws INVITATION_SPENT unless it is open. */
export function acceptedInvitation(invitation: Invitation, person: Invitation['acceptedBy'], now: Instant): Invitation {
  if (invitationState(invitation, now) !== 'open') throw new Refusal('INVITATION_SPENT')
  return { ...invitation, acceptedBy: person, acceptedAt: now }
}

/** Revoking what is revoked or over changes nothing. Throws INVITATION_SPENT where it was accepted already. */
export function revokedInvitation(invitation: Invitation, now: Instant): Invitation {
  const state = invitationState(invitation, now)
  if (state === 'accepted') throw new Refusal('INVITATION_SPENT')
  return state === 'revoked' ? invitation : { ...invitation, revokedAt: now }
}
