import { milliseconds } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table, type Write } from '../store/table.ts'
import { type Invitation, type InvitationTo, invitationSchema } from './invitation.ts'

/** Two months after it ran out nobody asks about it any more. */
const gone = (invitation: Invitation): number => Math.floor(milliseconds(invitation.expiresAt) / 1000) + 60 * 86_400

/** What lists of invitations go by: an organiser's organisation is no part of it. */
export type InvitationScope = Exclude<InvitationTo, { role: 'organiser' }> | Omit<Extract<InvitationTo, { role: 'organiser' }>, 'organisation'>

/** Where the list of an organisation's, a competition's or a district's invitations stands. */
export function invitationScope(to: InvitationScope): string {
  switch (to.role) {
    case 'member': return `O#${to.organisation}`
    case 'judge': return `C#${to.competition}`
    case 'organiser': return `C#${to.competition}#ORGANISERS`
    case 'supervisor': return `C#${to.competition}#SUPERVISORS`
    case 'evaluator': return `D#${to.district}`
    case 'finance': return `D#${to.district}#FINANCE`
  }
}

/** Twice, always written together: by the digest of its secret (to be accepted) and under what it invites to (to be listed and revoked). */
const invitationItem = itemKind('invitation', invitationSchema, (invitation) => keys.invitation(invitation.hash), gone)
const listedInvitationItem = itemKind('listed-invitation', invitationSchema, (invitation) => keys.invitationOf(invitationScope(invitation.to), invitation.id), gone)

/** Both sides of it. `seen` is what was read of it, undefined for a new one. */
export function putInvitation(invitation: Invitation, seen: Stored<Invitation> | undefined): Write[] {
  const expect = seen?.version ?? 'none'
  return [invitationItem.put(invitation, expect), listedInvitationItem.put(invitation, expect)]
}

export const findInvitation = (table: Table, hash: string): Promise<Stored<Invitation> | undefined> => table.get(invitationItem, keys.invitation(hash))
export const findListedInvitation = (table: Table, scope: string, id: string): Promise<Stored<Invitation> | undefined> => table.get(listedInvitationItem, keys.invitationOf(scope, id))

/** Newest first. */
export async function invitationsOf(table: Table, to: InvitationScope): Promise<Invitation[]> {
  const found = await table.queryAll(listedInvitationItem, { pk: keys.invitationsOf(invitationScope(to)).pk })
  return found.map(({ value }) => value).sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}
