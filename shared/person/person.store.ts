import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import * as z from 'zod'
import { instant } from '../kernel/instant.ts'
import { personId } from '../kernel/ids.ts'
import { type Membership, membershipSchema, personSchema, sessionSchema, tokenSchema } from './person.ts'

export const personItem = itemKind('person', personSchema, (person) => keys.person(person.id))
/** From an identity provider's subject to the person. */
export const identityItem = itemKind('identity', z.object({ issuer: z.string(), subject: z.string(), person: personId }), (identity) => keys.identity(identity.issuer, identity.subject))
export const membershipScope = (membership: Membership): string =>
  membership.role === 'administrator' ? `ADMINISTRATOR#${membership.district}`
    : membership.role === 'member' ? `MEMBER#${membership.organisation}`
    : membership.role === 'judge' ? `JUDGE#${membership.competition}`
    : membership.role === 'organiser' ? `ORGANISER#${membership.competition}`
    : membership.role === 'supervisor' ? `SUPERVISOR#${membership.competition}`
    : membership.role === 'finance' ? `FINANCE#${membership.district}`
    : `EVALUATOR#${membership.district}`
export const membershipItem = itemKind('membership', membershipSchema, (membership) => keys.membership(membership.person, membershipScope(membership)))
export const sessionItem = itemKind('session', sessionSchema, (session) => keys.session(session.person, session.hash), (session) => Math.floor(session.expiresAt / 1000))
/** A revoked one is listed for a month more. */
export const tokenItem = itemKind('token', tokenSchema, (token) => keys.tokenOf(token.person, token.id), (token) => (token.revokedAt === null ? undefined : Math.floor(Date.parse(token.revokedAt) / 1000) + 30 * 86_400))

/** Under the district: who administers it, so that all of them can be reminded. Written together with the membership. */
export const administratorItem = itemKind('administrator', z.object({ district: z.string(), person: personId }), (one) => keys.administrator(one.district, one.person))
/** Under the district: who may be appointed to evaluate, and who handles its money, so that they can be listed. Written together with the membership; who was removed may come back for a while. */
export const officerSchema = z.object({ district: z.string(), person: personId, name: z.string(), since: instant, removedAt: instant.nullable() })
export type Officer = z.infer<typeof officerSchema>
export const evaluatorItem = itemKind('evaluator', officerSchema, (one) => keys.evaluator(one.district, one.person))
export const financeItem = itemKind('finance', officerSchema, (one) => keys.finance(one.district, one.person))
