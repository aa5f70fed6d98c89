import * as z from 'zod'
import { instant } from '../kernel/instant.ts'
import { competitionId, organisationId, personId, tokenId } from '../kernel/ids.ts'

/** Someone who signs in. */
export const personSchema = z.object({
  id: personId,
  name: z.string().min(1).max(60),
  email: z.email().max(254).nullable(),
  language: z.enum(['zh', 'en']).nullable(),
  identity: z.object({ issuer: z.string(), subject: z.string() }),
  createdAt: instant,
})
export type Person = z.infer<typeof personSchema>

/** District codes are those of GB/T 2260: Xiuzhou is 330411. */
export const districtCode = z.string().regex(/^[0-9]{6}$/, { error: 'DISTRICT_MALFORMED' })

/** The role that a person holds in a district, an organisation or a competition. */
export const membershipSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('administrator'), person: personId, district: districtCode, since: instant }),
  z.object({ role: z.literal('member'), person: personId, organisation: organisationId, since: instant }),
  z.object({ role: z.literal('judge'), person: personId, competition: competitionId, since: instant }),
  /** 评估员: may be appointed to evaluate projects of the district; nothing is open to them before that. */
  z.object({ role: z.literal('evaluator'), person: personId, district: districtCode, since: instant }),
  /** 承办单位: runs the competition for its authority; `organisation` is the name of the third party they work for. */
  z.object({ role: z.literal('organiser'), person: personId, competition: competitionId, organisation: z.string().min(1).max(60), since: instant }),
  /** 监督员: watches over the competition's judging; sees, and decides nothing. */
  z.object({ role: z.literal('supervisor'), person: personId, competition: competitionId, since: instant }),
  /** 财务: handles the money that the district promised. */
  z.object({ role: z.literal('finance'), person: personId, district: districtCode, since: instant }),
])
export type Membership = z.infer<typeof membershipSchema>

/** A browser's sign-in. The real clock rules it. `organisation` is the one the person acts for, where there are several. */
export const sessionSchema = z.object({
  hash: z.string(),
  person: personId,
  organisation: organisationId.nullable(),
  createdAt: z.number(),
  expiresAt: z.number(),
})
export type Session = z.infer<typeof sessionSchema>

/** A bearer token that a person makes for a program of theirs; the secret is shown once and only its hash is kept. */
export const tokenSchema = z.object({
  id: tokenId,
  hash: z.string(),
  person: personId,
  name: z.string().min(1).max(60),
  createdAt: instant,
  revokedAt: instant.nullable(),
})
export type Token = z.infer<typeof tokenSchema>

/** Who asks. */
export type Actor =
  | { kind: 'visitor' }
  | { kind: 'person'; person: Person; memberships: readonly Membership[]; organisation: z.infer<typeof organisationId> | null; session: Session | null }
  | { kind: 'workflow' }
