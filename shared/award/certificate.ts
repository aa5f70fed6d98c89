import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type CertificateId, certificateId, competitionId, proposalId } from '../kernel/ids.ts'
import { bilingual } from '../kernel/text.ts'

/** What a certificate says, and what its verification page confirms: public facts only. */
export const certificateSchema = z.object({
  id: certificateId,
  competition: competitionId,
  competitionName: bilingual,
  proposal: proposalId,
  title: z.string(),
  organisation: z.string(),
  award: z.string(),
  awardName: bilingual,
  place: z.int().nullable(),
  issuer: bilingual,
  /** The day of publication in Shanghai. */
  date: z.iso.date(),
})
export type Certificate = z.infer<typeof certificateSchema>

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The certificate's public id, from what it certifies: writing it twice writes the same item. The proposal's id has 130 random bits and
 * is on no public page, so nobody can tell a certificate's id from the list of awards.
 */
export function certificateIdOf(competition: string, proposal: string, award: string): CertificateId {
  const digest = createHash('sha256').update(['certificate', competition, proposal, award].join('\u0000')).digest()
  return certificateId.parse(`x_${Array.from(digest.subarray(0, 26), (byte) => alphabet[byte & 31]).join('')}`)
}

/** The number printed on it, short enough to be read out; the id in the QR code is what is checked. */
export const certificateNumber = (id: string): string => `ZS-${id.slice(2, 6)}-${id.slice(6, 10)}-${id.slice(10, 14)}`.toUpperCase()
