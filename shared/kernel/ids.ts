import { monotonicFactory } from 'ulid'
import { randomBytes, createHash } from 'node:crypto'
import * as z from 'zod'

/** What a rulebook calls its own parts by (rounds, categories, awards): short, readable, fit for a URL and a file name. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, { error: 'SLUG_MALFORMED' })

/**
 * Ids are a letter prefix and 130 random bits (26 characters of Crockford's base 32, without the time part that a ULID would show):
 * nobody can guess one from another, and none tells when or in which order things were made.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

function random(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join('')
}

const brands = {
  person: 'p', organisation: 'o', competition: 'c', proposal: 'r', objection: 'b', certificate: 'x', file: 'f', invitation: 'i',
  token: 't', project: 'j', activity: 'a', volunteer: 'v', offer: 'h', event: 'w', import: 'm', grant: 'g',
} as const
export type Noun = keyof typeof brands

function idSchema<N extends Noun>(noun: N) {
  return z.string().regex(new RegExp(`^${brands[noun]}_[0-9a-hjkmnp-tv-z]{26}$`), { error: 'ID_MALFORMED' }).brand<N>()
}

export const personId = idSchema('person')
export const organisationId = idSchema('organisation')
export const competitionId = idSchema('competition')
export const proposalId = idSchema('proposal')
export const objectionId = idSchema('objection')
export const certificateId = idSchema('certificate')
export const fileId = idSchema('file')
export const tokenId = idSchema('token')
export const invitationId = idSchema('invitation')
export const projectId = idSchema('project')
export const activityId = idSchema('activity')
export const volunteerId = idSchema('volunteer')
/** An offer of help to a project on show. */
export const offerId = idSchema('offer')
/** A showcase event. */
export const eventId = idSchema('event')
/** What one proposal of a venture competition is given. */
export const grantId = idSchema('grant')
/** One file of the registry that was read in. */
export const importId = idSchema('import')
export type PersonId = z.infer<typeof personId>
export type OrganisationId = z.infer<typeof organisationId>
export type CompetitionId = z.infer<typeof competitionId>
export type ProposalId = z.infer<typeof proposalId>
export type ObjectionId = z.infer<typeof objectionId>
export type CertificateId = z.infer<typeof certificateId>
export type FileId = z.infer<typeof fileId>
export type ProjectId = z.infer<typeof projectId>
export type ActivityId = z.infer<typeof activityId>
export type VolunteerId = z.infer<typeof volunteerId>
export type OfferId = z.infer<typeof offerId>
export type EventId = z.infer<typeof eventId>
export type GrantId = z.infer<typeof grantId>
export type ImportId = z.infer<typeof importId>

let part: (noun: Noun) => string = () => random(26)

/**
 * The seam for a rehearsal, whose draws by lot must come out the same for the same seed: `source` gives the 26 characters of each noun's
 * next id. Secrets never go through it, and nothing that is deployed calls it.
 */
export function useIds(source: (noun: Noun) => string): void {
  part = source
}

const make = (noun: Noun) => `${brands[noun]}_${part(noun)}`
export const newPersonId = () => personId.parse(make('person'))
export const newOrganisationId = () => organisationId.parse(make('organisation'))
export const newCompetitionId = () => competitionId.parse(make('competition'))
export const newProposalId = () => proposalId.parse(make('proposal'))
export const newObjectionId = () => objectionId.parse(make('objection'))
export const newFileId = () => fileId.parse(make('file'))
export const newInvitationId = () => invitationId.parse(make('invitation'))
export const newTokenId = () => tokenId.parse(make('token'))
export const newProjectId = () => projectId.parse(make('project'))
export const newActivityId = () => activityId.parse(make('activity'))
export const newVolunteerId = () => volunteerId.parse(make('volunteer'))
export const newOfferId = () => offerId.parse(make('offer'))
export const newEventId = () => eventId.parse(make('event'))
export const newImportId = () => importId.parse(make('import'))

/** A secret handed to a person once (session, invitation, bearer token); only `secretHash` of it is stored. */
export function newSecret(): string {
  return random(52)
}

/** 128 random bits in hexadecimal, beside what is hashed so that it can't be guessed from its hash. */
export const newSalt = (): string => randomBytes(16).toString('hex')

/** A secret by which a person asks (session cookie, bearer token). It begins with the person's id, so that one look-up finds both. */
export const newCredential = (person: PersonId): string => `${person}.${newSecret()}`

/** Whose credential it claims to be; undefined for what cannot be one. */
export function claimantOf(credential: string): PersonId | undefined {
  const [person, secret, ...rest] = credential.split('.')
  return secret === undefined || rest.length > 0 ? undefined : personId.safeParse(person).data
}

/** What the table keeps of a secret. The secret has 260 random bits, so a plain digest is enough: there is nothing to guess. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** The id that an organisation of an import's row gets, each time the row is looked at; as little to be guessed as the import's own id. */
export const organisationIdFrom = (source: ImportId, row: number): OrganisationId =>
  organisationId.parse(`o_${Array.from(createHash('sha256').update(`${source} ${row}`).digest().subarray(0, 26), (byte) => alphabet[byte & 31]).join('')}`)

const monotonic = monotonicFactory()

/** Sorts by `milliseconds` since 1970, then by the order of calls in this process: for entries that are listed in order of time. */
export function orderedId(milliseconds: number): string {
  return monotonic(milliseconds)
}

/** The same id for the same parts, always: an effect that is run twice writes the same item twice, not two items. */
export function derivedId(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('base64url').slice(0, 26)
}
